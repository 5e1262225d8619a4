internal import Crypto
public import Foundation
public import PluginKit

/// One mail as it came from a server, read: whoever wrote it, whatever its shape. Time and memory
/// grow with its size alone, and nothing in it makes reading fail.
public struct ParsedMail: Sendable {
  /// The first author named in `From`, else `Sender`; nil: none.
  public let from: Mailbox?
  public let sender: Mailbox?
  public let replyTo: [Mailbox]
  public let to: [Mailbox]
  public let cc: [Mailbox]
  /// `Return-Path` without its brackets: empty where the sender takes no answers; nil: not there.
  public let returnPath: String?
  /// Decoded, in one line.
  public let subject: String
  /// Without brackets. Nil: missing, or no id.
  public let messageID: String?
  public let inReplyTo: String?
  /// The ids of the conversation, the oldest first, bounded in number.
  public let references: [String]
  /// The author's clock: may be anything.
  public let date: Date?
  /// All text that people see, history included and marked with `>` where the mail marks it.
  public let body: String
  /// What the author wrote now, without history and signatures, the subject not included.
  public let ownWords: String
  public let media: [Medium]
  /// Its text cannot be read here: encrypted, or signed in a form that hides it.
  public let isEncrypted: Bool
  public let deliveryReport: DeliveryReport?
  /// What was odd about it.
  public let notes: Set<MailNote>
  /// The same for every copy of the mail, another for any other one.
  public let fingerprint: String

  let fields: MailFields

  public init(_ bytes: some Collection<UInt8>, limits: MailLimits = MailLimits()) {
    let tree = MailTree(Array(bytes), limits: limits)
    let reader = BodyReader(tree, limits: limits)
    let fields = tree.parts.first?.fields ?? MailFields()
    var notes = reader.notes
    func mailboxes(_ name: String) -> [Mailbox] {
      fields.values(name).prefix(10).flatMap { MailboxList.read($0, notes: &notes) }
    }
    sender = mailboxes("sender").first
    from = mailboxes("from").first ?? sender
    (replyTo, to, cc) = (mailboxes("reply-to"), mailboxes("to"), mailboxes("cc"))
    returnPath = fields["return-path"].map { $0.filter { !"<> \t".contains($0) } }
    subject = fields.text("subject", notes: &notes) ?? ""
    messageID = fields["message-id"].flatMap { MessageIDs.read($0).first }
    inReplyTo = fields["in-reply-to"].flatMap { MessageIDs.read($0).first }
    references = MessageIDs.bounded(fields["references"].map(MessageIDs.read) ?? [])
    date = fields["date"].flatMap(MailDate.date)
    (body, media, isEncrypted) = (reader.text, reader.media, reader.isEncrypted)
    ownWords = OwnWords.text(of: body)
    deliveryReport = DeliveryReport(tree, text: body, from: from)
    if from == nil { notes.insert(.noAuthor) }
    self.notes = notes
    self.fields = fields
    var said = [fields["date"] ?? "", from?.key ?? "", subject, body]
    said += media.map { $0.description ?? "" }
    // Without words only the bytes tell one mail from another.
    if body.isBlank { said.append(String(decoding: tree.contents, as: UTF8.self)) }
    fingerprint = Self.digest(said.joined(separator: "\0"))
  }

  /// Where an answer goes: the first of `Reply-To`, else the author.
  public var replyAddress: Mailbox? { replyTo.first ?? from }

  /// Why no machine may answer it, if so.
  public func automation(for account: MailAccount) -> Automation {
    AutomationSigns.find(in: self, for: account)
  }

  static func digest(_ text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).prefix(16).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
