/// The lines of a mail, whichever way they end: CRLF, a bare LF, or a bare CR.
struct MailLines {
  struct Line {
    /// Without its break.
    var content: Range<Int>
    /// Where the next line begins.
    var end: Int
  }

  let bytes: [UInt8]
  var position = 0

  /// Reads one line and goes on behind it.
  mutating func next() -> Line? {
    guard position < bytes.count else { return nil }
    let start = position
    var index = start
    while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
    position = min(index + 1, bytes.count)
    if index + 1 < bytes.count, bytes[index] == 0x0D, bytes[index + 1] == 0x0A { position += 1 }
    return Line(content: start..<index, end: position)
  }
}
