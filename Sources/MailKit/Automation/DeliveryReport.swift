/// What a server says became of a mail of ours (RFC 3464), or what can be told of it where the
/// server has a form of its own.
public struct DeliveryReport: Sendable, Hashable {
  public enum Outcome: String, Sendable, Hashable {
    case failed, delayed, delivered, relayed, expanded, unknown
  }

  public let outcome: Outcome
  /// Of the mail it is about, without brackets.
  public let messageID: String?
  public let recipient: String?
  /// Of RFC 3463, e.g. `5.1.1`.
  public let status: String?

  /// Nil: the mail is no report.
  init?(_ tree: MailTree, text: String, from: Mailbox?) {
    guard let root = tree.parts.first else { return nil }
    let isReport =
      root.type == "multipart/report"
      && (root.parameters["report-type"]?.lowercased() ?? "delivery-status") == "delivery-status"
    let isServer = from.map { $0.localPart.lowercased() == "mailer-daemon" } ?? false
    guard isReport || isServer else { return nil }
    let fields = Self.statusFields(tree)
    func first(_ name: String) -> String? {
      fields.lazy.compactMap { $0[name] }.first
    }
    outcome =
      first("action").flatMap { Outcome(rawValue: $0.trimmingSpaces().lowercased()) }
      ?? .unknown
    status = first("status").map { SafeText.line($0, max: 20) }
    recipient = (first("final-recipient") ?? first("original-recipient")).map { value in
      SafeText.line(value.split(separator: ";").last.map(String.init) ?? value, max: 254)
    }
    messageID =
      first("original-message-id").flatMap { MessageIDs.read($0).first }
      ?? Self.returnedID(tree) ?? Self.quotedID(text)
  }

  /// Groups of fields: of the mail, and of each recipient.
  private static func statusFields(_ tree: MailTree) -> [MailFields] {
    let types = ["message/delivery-status", "message/global-delivery-status"]
    guard let part = tree.parts.first(where: { types.contains($0.type) }) else { return [] }
    var lines = MailLines(bytes: tree.decoded(part))
    var groups: [MailFields] = []
    while lines.position < lines.bytes.count, groups.count < 20 {
      let start = lines.position
      var notes: Set<MailNote> = []
      let fields = HeaderReader.read(&lines, maxBytes: 16 << 10, notes: &notes) { _ in false }
      if lines.position == start { break }
      groups.append(fields)
    }
    return groups
  }

  /// Of the mail, or of its header, that came back.
  private static func returnedID(_ tree: MailTree) -> String? {
    for part in tree.parts.dropFirst() {
      if part.depth > 1, let id = part.fields["message-id"] { return MessageIDs.read(id).first }
      guard part.type == "text/rfc822-headers" || part.type == "message/global-headers" else {
        continue
      }
      var lines = MailLines(bytes: tree.decoded(part))
      var notes: Set<MailNote> = []
      let fields = HeaderReader.read(&lines, maxBytes: 64 << 10, notes: &notes) { _ in false }
      if let id = fields["message-id"] { return MessageIDs.read(id).first }
    }
    return nil
  }

  /// Servers without the form put the header into the text.
  private static func quotedID(_ text: String) -> String? {
    for line in text.split(separator: "\n") {
      let plain = line.drop { $0 == ">" || $0 == " " }
      guard plain.prefix(11).lowercased() == "message-id:" else { continue }
      return MessageIDs.read(String(plain.dropFirst(11))).first
    }
    return nil
  }
}
