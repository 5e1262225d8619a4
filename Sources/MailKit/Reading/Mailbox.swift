/// A person or place mail goes to, as a field names it: `Zoë <zoe@customer.test>`.
public struct Mailbox: Sendable, Hashable {
  /// Display name, decoded, in one line; hostile text like any other.
  public var name: String
  /// `local@domain`; the local part is in quotes where it has to be. Any text with an `@`: whether
  /// mail can be sent there is another question.
  public var address: String

  public init(name: String = "", address: String) {
    self.name = name
    self.address = address
  }

  /// For comparing: mail servers in use do not tell capital letters.
  public var key: String { address.lowercased() }

  var localPart: String {
    address.lastIndex(of: "@").map { String(address[..<$0]) } ?? address
  }
}

/// The mailboxes of a field such as `From` or `To` (RFC 5322, 3.4); groups are dissolved.
struct MailboxList {
  private static let maxMailboxes = 500
  private static let maxAddressBytes = 320
  private static let maxName = 200

  private(set) var all: [Mailbox] = []
  private var notes: Set<MailNote>
  /// Words before `<`, or an address without one.
  private var words = ""
  private var hasQuotes = false
  private var angle: String?
  private var isInAngle = false
  private var comment = ""

  static func read(_ field: String, notes: inout Set<MailNote>) -> [Mailbox] {
    var list = MailboxList(notes: notes)
    list.read(field)
    notes = list.notes
    return list.all
  }

  private init(notes: Set<MailNote>) { self.notes = notes }

  private mutating func read(_ field: String) {
    var scanner = QuotedScanner(field)
    while let token = scanner.next(), all.count < Self.maxMailboxes {
      switch token {
      case .special("<"): (isInAngle, angle) = (true, "")
      case .special(">"): isInAngle = false
      case .special(","), .special(";"):
        // A comma within brackets ends a route, which nobody uses any more.
        if isInAngle { angle = "" } else { close() }
      case .special(":") where isInAngle: angle = ""
      case .special(":") where !words.contains("@"): (words, hasQuotes) = ("", false)
      case .special(let scalar): take(String(Character(scalar)))
      case .text(let text): take(text)
      case .quoted(let text):
        hasQuotes = true
        if isInAngle { angle?.append(Self.localPart(text)) } else { appendQuoted(text) }
      case .comment(let text): comment = text
      }
    }
    close()
  }

  private mutating func take(_ text: String) {
    if isInAngle { angle?.append(text) } else { words += text }
  }

  /// Quotes may be of a name, or of an address' local part; only what follows tells.
  private mutating func appendQuoted(_ text: String) {
    words += words.isEmpty ? text : (words.last == " " ? "" : " ") + text
  }

  private mutating func close() {
    defer { (words, hasQuotes, angle, isInAngle, comment) = ("", false, nil, false, "") }
    if let angle {
      append(name: words.trimmingSpaces().isEmpty ? comment : words, address: angle)
    } else if let at = words.lastIndex(of: "@") {
      let local = words[..<at].trimmingSpaces()
      append(
        name: comment,
        address: (hasQuotes ? Self.localPart(local) : local) + words[at...].trimmingSpaces())
    }
  }

  private mutating func append(name: String, address: String) {
    let isQuoted = address.hasPrefix("\"")
    let address = isQuoted ? address.trimmingSpaces() : address.filter { !$0.isWhitespace }
    guard address.contains("@"), address.utf8.count <= Self.maxAddressBytes,
      !address.hasPrefix("@"), !address.hasSuffix("@"),
      !address.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { return }
    let name = EncodedWords.decoded(name, notes: &notes)
    all.append(Mailbox(name: SafeText.line(name, max: Self.maxName), address: address))
  }

  /// In quotes only where it needs them.
  private static func localPart(_ text: String) -> String {
    let isAtom =
      !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        $0.value > 0x20 && $0.value != 0x7F && !"()<>[]:;@\\,\"".unicodeScalars.contains($0)
      }
    if isAtom { return text }
    let escaped = text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "\"" + String(escaped) + "\""
  }
}
