/// One reply of a mail server (RFC 5321, 4.2).
struct SMTPReply: Equatable {
  /// Of `words`, in bytes.
  static let maxWords = 1000

  var status: Int
  /// All lines without the status, printable ASCII, cut.
  var words = ""

  var isRefusal: Bool { status >= 400 }
  var isTemporary: Bool { (400...499).contains(status) }

  /// As an operator reads it.
  var text: String { words.isEmpty ? "\(status)" : "\(status) \(words)" }

  /// Appends one line's text.
  mutating func add(_ line: some Collection<UInt8>) {
    let room = Self.maxWords - words.utf8.count - (words.isEmpty ? 0 : 1)
    guard room > 0, !line.isEmpty else { return }
    let shown = line.prefix(room).map { (0x20...0x7E).contains($0) ? $0 : 0x3F }
    words += (words.isEmpty ? "" : " ") + String(decoding: shown, as: UTF8.self)
  }
}
