/// HTML cut into tags and text, in linear time, whatever the markup (after the HTML standard, 13.2,
/// without its tree). Comments, declarations and the contents of `script`, `style` and the like are
/// left out. A `<` that opens no tag is text.
struct HTMLTokens {
  enum Token {
    case text(ArraySlice<UInt8>)
    case open(Tag)
    case close(name: String)
  }

  struct Tag {
    /// In lower case.
    var name: String
    /// With its quotes still on.
    var attributes: ArraySlice<UInt8>
  }

  private static let unseen: Set<String> = ["script", "style", "title", "xml", "template", "svg"]
  private static let maxName = 32

  private let bytes: [UInt8]
  /// After it no tag can end.
  private let lastClose: Int
  private var position = 0
  private var heedsQuotes = true

  init(_ html: String) {
    bytes = Array(html.utf8)
    lastClose = bytes.lastIndex(of: UInt8(ascii: ">")) ?? -1
  }

  mutating func next() -> Token? {
    while position < bytes.count {
      guard opensTag(position) else { return .text(takeText()) }
      if let token = takeTag() { return token }
    }
    return nil
  }

  private func opensTag(_ index: Int) -> Bool {
    guard bytes[index] == UInt8(ascii: "<"), index < lastClose else { return false }
    let next = bytes[index + 1]
    return Self.isLetter(next) || next == UInt8(ascii: "!") || next == UInt8(ascii: "?")
      || next == UInt8(ascii: "/")
  }

  private mutating func takeText() -> ArraySlice<UInt8> {
    let start = position
    position += 1
    while position < bytes.count, !opensTag(position) { position += 1 }
    return bytes[start..<position]
  }

  /// Goes behind what begins here; nil where nobody sees it.
  private mutating func takeTag() -> Token? {
    let start = position
    if starts(with: "<!--", at: start) {
      // `<!-->` is a comment too.
      position = end(of: "-->", from: start + 2)
      return nil
    }
    position = tagEnd(from: start)
    let isClosing = bytes[start + 1] == UInt8(ascii: "/")
    let nameStart = start + (isClosing ? 2 : 1)
    let name = bytes[min(nameStart, position)..<position].prefix(Self.maxName)
      .prefix { Self.isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    guard let first = name.first, Self.isLetter(first) else { return nil }
    let text = String(decoding: name, as: UTF8.self).lowercased()
    if isClosing { return .close(name: text) }
    if Self.unseen.contains(text) {
      position = end(of: "</\(text)", from: position)
      position = position < bytes.count ? tagEnd(from: position - 1) : position
      return nil
    }
    return .open(
      Tag(name: text, attributes: bytes[name.endIndex..<max(name.endIndex, position - 1)]))
  }

  /// Behind the `>` that ends the tag: not one within the quotes of an attribute.
  private mutating func tagEnd(from start: Int) -> Int {
    var quote: UInt8?
    var previous: UInt8 = 0
    var index = start + 1
    while heedsQuotes, index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        return index + 1
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"),
        previous == UInt8(ascii: "=")
      {
        quote = byte
      }
      if byte > 0x20 { previous = byte }
      index += 1
    }
    // A quote that never ends: from here on every `>` ends its tag, so that no byte is read thrice.
    heedsQuotes = false
    return (bytes[start...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count - 1) + 1
  }

  /// Behind the next such text, in any case of letters; the end, if there is none.
  private func end(of text: StaticString, from start: Int) -> Int {
    end(of: text.description, from: start)
  }

  private func end(of text: String, from start: Int) -> Int {
    let needle = Array(text.utf8)
    var index = start
    while index + needle.count <= bytes.count {
      if starts(with: needle, at: index) { return index + needle.count }
      index += 1
    }
    return bytes.count
  }

  private func starts(with text: String, at index: Int) -> Bool {
    starts(with: Array(text.utf8), at: index)
  }

  private func starts(with needle: [UInt8], at index: Int) -> Bool {
    guard index + needle.count <= bytes.count else { return false }
    for offset in needle.indices {
      let byte = bytes[index + offset]
      let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      if lower != needle[offset] { return false }
    }
    return true
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}

extension HTMLTokens.Tag {
  private static let maxAttributes = 40

  /// By name in lower case, entities decoded.
  var values: [String: String] {
    var values: [String: String] = [:]
    var rest = attributes
    func skipSpace() { rest = rest.drop { $0 <= 0x20 || $0 == UInt8(ascii: "/") } }
    skipSpace()
    while !rest.isEmpty, values.count < Self.maxAttributes {
      let name = rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: "=") }
      rest = rest[name.endIndex...].drop { $0 <= 0x20 }
      var value: ArraySlice<UInt8> = []
      if rest.first == UInt8(ascii: "=") {
        rest = rest.dropFirst().drop { $0 <= 0x20 }
        if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
          value = rest.dropFirst().prefix { $0 != quote }
          rest = rest[value.endIndex...].dropFirst()
        } else {
          value = rest.prefix { $0 > 0x20 }
          rest = rest[value.endIndex...]
        }
      }
      let key = String(decoding: name, as: UTF8.self).lowercased()
      if values[key] == nil { values[key] = HTMLEntities.decoded(value, inAttribute: true) }
      skipSpace()
    }
    return values
  }
}
