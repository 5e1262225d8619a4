internal import CCurl
import Foundation

/// One mail on the loop's thread: its own connection, TLS, login, envelope, message, QUIT.
final class SMTPTransfer: CurlTransfer {
  typealias Outcome = Result<SMTPReceipt, TransportFailure>

  /// Of a server's words, in characters.
  private static let maxShownWords = 200

  private let mail: Mail
  private let configuration: SMTPClient.Configuration
  private let continuation: CheckedContinuation<Outcome, Never>
  private var recipientList: UnsafeMutablePointer<curl_slist>?
  private var dialogue = SMTPDialogue()
  private var givenBytes = 0
  /// libcurl knows that nothing more comes, so it may have sent the final dot.
  private var gaveEnd = false
  private var hasEndedFarewell = false
  /// The limit that made a callback stop the transfer.
  private var exceeded: String?

  init(
    _ mail: Mail, _ configuration: SMTPClient.Configuration,
    _ continuation: CheckedContinuation<Outcome, Never>
  ) {
    self.mail = mail
    self.configuration = configuration
    self.continuation = continuation
  }

  deinit { curl_slist_free_all(recipientList) }

  func prepare(_ handle: EasyHandle) {
    handle.allowsPrivateTargets = configuration.allowPrivateTargets
    // The rule against repeats counts bytes, and a session begins with a greeting and a login. It
    // has nothing to guard here: on a fresh connection libcurl repeats nothing.
    handle.allowsRepeat = true
    handle.isSeverable = true
    handle.set(CURLOPT_FRESH_CONNECT, 1)
    handle.set(CURLOPT_FORBID_REUSE, 1)
    handle.setConnection("smtp,smtps", caFile: configuration.caFile)
    handle.setTimeouts(configuration.timeouts)
    handle.set(
      CURLOPT_SERVER_RESPONSE_TIMEOUT, CallTimeouts.seconds(configuration.timeouts.stall))
    handle.set(CURLOPT_URL, configuration.server.description)
    let isPlain = configuration.allowPlainText && !configuration.server.beginsWithTLS
    handle.set(
      CURLOPT_USE_SSL, Int(isPlain ? CURLUSESSL_NONE.rawValue : CURLUSESSL_ALL.rawValue))
    if let login = configuration.login {
      handle.setLogin(login, passwordOptions: "AUTH=PLAIN;AUTH=LOGIN")
    }
    setEnvelope(handle)
    setCallbacks(handle)
  }

  func wroteCommand(_ bytes: UnsafeRawBufferPointer) { dialogue.sent(bytes) }

  func finish(_ ending: TransferEnding, _ handle: EasyHandle?) {
    if case .completed(CURLE_OK) = ending, dialogue.named == mail.recipients.count {
      continuation.resume(returning: .success(receipt))
    } else {
      continuation.resume(returning: .failure(failure(ending, handle)))
    }
  }
}

extension SMTPTransfer {
  private func setEnvelope(_ handle: EasyHandle) {
    if let sender = mail.sender { handle.set(CURLOPT_MAIL_FROM, sender.text) }
    for recipient in mail.recipients {
      guard let extended = curl_slist_append(recipientList, recipient.text) else {
        handle.refuse(CURLOPT_MAIL_RCPT)
        return
      }
      recipientList = extended
    }
    handle.set(CURLOPT_MAIL_RCPT, UnsafeMutableRawPointer(recipientList))
    // One dead mailbox must not keep the mail from the others, unless they belong together.
    handle.set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, mail.needsAllRecipients ? 0 : 1)
    handle.set(CURLOPT_UPLOAD, 1)
  }

  private func setCallbacks(_ handle: EasyHandle) {
    let user = Unmanaged.passUnretained(self).toOpaque()
    handle.set(CURLOPT_HEADERDATA, user)
    handle.set(CURLOPT_HEADERFUNCTION) { SMTPTransfer.at($3)?.takeLine($0, $1 * $2) ?? 0 }
    // Nothing of a reply comes this way, and by default it would go to the standard output.
    handle.set(CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
    handle.set(CURLOPT_READDATA, user)
    handle.set(CURLOPT_READFUNCTION) { SMTPTransfer.at($3)?.giveMessage($0, $1 * $2) ?? 0 }
    handle.setProgress(user) { user, _, _, _, _ in
      SMTPTransfer.at(user)?.endsFarewell() == true ? 1 : 0
    }
  }

  private static func at(_ user: UnsafeMutableRawPointer?) -> SMTPTransfer? {
    user.map { Unmanaged<SMTPTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  // Each returns how many bytes it took or gave; of a line any other number stops the transfer.

  private func takeLine(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard dialogue.received(UnsafeRawBufferPointer(start: bytes, count: count)) else {
      exceeded = "replies over \(SMTPDialogue.maxBytes) bytes"
      return count == 0 ? 1 : 0
    }
    return count
  }

  /// The mail's fate is known when QUIT is out. libcurl then waits without a pause, asks here a
  /// second later at the latest, and would else stop the loop until a hung server's time is up.
  /// Only the first question is about that wait; a later yes would change the transfer's ending.
  private func endsFarewell() -> Bool {
    guard dialogue.hasQuit, !hasEndedFarewell else { return false }
    hasEndedFarewell = true
    return true
  }

  private func giveMessage(_ bytes: UnsafeMutablePointer<CChar>?, _ room: Int) -> Int {
    let count = min(room, mail.message.count - givenBytes)
    guard count > 0 else {
      gaveEnd = true
      return 0
    }
    let start = mail.message.startIndex + givenBytes
    let target = UnsafeMutableRawBufferPointer(start: bytes, count: count)
    mail.message.copyBytes(to: target, from: start..<start + count)
    givenBytes += count
    return count
  }
}

extension SMTPTransfer {
  private var receipt: SMTPReceipt {
    SMTPReceipt(
      words: safe(dialogue.reply?.words ?? ""),
      refusals: dialogue.refusals.map { place, reply in
        SMTPReceipt.Refusal(
          recipient: mail.recipients[place], status: reply.status, words: safe(reply.words))
      })
  }

  private func failure(_ ending: TransferEnding, _ handle: EasyHandle?) -> TransportFailure {
    var (kind, detail) = TransportFailure.cause(ending, handle, limit: exceeded)
    var refusal: SMTPReply?
    if case .completed(let code) = ending, exceeded == nil {
      refusal = self.refusal
      if code == CURLE_LOGIN_DENIED { kind = .login }
    }
    if let refusal, kind == .login {
      // A server that has just read a password could repeat it in any form.
      detail = "\(refusal.status)"
    } else if let refusal {
      (kind, detail) = (.refused, refusal.text)
    }
    // A refusal of the end is proof too.
    let written: Written = gaveEnd && refusal == nil ? .maybe : .never
    return TransportFailure(
      kind: kind, message: kind.sentence(configuration.subject, safe(detail)), written: written,
      status: refusal?.status)
  }

  /// The reply that ended the session.
  private var refusal: SMTPReply? {
    guard let last = dialogue.reply, last.isRefusal else { return nil }
    let areAllRefused = dialogue.refusals.count == mail.recipients.count
    let temporary = areAllRefused ? dialogue.refusals.first { $0.reply.isTemporary } : nil
    return temporary?.reply ?? last
  }

  /// First without the login, then short: a cut in a password would hide it from the search.
  private func safe(_ text: String) -> String {
    String((configuration.login?.hidden(in: text) ?? text).prefix(Self.maxShownWords))
  }
}
