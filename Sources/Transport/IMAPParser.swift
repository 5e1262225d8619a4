import Foundation

/// Reads the words of one response (RFC 3501, 9).
struct IMAPParser {
  private static let maxDepth = 16
  private static let maxShownWords = 200

  private let parts: [IMAPPart]
  private var part = 0
  private var index = 0

  static func response(_ parts: [IMAPPart]) throws(IMAPBreach) -> IMAPResponse {
    guard case .text(let line)? = parts.first else { throw .malformed("an empty response") }
    if line.first == UInt8(ascii: "+") { return .goOn }
    guard let space = line.firstIndex(of: 0x20) else { throw .malformed("a line of one word") }
    let rest = line[(space + 1)...]
    let first = String(decoding: line[..<space], as: UTF8.self)
    if let condition = condition(after: rest) {
      let words = rest.dropFirst(condition.rawValue.utf8.count).drop { $0 == 0x20 }
      let (code, text) = codeAndText(words)
      return .status(tag: first == "*" ? nil : first, condition, code: code, text: text)
    }
    guard first == "*" else { throw .malformed("a tag without OK, NO or BAD") }
    var parser = IMAPParser(parts: parts, index: space + 1)
    return try parser.data()
  }

  /// What a line's status word says, where `rest` begins with one.
  static func condition(after rest: ArraySlice<UInt8>) -> IMAPResponse.Condition? {
    let word = rest.prefix { $0 != 0x20 }
    guard word.count <= 7 else { return nil }
    return IMAPResponse.Condition(rawValue: String(decoding: word, as: UTF8.self).uppercased())
  }

  /// Printable ASCII, cut.
  static func shown(_ bytes: some Sequence<UInt8>) -> String {
    let kept = bytes.prefix(maxShownWords).map { (0x20...0x7E).contains($0) ? $0 : 0x3F }
    return String(decoding: kept, as: UTF8.self)
  }

  private static func codeAndText(_ words: ArraySlice<UInt8>) -> (code: String?, text: String) {
    guard words.first == UInt8(ascii: "["), let end = words.firstIndex(of: UInt8(ascii: "]"))
    else { return (nil, shown(words)) }
    let code = shown(words[(words.startIndex + 1)..<end])
    return (code, shown(words[(end + 1)...].drop { $0 == 0x20 }))
  }

  private init(parts: [IMAPPart], index: Int) {
    self.parts = parts
    self.index = index
  }

  private mutating func data() throws(IMAPBreach) -> IMAPResponse {
    var values = try values(depth: 0)
    guard let first = values.first?.atom else { throw .malformed("data without a name") }
    values.removeFirst()
    guard let number = UInt32(first) else {
      return .data(name: first.uppercased(), number: nil, values)
    }
    guard let name = values.first?.atom else { throw .malformed("a number without a name") }
    values.removeFirst()
    return .data(name: name.uppercased(), number: number, values)
  }

  /// Up to the list's end, or the response's.
  private mutating func values(depth: Int) throws(IMAPBreach) -> [IMAPValue] {
    guard depth <= Self.maxDepth else { throw .malformed("lists inside lists without end") }
    var values: [IMAPValue] = []
    while let byte = peek() {
      switch byte {
      case 0x20: index += 1
      case UInt8(ascii: "("):
        index += 1
        values.append(.list(try self.values(depth: depth + 1)))
      case UInt8(ascii: ")"):
        guard depth > 0 else { throw .malformed("a list ends that never began") }
        index += 1
        return values
      case UInt8(ascii: "\""): values.append(.string(try quoted()))
      case UInt8(ascii: "{"): values.append(.string(try literal()))
      default: values.append(.atom(try atom()))
      }
    }
    guard depth == 0 else { throw .malformed("a list without end") }
    return values
  }

  private func peek() -> UInt8? {
    guard part < parts.count, case .text(let line) = parts[part], index < line.count else {
      return nil
    }
    return line[index]
  }

  private mutating func quoted() throws(IMAPBreach) -> Data {
    var text = Data()
    index += 1
    while let byte = peek() {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return text
      case UInt8(ascii: "\\"):
        guard let escaped = peek() else { break }
        index += 1
        text.append(escaped)
      default: text.append(byte)
      }
    }
    throw .malformed("a quote without end")
  }

  /// `{n}` ends its line, and the literal is the next part.
  private mutating func literal() throws(IMAPBreach) -> Data {
    guard part + 2 < parts.count, case .text(let line) = parts[part],
      case .literal(let data) = parts[part + 1],
      line[index...].lastIndex(of: UInt8(ascii: "{")) == index
    else { throw .malformed("a literal in the middle of a line") }
    part += 2
    index = 0
    return data
  }

  /// Brackets may hold spaces and lists: `BODY[HEADER.FIELDS (DATE)]`.
  private mutating func atom() throws(IMAPBreach) -> String {
    var text: [UInt8] = []
    var isInBrackets = false
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "["): isInBrackets = true
      case UInt8(ascii: "]"): isInBrackets = false
      case 0x20, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""), UInt8(ascii: "{"):
        if !isInBrackets {
          guard !text.isEmpty else { throw .malformed("a word without letters") }
          return String(decoding: text, as: UTF8.self)
        }
      default: break
      }
      text.append(byte)
      index += 1
    }
    return String(decoding: text, as: UTF8.self)
  }
}
