/// A strict JSON parser (RFC 8259): no comments, no trailing commas, no duplicate keys, no lone
/// surrogates, valid UTF-8 only. Iterating stops at `maxDepth`; the caller limits the size.
public struct JSONReader {
  /// Where and why the text is not JSON.
  public struct Failure: Error, Sendable, Hashable {
    public var position: JSONNode.Position
    public var message: String
  }

  public static let maxDepth = 64

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var lineStart = 0
  private var depth = 0

  /// The whole text as one value.
  public static func read(_ bytes: some Sequence<UInt8>) throws(Failure) -> JSONNode {
    var reader = JSONReader(try scalars(of: bytes))
    reader.skipSpace()
    let node = try reader.value()
    reader.skipSpace()
    guard reader.index == reader.scalars.count else {
      throw reader.failure(
        "expected the end of the file after the value, found \(reader.shownCurrent)")
    }
    return node
  }

  private init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  private static func scalars(of bytes: some Sequence<UInt8>) throws(Failure) -> [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(bytes.underestimatedCount)
    var bytes = bytes.makeIterator()
    var decoder = UTF8()
    while true {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar): scalars.append(scalar)
      case .emptyInput: return scalars
      case .error:
        let line = scalars.count { $0 == "\n" } + 1
        let column = scalars.reversed().prefix { $0 != "\n" }.count + 1
        throw Failure(
          position: .init(line: line, column: column),
          message: "not valid UTF-8 here; save the file as UTF-8")
      }
    }
  }
}

extension JSONReader {
  private var position: JSONNode.Position {
    .init(line: line, column: index - lineStart + 1)
  }
  private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private func failure(_ message: String) -> Failure {
    Failure(position: position, message: message)
  }

  private mutating func skipSpace() {
    while let scalar = current {
      switch scalar {
      case " ", "\t", "\r": index += 1
      case "\n":
        index += 1
        line += 1
        lineStart = index
      default: return
      }
    }
  }

  private mutating func value() throws(Failure) -> JSONNode {
    let start = position
    switch current {
    case "{": return JSONNode(.object(try object()), at: start)
    case "[": return JSONNode(.array(try array()), at: start)
    case "\"": return JSONNode(.string(try string()), at: start)
    case "t": return JSONNode(try word("true", .bool(true)), at: start)
    case "f": return JSONNode(try word("false", .bool(false)), at: start)
    case "n": return JSONNode(try word("null", .null), at: start)
    case .some("-"), .some("0"..."9"): return JSONNode(.number(try number()), at: start)
    case "\u{FEFF}": throw failure("save the file without a byte order mark")
    case .some(let scalar):
      let word = scalars[index...].prefix(20).prefix(while: \.properties.isAlphabetic)
      throw failure(Self.noValue(shownCurrent, scalar, word: word, isFirst: depth == 0))
    case nil:
      let isEmpty = scalars.allSatisfy(\.properties.isWhitespace)
      throw failure(
        "expected a value, found the end of the file" + (isEmpty ? ": it is empty" : ""))
    }
  }

  private mutating func object() throws(Failure) -> [JSONNode.Member] {
    let opened = position
    try open()
    var members: [JSONNode.Member] = []
    var seen: Set<String> = []
    skipSpace()
    if current == "}" { return close(members) }
    while true {
      skipSpace()
      let start = position
      guard current == "\"" else {
        throw failure(
          Self.comment(current) ?? "expected a key in double quotes, found \(shownCurrent)")
      }
      let key = try string()
      guard seen.insert(key).inserted else {
        throw Failure(
          position: start,
          message: "duplicate key \(JSONValue.string(key).text()); keep one of the two")
      }
      skipSpace()
      guard current == ":" else { throw failure("expected \":\", found \(shownCurrent)") }
      index += 1
      skipSpace()
      members.append(.init(key: key, position: start, value: try value()))
      if try atEnd(of: "}", from: opened) { return close(members) }
    }
  }

  private mutating func array() throws(Failure) -> [JSONNode] {
    let opened = position
    try open()
    var elements: [JSONNode] = []
    skipSpace()
    if current == "]" { return close(elements) }
    while true {
      skipSpace()
      elements.append(try value())
      if try atEnd(of: "]", from: opened) { return close(elements) }
    }
  }

