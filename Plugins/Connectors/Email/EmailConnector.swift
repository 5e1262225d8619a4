import ConnectorKit
import Foundation
import MailKit
import PluginKit
import Synchronization
import Transport

/// Polls one mailbox by IMAP and answers by SMTP.
final class EmailConnector: Connector {
  /// In characters: mail has no limit, but a reply is no book.
  private static let maxLength = 20_000
  /// To get one mail that the server refuses.
  private static let maxAttempts = 3

  let id: String
  let settings: EmailSettings
  let account: MailAccount
  let servers: MailServers
  let sent: SentFolder
  let warnings = Warnings()
  private let known = KnownMails()
  /// How often in a row the server refused one mail.
  private let refusals = Mutex<(uid: UInt32, count: Int)>((0, 0))
  private let author: OutgoingMail.Author
  private let time: any Time

  init(
    _ settings: EmailSettings, id: String, author: OutgoingMail.Author, servers: MailServers,
    time: any Time
  ) {
    self.settings = settings
    self.id = id
    self.author = author
    self.servers = servers
    self.time = time
    account = MailAccount(
      addresses: [settings.address] + settings.aliases, authenticator: settings.authenticator)
    sent = SentFolder(MailFolder(name: settings.sentFolder, imap: servers.imap))
  }

  var traits: ConnectorTraits {
    ConnectorTraits(
      maxLength: Self.maxLength, idempotency: .readBack, surfacesWithin: settings.surfacesWithin,
      maxInFlight: settings.maxInFlight)
  }

  func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch {
    var batch = Batch(messages: [], cursor: nil)
    var position: EmailCursor
    if let cursor {
      position = try EmailCursor(cursor)
      let page = try patient(try await readInbox(after: position.inbox))
      position.inbox = page.position
      batch.messages = messages(of: page, since: position.since)
      batch.hasMore = page.hasMore
    } else {
      position = try await firstPosition()
      batch.hasMore = settings.startFrom == .oldest
    }
    if !batch.hasMore { await readSent(&position.sent, into: &batch) }
    let next = try position.encoded()
    batch.cursor = next == cursor ? nil : next
    batch.warnings = warnings.take()
    return batch
  }

  func post(_ reply: Reply) async throws(DeliveryFailure) -> Receipt {
    guard reply.visibility >= reply.parent.visibility else {
      throw .rejected("the reply would be more public than what it answers")
    }
    guard reply.text.count <= Self.maxLength else {
      throw .rejected("the reply is longer than \(Self.maxLength) characters")
    }
    guard let recipient = MailAddress(reply.parent.author.handle) else {
      throw .rejected("the author left no address that mail can be sent to")
    }
    let mail = OutgoingMail(
      reply, to: recipient, from: author, original: try await original(of: reply.parent),
      quotesOriginal: settings.quote, date: time.now)
    let copy = settings.copyTo.flatMap(MailAddress.init)
    var envelope = Mail(
      from: author.address, to: [recipient] + [copy].compactMap(\.self), message: mail.bytes)
    // A copy without the reply would prove what is not so.
    envelope.needsAllRecipients = true
    try await servers.send(envelope)
    if settings.saveSent {
      do {
        try await sent.folder.add(mail.bytes)
      } catch {
        warnings.add(
          "the reply \(reply.key) is out, but could not be put into \"\(settings.sentFolder)\": "
            + error.message)
      }
    }
    return Receipt(remote: mail.id)
  }

  func receipt(for reply: Reply) async throws(PollFailure) -> ReadBack {
    let messageID = OutgoingMail.id(of: reply.key, from: author.address)
    do throws(TransportFailure) {
      var folders = [sent.folder]
      if settings.copyTo != nil {
        folders.append(MailFolder(name: settings.mailbox, imap: servers.imap))
      }
      for folder in folders where try await folder.holds(messageID) {
        return .found(Receipt(remote: messageID))
      }
    } catch {
      throw MailServers.pollFailure(error)
    }
    // Where only replyd files it, a crash between the server's word and the copy leaves no trace.
    return settings.saveSent && settings.copyTo == nil
      ? .inconclusive("no copy is in \"\(settings.sentFolder)\", where only replyd itself puts one")
      : .absent
  }

  func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState] {
    guard !messages.isEmpty else { return [] }
    do throws(TransportFailure) {
      return try await sent.answers(to: messages.map(\.id.remote)).map { answers in
        answers.isEmpty ? .there : .answered(answers)
      }
    } catch {
      throw MailServers.pollFailure(error)
    }
  }
}

