/// Writes JSON text (RFC 8259): UTF-8, no insignificant white space unless pretty.
public struct JSONWriter {
  public private(set) var bytes: [UInt8] = []
  private let pretty: Bool
  private var depth = 0

  public init(pretty: Bool = false) { self.pretty = pretty }

  public mutating func write(_ value: JSONValue) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .number(let number): write(number)
    case .string(let text): write(text)
    case .array(let elements):
      enclosed("[", "]", elements) { writer, element in writer.write(element) }
    case .object(let members):
      enclosed("{", "}", members) { writer, member in
        writer.write(member.key)
        writer.bytes.append(UInt8(ascii: ":"))
        if writer.pretty { writer.bytes.append(UInt8(ascii: " ")) }
        writer.write(member.value)
      }
    }
  }

  /// One quoted, escaped string. U+2028, U+2029 and DEL are escaped too, so that a line stays one
  /// line in every reader.
  public mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0x0D: bytes.append(contentsOf: "\\r".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0..<0x20, 0x7F:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(Self.hex[Int(byte >> 4)])
        bytes.append(Self.hex[Int(byte & 15)])
      default: bytes.append(byte)
      }
      if byte == 0xA8 || byte == 0xA9 { escapeLineSeparator(byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static let hex = Array("0123456789abcdef".utf8)

  private mutating func escapeLineSeparator(_ last: UInt8) {
    guard bytes.count >= 3, bytes[bytes.count - 2] == 0x80, bytes[bytes.count - 3] == 0xE2 else {
      return
    }
    bytes.removeLast(3)
    bytes.append(contentsOf: (last == 0xA8 ? "\\u2028" : "\\u2029").utf8)
  }

  private mutating func write(_ number: Double) {
    guard number.isFinite else { return bytes.append(contentsOf: "null".utf8) }
    if number == number.rounded(), abs(number) < 1e15 {
      bytes.append(contentsOf: String(Int64(number)).utf8)
    } else {
      bytes.append(contentsOf: number.description.utf8)
    }
  }

  private mutating func enclosed<Element>(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ elements: [Element],
    _ body: (inout JSONWriter, Element) -> Void
  ) {
    bytes.append(UInt8(ascii: open))
    depth += 1
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      indent()
      body(&self, element)
    }
    depth -= 1
    if !elements.isEmpty { indent() }
    bytes.append(UInt8(ascii: close))
  }

  /// Ends a line of JSON lines.
  public mutating func newLine() { bytes.append(0x0A) }

  private mutating func indent() {
    guard pretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
  }
}

extension JSONValue {
  /// This value as JSON text.
  public func text(pretty: Bool = false) -> String {
    var writer = JSONWriter(pretty: pretty)
    writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
