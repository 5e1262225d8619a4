/// The plain text of a status' HTML, in linear time, whatever the markup.
///
/// `<br>` and block elements become line breaks, entities are decoded, and text inside invisible
/// spans stays, since there hide the ends of links. A `<` that opens no tag is text.
struct HTMLText {
  /// Longest entity looked at, in bytes from `&`.
  private static let maxEntityBytes = 32
  private static let blocks: Set<String> = [
    "p", "div", "li", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "tr", "table",
  ]
  private static let named: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
    "hellip": "…", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“",
    "rdquo": "”", "euro": "€", "pound": "£", "copy": "©", "reg": "®", "trade": "™",
  ]

  private let bytes: [UInt8]
  /// After it no tag can end.
  private let lastClose: Int
  private var position = 0
  private var heedsQuotes = true
  private var out: [UInt8] = []
  private var owesSpace = false

  static func text(of html: String) -> String {
    var reader = HTMLText(html)
    reader.run()
    let scalars = String(decoding: reader.out, as: UTF8.self).unicodeScalars
    // Escaped control characters are no text either.
    let shown = scalars.filter { $0 == "\n" || $0.properties.generalCategory != .control }
    return String(String.UnicodeScalarView(shown))
  }

  private init(_ html: String) {
    bytes = Array(html.utf8)
    lastClose = bytes.lastIndex(of: UInt8(ascii: ">")) ?? -1
    out.reserveCapacity(bytes.count)
  }

  private mutating func run() {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "<"):
        if let end = tagEnd() { tag(to: end) } else { emit(bytes[position...position]) }
      case UInt8(ascii: "&"): entity()
      case 0x20, 0x09, 0x0A, 0x0C, 0x0D: owesSpace = true
      default: emit(bytes[position...position])
      }
      position += 1
    }
    while out.last == 0x0A { out.removeLast() }
  }
}

extension HTMLText {
  /// Where the tag that starts here ends.
  private mutating func tagEnd() -> Int? {
    guard position < lastClose, Self.opensTag(bytes[position + 1]) else { return nil }
    var quote: UInt8?
    var index = position + 1
    while heedsQuotes, index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return index
      }
      index += 1
    }
    // A quote that never ends: from here on every `>` ends its tag, so that no byte is read thrice.
    heedsQuotes = false
    return bytes[position...].firstIndex(of: UInt8(ascii: ">"))
  }

  private static func opensTag(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!")
      || byte == UInt8(ascii: "?")
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private mutating func tag(to end: Int) {
    let start = position + (bytes[position + 1] == UInt8(ascii: "/") ? 2 : 1)
    let isName: (UInt8) -> Bool = { Self.isLetter($0) || (0x30...0x39).contains($0) }
    let name = bytes[min(start, end)..<end].prefix(12).prefix(while: isName)
    position = end
    switch String(decoding: name, as: UTF8.self).lowercased() {
    case "br": lineBreak()
    case let name where Self.blocks.contains(name): if out.last != 0x0A { lineBreak() }
    default: break
    }
  }

  /// No text before the first line, no more than one empty line.
  private mutating func lineBreak() {
    owesSpace = false
    guard !out.isEmpty, out.suffix(2) != [0x0A, 0x0A] else { return }
    out.append(0x0A)
  }

  private mutating func emit(_ text: some Sequence<UInt8>) {
    if owesSpace, let last = out.last, last != 0x0A { out.append(0x20) }
    owesSpace = false
    out.append(contentsOf: text)
  }

  private mutating func entity() {
    let window = bytes[position..<min(position + Self.maxEntityBytes, bytes.count)]
    guard let end = window.firstIndex(of: UInt8(ascii: ";")),
      let text = Self.decoded(String(decoding: bytes[(position + 1)..<end], as: UTF8.self))
    else { return emit(bytes[position...position]) }
    emit(text.utf8)
    position = end
  }

  private static func decoded(_ name: String) -> String? {
    guard name.hasPrefix("#") else { return named[name] }
    let digits = name.dropFirst()
    let code =
      digits.hasPrefix("x") || digits.hasPrefix("X")
      ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
    guard let code, !digits.contains("+") else { return nil }
    return String(Character(Unicode.Scalar(code) ?? "\u{FFFD}"))
  }
}
