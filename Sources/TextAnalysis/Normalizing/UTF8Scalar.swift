/// Reading and writing single scalars of UTF-8 that is known to be valid (it comes from a String).
enum UTF8Scalar {
  /// The scalar that starts at `position` and its width in bytes.
  static func decode(
    _ input: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> (scalar: UInt32, width: Int) {
    let first = UInt32(input[position])
    let width = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard first >= 0xC0, position + width <= input.count else { return (0xFFFD, 1) }
    var scalar = first & (width == 2 ? 0x1F : width == 3 ? 0x0F : 0x07)
    for offset in 1..<width {
      scalar = scalar << 6 | UInt32(input[position + offset]) & 0x3F
    }
    return (scalar, width)
  }

  static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(scalar), let encoded = UTF8.encode(scalar) else { return }
    for byte in encoded { bytes.append(byte) }
  }
}
