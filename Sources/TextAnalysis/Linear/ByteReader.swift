/// Reads a model file front to back; running out of bytes is an error, never a trap.
struct ByteReader {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func skip(_ count: Int) throws(ModelError) {
    guard count <= bytes.count - position else {
      throw .wrongLength(expected: position + count, found: bytes.count)
    }
    position += count
  }

  /// An unsigned little-endian integer of `width` bytes, at most eight.
  mutating func integer(_ width: Int) throws(ModelError) -> UInt64 {
    let start = position
    try skip(width)
    return bytes[start..<position].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func float() throws(ModelError) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: try integer(4)))
  }

  mutating func string(length: Int) throws(ModelError) -> String {
    let start = position
    try skip(length)
    guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
      throw .badHeader("a class name")
    }
    return text
  }
}
