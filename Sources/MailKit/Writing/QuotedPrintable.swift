/// The transfer encoding of RFC 2045, 6.7: any text in lines of at most 76 ASCII bytes.
public enum QuotedPrintable {
  private static let maxLine = 76
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// The encoded lines of a text whose lines end with `\n`.
  public static func lines(_ text: String) -> [String] {
    text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).flatMap(encode)
  }

  private static func encode(_ line: Substring.UTF8View) -> [String] {
    var encoded: [String] = []
    var current: [UInt8] = []
    for index in line.indices {
      let isLast = line.index(after: index) == line.endIndex
      let unit = unit(line[index], isLast: isLast)
      // A line that goes on needs room for the `=` that says so.
      if current.count + unit.count > (isLast ? maxLine : maxLine - 1) {
        encoded.append(String(decoding: current, as: UTF8.self) + "=")
        current = []
      }
      current += unit
    }
    return encoded + [String(decoding: current, as: UTF8.self)]
  }

  /// A space at the end of a line would be lost on the way.
  private static func unit(_ byte: UInt8, isLast: Bool) -> [UInt8] {
    switch byte {
    case 0x3D: break
    case 0x21...0x7E: return [byte]
    case 0x20, 0x09: if !isLast { return [byte] }
    default: break
    }
    return [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }
}