  private mutating func open() throws(Failure) {
    depth += 1
    guard depth <= Self.maxDepth else {
      throw failure("nested deeper than \(Self.maxDepth) levels; are all brackets closed?")
    }
    index += 1
  }

  private mutating func close<Result>(_ result: Result) -> Result {
    depth -= 1
    index += 1
    return result
  }

  /// After an element: true at the closing mark, false after a comma.
  private mutating func atEnd(
    of mark: Unicode.Scalar, from start: JSONNode.Position
  ) throws(Failure) -> Bool {
    skipSpace()
    if current == mark { return true }
    guard current == "," else {
      throw failure(
        Self.comment(current)
          ?? "expected \",\" or \"\(mark)\", found \(shownCurrent)"
          + Self.advice(current, mark, opened: start))
    }
    index += 1
    skipSpace()
    if current == mark { throw failure("a comma before \"\(mark)\" is not allowed; remove it") }
    return false
  }

  private mutating func word(_ word: String, _ value: JSONNode.Value) throws(Failure)
    -> JSONNode.Value
  {
    for scalar in word.unicodeScalars {
      guard current == scalar else { throw failure("expected \(word)") }
      index += 1
    }
    return value
  }

  private mutating func number() throws(Failure) -> Double {
    let start = position
    var text = ""
    while let scalar = current, "+-0123456789.eE".unicodeScalars.contains(scalar) {
      text.unicodeScalars.append(scalar)
      index += 1
    }
    guard Self.isNumber(text), let number = Double(text), number.isFinite else {
      let hint = depth == 0 ? Self.otherFormat : ""
      throw Failure(position: start, message: "\(text) is not a JSON number\(hint)")
    }
    return number
  }

  /// RFC 8259's grammar, which is narrower than `Double.init`.
  private static func isNumber(_ text: String) -> Bool {
    var rest = Substring(text)
    func digits() -> Int {
      let run = rest.prefix { $0.isASCII && $0.isNumber }.count
      rest = rest.dropFirst(run)
      return run
    }
    if rest.first == "-" { rest.removeFirst() }
    let leadsWithZero = rest.first == "0"
    let whole = digits()
    guard whole > 0, !(leadsWithZero && whole > 1) else { return false }
    if rest.first == "." {
      rest.removeFirst()
      guard digits() > 0 else { return false }
    }
    if rest.first == "e" || rest.first == "E" {
      rest.removeFirst()
      if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }

  private mutating func string() throws(Failure) -> String {
    let start = position
    index += 1
    var text = String.UnicodeScalarView()
    while let scalar = current {
      index += 1
      switch scalar {
      case "\"": return String(text)
      case "\\": text.append(try escape())
      case "\u{0}"..."\u{1F}":
        index -= 1
        throw failure("a control character inside a string must be escaped")
      default: text.append(scalar)
      }
    }
    throw Failure(position: start, message: "the string has no closing quote")
  }

  private mutating func escape() throws(Failure) -> Unicode.Scalar {
    guard let scalar = current else { throw failure("the string has no closing quote") }
    index += 1
    switch scalar {
    case "\"", "\\", "/": return scalar
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return try unicodeEscape()
    default: throw failure("\\\(scalar) is not a JSON escape; a backslash is written \\\\")
    }
  }

  private mutating func unicodeEscape() throws(Failure) -> Unicode.Scalar {
    let first = try hexDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800...0xDBFF).contains(first), current == "\\", index + 1 < scalars.count,
      scalars[index + 1] == "u"
    else { throw failure("a lone surrogate in a \\u escape") }
    index += 2
    let second = try hexDigits()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw failure("a lone surrogate in a \\u escape") }
    return scalar
  }

  private mutating func hexDigits() throws(Failure) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let scalar = current, scalar.isASCII,
        let digit = Character(scalar).hexDigitValue
      else { throw failure("\\u needs four hexadecimal digits") }
      code = code << 4 | UInt32(digit)
      index += 1
    }
    return code
  }

  private var shownCurrent: String { current.map(Self.shown) ?? "the end of the file" }

  private static func shown(_ scalar: Unicode.Scalar) -> String {
    JSONValue.string(String(Character(scalar))).text()
  }
}
