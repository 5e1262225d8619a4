/// The encoded words of RFC 2047, `=?charset?B?...?=`, wherever in a field they stand.
///
/// Neighbours with only spaces between them are one text, and neighbours of one charset are joined
/// before they are decoded: programs cut them inside a character.
struct EncodedWords {
  private struct Word {
    var charset: String
    var bytes: [UInt8]
    var end: Int
  }

  private static let maxCharset = 64

  private let bytes: [UInt8]
  /// After it no word can end.
  private let lastEnd: Int
  private var text = ""
  private var pending: Word?
  private var notes: Set<MailNote>

  static func decoded(_ value: String, notes: inout Set<MailNote>) -> String {
    guard value.utf8.contains(UInt8(ascii: "?")) else { return value }
    var reader = EncodedWords(Array(value.utf8), notes)
    reader.run()
    notes = reader.notes
    return reader.text
  }

  private init(_ bytes: [UInt8], _ notes: Set<MailNote>) {
    self.bytes = bytes
    self.notes = notes
    var last = bytes.count - 2
    while last >= 0, bytes[last] != UInt8(ascii: "?") || bytes[last + 1] != UInt8(ascii: "=") {
      last -= 1
    }
    lastEnd = last
  }

  private mutating func run() {
    var index = 0
    var plainStart = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "="), let word = word(at: index) else {
        index += 1
        continue
      }
      take(plain: bytes[plainStart..<index], before: word)
      index = word.end
      plainStart = index
    }
    flush()
    text += String(decoding: bytes[plainStart...], as: UTF8.self)
  }

  private mutating func take(plain: ArraySlice<UInt8>, before word: Word) {
    let isGap = pending != nil && plain.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    if isGap, pending?.charset == word.charset {
      pending?.bytes += word.bytes
      return
    }
    flush()
    if !isGap { text += String(decoding: plain, as: UTF8.self) }
    pending = word
  }

  private mutating func flush() {
    guard let word = pending else { return }
    text += Charset.text(word.bytes, declared: word.charset, notes: &notes)
    pending = nil
  }

  private func word(at start: Int) -> Word? {
    guard start + 2 < lastEnd, bytes[start + 1] == UInt8(ascii: "?") else { return nil }
    let name = bytes[(start + 2)..<min(start + 2 + Self.maxCharset, lastEnd)]
      .prefix { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") }
    let encoding = name.endIndex + 1
    guard !name.isEmpty, encoding + 1 < lastEnd, bytes[name.endIndex] == UInt8(ascii: "?"),
      bytes[encoding + 1] == UInt8(ascii: "?")
    else { return nil }
    var end = encoding + 2
    while end < lastEnd, bytes[end] != UInt8(ascii: "?") || bytes[end + 1] != UInt8(ascii: "=") {
      end += 1
    }
    let content = bytes[(encoding + 2)..<end]
    // RFC 2231, 5: a language may follow the charset.
    let charset = String(decoding: name.prefix { $0 != UInt8(ascii: "*") }, as: UTF8.self)
    switch bytes[encoding] | 0x20 {
    case UInt8(ascii: "b"):
      return Word(
        charset: charset.lowercased(), bytes: TransferEncoding.base64.decoded(content),
        end: end + 2)
    case UInt8(ascii: "q"):
      let spaced = content.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }
      return Word(
        charset: charset.lowercased(), bytes: TransferEncoding.quotedPrintable.decoded(spaced[...]),
        end: end + 2)
    default: return nil
    }
  }
}
