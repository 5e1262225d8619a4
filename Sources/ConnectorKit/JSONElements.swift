public import Foundation

/// Finds the elements of a JSON array without understanding them, whatever their depth: only
/// brackets and strings are looked at (RFC 8259). For pages that a decoder refuses as a whole.
public struct JSONElements {
  /// Byte ranges of the elements that are there from end to end.
  public private(set) var ranges: [Range<Int>] = []
  /// The array was closed, and nothing but white space follows.
  public private(set) var isWhole = false

  private let bytes: [UInt8]

  /// nil when the text is no array.
  public init?(_ body: Data) {
    bytes = Array(body)
    guard let start = bytes.firstIndex(where: { !Self.isSpace($0) }),
      bytes[start] == UInt8(ascii: "[")
    else { return nil }
    walk(from: start + 1)
  }

  public func data(_ range: Range<Int>) -> Data { Data(bytes[range]) }

  /// The value of `"id"` directly inside the object at `range`, if it is a short string or number.
  public func id(in range: Range<Int>) -> String? {
    var depth = 0
    var position = range.lowerBound
    while position < range.upperBound {
      switch bytes[position] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "\""):
        let end = stringEnd(position)
        if depth == 1, bytes[position..<end].elementsEqual("\"id\"".utf8),
          let value = value(after: end, before: range.upperBound)
        {
          return value
        }
        position = end - 1
      default: break
      }
      position += 1
    }
    return nil
  }
}

extension JSONElements {
  private static let maxID = 64

  private mutating func walk(from first: Int) {
    var depth = 0
    var start: Int?
    var position = first
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        start = start ?? position
        position = stringEnd(position) - 1
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        start = start ?? position
        depth += 1
      case UInt8(ascii: "]") where depth == 0:
        if let start { ranges.append(start..<position) }
        isWhole = bytes[(position + 1)...].allSatisfy(Self.isSpace)
        return
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ",") where depth == 0:
        if let start { ranges.append(start..<position) }
        start = nil
      default: if !Self.isSpace(byte) { start = start ?? position }
      }
      if depth < 0 { return }
      position += 1
    }
  }

  /// Behind the closing quote, or the end of the text.
  private func stringEnd(_ start: Int) -> Int {
    var position = start + 1
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\"") { return position + 1 }
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return bytes.count
  }

  private func value(after key: Int, before end: Int) -> String? {
    var rest = bytes[key..<end].drop(while: Self.isSpace)
    guard rest.popFirst() == UInt8(ascii: ":") else { return nil }
    rest = rest.drop(while: Self.isSpace)
    guard let first = rest.first else { return nil }
    let text =
      first == UInt8(ascii: "\"")
      ? rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
      : rest.prefix { (0x30...0x39).contains($0) }
    let isPlain = text.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
    guard !text.isEmpty, text.count <= Self.maxID, isPlain else { return nil }
    return String(decoding: text, as: UTF8.self)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}
