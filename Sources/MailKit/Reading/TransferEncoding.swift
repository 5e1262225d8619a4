/// The transfer encodings of RFC 2045, 6, read as forgivingly as mail programs do.
enum TransferEncoding: Sendable {
  case identity, quotedPrintable, base64

  /// From the value of `Content-Transfer-Encoding`.
  init(_ value: String?) {
    let word = value?.lowercased().filter { !$0.isWhitespace && $0 != "\"" && $0 != ";" } ?? ""
    switch word {
    case "quoted-printable", "quotedprintable": self = .quotedPrintable
    case "base64", "base-64", "b64": self = .base64
    default: self = .identity
    }
  }

  func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    switch self {
    case .identity: Array(bytes)
    case .quotedPrintable: Self.quotedPrintable(bytes)
    case .base64: Self.base64(bytes)
    }
  }

  /// What stands behind `=` and is no pair of digits stays as it is.
  private static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "=") else {
        decoded.append(byte)
        index += 1
        // Spaces before a line's end were added on the way.
        if byte == 0x0A || byte == 0x0D { trimSpaces(&decoded, before: byte) }
        continue
      }
      if let high = digit(bytes, index + 1), let low = digit(bytes, index + 2) {
        decoded.append(high << 4 | low)
        index += 3
      } else if let end = softBreak(bytes, index + 1) {
        index = end
      } else {
        decoded.append(byte)
        index += 1
      }
    }
    return decoded
  }

  private static func trimSpaces(_ decoded: inout [UInt8], before end: UInt8) {
    decoded.removeLast()
    while decoded.last == 0x20 || decoded.last == 0x09 { decoded.removeLast() }
    decoded.append(end)
  }

  private static func digit(_ bytes: ArraySlice<UInt8>, _ index: Int) -> UInt8? {
    index < bytes.endIndex ? hexDigit(bytes[index]) : nil
  }

  static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  /// Where the text goes on, if the line breaks here, perhaps after spaces, or the text ends.
  private static func softBreak(_ bytes: ArraySlice<UInt8>, _ start: Int) -> Int? {
    var index = start
    let limit = min(start + 80, bytes.endIndex)
    while index < limit, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    guard index < bytes.endIndex else { return index }
    if bytes[index] == 0x0A { return index + 1 }
    guard bytes[index] == 0x0D else { return nil }
    return index + 1 < bytes.endIndex && bytes[index + 1] == 0x0A ? index + 2 : index + 1
  }

  /// Whatever is not of the alphabet is noise; padding ends a group, and may be missing.
  private static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count / 4 * 3)
    var (bits, count): (UInt32, Int) = (0, 0)
    for byte in bytes {
      guard let value = sixBits(byte) else {
        // What follows padding is another piece of base64, not shifted by this one.
        if byte == UInt8(ascii: "=") { (bits, count) = (0, 0) }
        continue
      }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return decoded
  }

  private static func sixBits(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5A: UInt32(byte) - 0x41
    case 0x61...0x7A: UInt32(byte) - 0x61 + 26
    case 0x30...0x39: UInt32(byte) - 0x30 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
