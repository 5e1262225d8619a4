/// The escapes of JSON strings (RFC 8259, section 7).
enum JSONEscapes {
  /// nil where one is none of them, or a surrogate is alone.
  static func undone(_ bytes: ArraySlice<UInt8>) -> String? {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var position = bytes.startIndex
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      guard byte == UInt8(ascii: "\\") else {
        plain.append(byte)
        continue
      }
      guard position < bytes.endIndex else { return nil }
      let mark = bytes[position]
      position += 1
      if mark == UInt8(ascii: "u") {
        guard let scalar = scalar(bytes, &position) else { return nil }
        plain.append(contentsOf: String(scalar).utf8)
      } else {
        guard let meant = short(mark) else { return nil }
        plain.append(meant)
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  private static func short(_ mark: UInt8) -> UInt8? {
    switch mark {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): mark
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  /// Behind `\u`.
  private static func scalar(_ bytes: ArraySlice<UInt8>, _ position: inout Int) -> Unicode.Scalar? {
    guard let first = unit(bytes, &position) else { return nil }
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800...0xDBFF).contains(first), position + 1 < bytes.endIndex,
      bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
    else { return nil }
    position += 2
    guard let second = unit(bytes, &position), (0xDC00...0xDFFF).contains(second) else {
      return nil
    }
    return Unicode.Scalar(0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(second - 0xDC00))
  }

  private static func unit(_ bytes: ArraySlice<UInt8>, _ position: inout Int) -> UInt16? {
    guard position + 4 <= bytes.endIndex else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    position += 4
    return unit
  }
}
