public import Foundation
public import PluginKit
public import Transport

/// A reply as an Internet message (RFC 5322): plain and HTML, ASCII, lines of at most 78 bytes,
/// long addresses excepted. The same reply always makes the same mail, but for its date.
public struct OutgoingMail: Sendable {
  /// Of a subject, in scalars.
  static let maxSubject = 250

  /// Who writes.
  public struct Author: Sendable, Hashable {
    public var name: String
    public var address: MailAddress

    public init(name: String, address: MailAddress) {
      self.name = name
      self.address = address
    }
  }

  /// Without brackets, see `id(of:from:)`.
  public let id: String
  public let bytes: Data

  /// `original`: the mail that is answered, where it could be read again; without it the subject is
  /// taken from the parent's text, and nothing is quoted.
  public init(
    _ reply: Reply, to recipient: MailAddress, from author: Author, original: ParsedMail?,
    quotesOriginal: Bool, date: Date
  ) {
    id = Self.id(of: reply.key, from: author.address)
    var header = MailHeader()
    header.add("Date", [MailDate.text(date)])
    header.add("From", MailHeader.phrase(author.name) + ["<\(author.address)>"])
    header.add("To", [recipient.text])
    header.add("Subject", MailHeader.text(Self.subject(reply, original)))
    header.add("Message-ID", ["<\(id)>"])
    if let answered = ParsedMail.messageID(of: reply.parent.id.remote), MessageIDs.isID(answered) {
      header.add("In-Reply-To", ["<\(answered)>"])
      header.add("References", Self.references(reply, original, to: answered).map { "<\($0)>" })
    }
    if reply.kind != .human {
      // RFC 3834, 5; the second is Exchange's. Both keep absence notes from coming back.
      header.add("Auto-Submitted", ["auto-replied"])
      header.add("X-Auto-Response-Suppress", ["All"])
    }
    if let language = reply.language, Self.isTag(language) {
      header.add("Content-Language", [language])
    }
    let quote = quotesOriginal ? original.flatMap { Quote($0, language: reply.language) } : nil
    let text = ReplyBody(reply, quote: quote)
    let body = AlternativeBody(
      plain: text.plain, html: text.html, key: ParsedMail.digest(reply.key))
    body.addFields(to: &header)
    bytes = Data((header.lines + [""] + body.lines).joined(separator: "\r\n").utf8)
  }

  /// The Message-ID of a reply, without brackets: the same for every attempt, so that the folder of
  /// sent mails can be searched for it.
  public static func id(of key: String, from address: MailAddress) -> String {
    "r.\(ParsedMail.digest(key))@\(address.domain)"
  }

  /// Whether an id looks like one of ours.
  public static func isOurs(_ messageID: String, of account: MailAccount) -> Bool {
    guard messageID.hasPrefix("r."), let at = messageID.lastIndex(of: "@") else { return false }
    return account.addresses.contains { $0.hasSuffix(messageID[at...].lowercased()) }
  }

  /// Whether it can be a language's tag: BCP 47, 4.4.1, advises to take 35 letters and more.
  private static func isTag(_ language: String) -> Bool {
    (2...40).contains(language.utf8.count)
      && language.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
          || byte == UInt8(ascii: "-")
      }
  }

  private static func subject(_ reply: Reply, _ original: ParsedMail?) -> String {
    let first = reply.parent.text.prefix { !$0.isNewline }
    let subject = original?.subject ?? String(first)
    return SafeText.line(SubjectLine(subject).answer, max: maxSubject)
  }

  /// RFC 5322, 3.6.4: those of the mail answered, and its own id.
  private static func references(
    _ reply: Reply, _ original: ParsedMail?, to answered: String
  ) -> [String] {
    var before = original?.references ?? []
    if before.isEmpty {
      before = [reply.parent.conversation, reply.parent.inReplyTo].compactMap { $0 }
    }
    var seen: Set<String> = [answered]
    let known = before.filter { MessageIDs.isID($0) && seen.insert($0).inserted }
    return MessageIDs.bounded(known + [answered])
  }
}