extension EmailConnector {
  /// Only fixes where to begin.
  private func firstPosition() async throws(PollFailure) -> EmailCursor {
    do throws(TransportFailure) {
      let state = try await servers.imap.read(settings.mailbox) { $0.mailbox }
      let isOldest = settings.startFrom == .oldest
      return EmailCursor(
        inbox: .init(
          validity: state.uidValidity, last: isOldest ? 0 : max(state.uidNext, 1) - 1),
        since: isOldest ? nil : time.now)
    } catch {
      throw MailServers.pollFailure(error)
    }
  }

  private func readInbox(
    after position: EmailCursor.Position
  ) async throws(PollFailure) -> MailPage {
    do throws(TransportFailure) {
      return try await servers.imap.read(settings.mailbox) { folder throws(TransportFailure) in
        try await MailPage.next(in: folder, after: position, .whole)
      }
    } catch {
      throw MailServers.pollFailure(error)
    }
  }

  /// A mail that the server does not give may be damaged, or the server may be: it is asked for a
  /// few times before it is passed over. The mails before it come first.
  private func patient(_ page: MailPage) throws(PollFailure) -> MailPage {
    guard let refused = page.refused, page.mails.isEmpty else { return page }
    let uid = page.position.last + 1
    let attempts = refusals.withLock { refusals in
      refusals = refusals.uid == uid ? (uid, refusals.count + 1) : (uid, 1)
      return refusals.count
    }
    guard attempts >= Self.maxAttempts else { throw .retry(after: nil, refused) }
    warnings.add(
      "the server does not give mail \(uid) of \"\(settings.mailbox)\"; it was passed over: look "
        + "at it in a mail program (\(refused))")
    var page = page
    page.position.last = uid
    page.hasMore = true
    return page
  }

  /// A folder that cannot be read is no reason to hold up the customers' mail.
  private func readSent(
    _ position: inout EmailCursor.Position?, into batch: inout Batch
  ) async {
    do throws(TransportFailure) {
      (batch.ownPosts, position) = try await sent.ownPosts(after: position, now: time.now)
    } catch {
      guard error.kind == .refused else { return }
      warnings.add(
        "\"sentFolder\" cannot be read, so that nobody's answers are seen there: \(error.message)",
        once: "sent folder")
    }
  }

  /// Without our own mail (P7).
  private func messages(of page: MailPage, since: Date?) -> [Message] {
    page.mails.compactMap { mail in
      let parsed = ParsedMail(mail.bytes)
      if let author = parsed.from, account.owns(author) { return nil }
      let isReread = page.position.reread.map { mail.uid <= $0 } ?? false
      if isReread, let since, isOlder(mail, parsed, than: since) { return nil }
      warnOfBounce(parsed)
      return parsed.message(
        connector: id, account: account, receivedAt: mail.receivedAt ?? time.now,
        clashes: known.clashes(parsed))
    }
  }

  /// A folder that was made anew may have new dates; then the author's own tells, a day's doubt
  /// aside.
  private func isOlder(_ mail: IMAPMail, _ parsed: ParsedMail, than start: Date) -> Bool {
    // Servers keep whole seconds.
    if let received = mail.receivedAt, received + .seconds(1) <= start { return true }
    return parsed.date.map { $0 < start - .hours(24) } ?? false
  }

  private func warnOfBounce(_ mail: ParsedMail) {
    guard let report = mail.deliveryReport, let messageID = report.messageID,
      OutgoingMail.isOurs(messageID, of: account),
      report.outcome == .failed || report.outcome == .unknown
    else { return }
    let recipient = report.recipient ?? "its recipient"
    warnings.add(
      "the reply \(messageID) did not reach \(recipient) (\(report.status ?? "no status")): the "
        + "customer has to be reached another way", once: "bounce \(messageID)")
  }

  /// The mail that is answered, for its subject and its words; nil: it is not in the folder any
  /// more, and a reply can do without.
  private func original(of message: Message) async throws(DeliveryFailure) -> ParsedMail? {
    guard let messageID = ParsedMail.messageID(of: message.id.remote) else { return nil }
    do throws(TransportFailure) {
      let mails = try await servers.imap.read(settings.mailbox) {
        folder throws(TransportFailure) in
        let uids = try await folder.uids(withHeader: "Message-ID", "<\(messageID)>")
        return try await folder.mails(
          Array(uids.suffix(5)), maxBytes: MailPage.Limits.whole.mailBytes)
      }
      return mails.lazy.map { ParsedMail($0.bytes) }.first { mail in
        mail.messageID == messageID && mail.from?.key == message.author.id
      }
    } catch {
      // Nothing was sent yet.
      throw .retry(after: nil, error.message)
    }
  }
}
