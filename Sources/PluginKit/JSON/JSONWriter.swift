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
    var text = text
    text.withUTF8 { utf8 in
      bytes.append(UInt8(ascii: "\""))
      // What needs no escape is most of it, and goes over in whole runs.
      var start = 0
      var index = 0
      while index < utf8.count {
        let escape = Self.escape(of: utf8, at: index)
        guard escape.length > 0 else {
          index += 1
          continue
        }
        bytes.append(contentsOf: utf8[start..<index])
        write(escape: escape.kind)
        index += escape.length
        start = index
      }
      bytes.append(contentsOf: utf8[start...])
      bytes.append(UInt8(ascii: "\""))
    }
  }

  private enum Escape {
    case byte(UInt8), separator(last: UInt8)
  }

  /// What stands there, and how many bytes of it; 0: it needs no escape.
  private static func escape(of utf8: UnsafeBufferPointer<UInt8>, at index: Int)
    -> (kind: Escape, length: Int)
  {
    let byte = utf8[index]
    switch byte {
    case 0..<0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "\\"): return (.byte(byte), 1)
    case 0xE2:
      // U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
      guard index + 2 < utf8.count, utf8[index + 1] == 0x80, 0xA8...0xA9 ~= utf8[index + 2] else {
        return (.byte(byte), 0)
      }
      return (.separator(last: utf8[index + 2]), 3)
    default: return (.byte(byte), 0)
    }
  }

  private mutating func write(escape: Escape) {
    switch escape {
    case .separator(let last):
      bytes.append(contentsOf: (last == 0xA8 ? "\\u2028" : "\\u2029").utf8)
    case .byte(0x0A): bytes.append(contentsOf: "\\n".utf8)
    case .byte(0x0D): bytes.append(contentsOf: "\\r".utf8)
    case .byte(0x09): bytes.append(contentsOf: "\\t".utf8)
    case .byte(let byte) where byte < 0x20 || byte == 0x7F:
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(Self.hex[Int(byte >> 4)])
      bytes.append(Self.hex[Int(byte & 15)])
    case .byte(let byte):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    }
  }

  private static let hex = Array("0123456789abcdef".utf8)

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
