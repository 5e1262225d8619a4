/// Character references as found in platform texts: the common names and the numeric forms.
enum HTMLEntity {
  private static let names: [(name: StaticString, scalar: UInt32)] = [
    ("amp;", 0x26), ("lt;", 0x3C), ("gt;", 0x3E), ("quot;", 0x22), ("apos;", 0x27),
    ("nbsp;", 0xA0), ("hellip;", 0x2026), ("rsquo;", 0x2019), ("lsquo;", 0x2018),
  ]
  /// More digits than any scalar needs are no entity.
  private static let digitLimit = 7

  /// The scalar of the entity whose `&` stands before `position`, and where the text goes on;
  /// nil if there is no valid entity.
  static func decode(
    _ input: UnsafeBufferPointer<UInt8>, after position: Int
  ) -> (scalar: UInt32, end: Int)? {
    guard position < input.count else { return nil }
    if input[position] == UInt8(ascii: "#") { return number(input, from: position + 1) }
    for (name, scalar) in names where matches(name, in: input, at: position) {
      return (scalar, position + name.utf8CodeUnitCount)
    }
    return nil
  }
}

extension HTMLEntity {
  private static func matches(
    _ name: StaticString, in input: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> Bool {
    guard position + name.utf8CodeUnitCount <= input.count else { return false }
    for offset in 0..<name.utf8CodeUnitCount
    where input[position + offset] != name.utf8Start[offset] {
      return false
    }
    return true
  }

  private static func number(
    _ input: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (scalar: UInt32, end: Int)? {
    let isHex = start < input.count && input[start] | 0x20 == UInt8(ascii: "x")
    let first = isHex ? start + 1 : start
    var position = first
    var value: UInt32 = 0
    while position < input.count, position - first < digitLimit,
      let digit = digit(input[position], isHex: isHex)
    {
      value = value * (isHex ? 16 : 10) + digit
      position += 1
    }
    guard position > first, position < input.count, input[position] == UInt8(ascii: ";"),
      Unicode.Scalar(value) != nil
    else { return nil }
    return (value, position + 1)
  }

  static func digit(_ byte: UInt8, isHex: Bool) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 0x30)
    case UInt8(ascii: "a")...UInt8(ascii: "f") where isHex: UInt32(byte - 0x57)
    case UInt8(ascii: "A")...UInt8(ascii: "F") where isHex: UInt32(byte - 0x37)
    default: nil
    }
  }
}
