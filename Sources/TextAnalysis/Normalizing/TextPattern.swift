/// Where addresses, handles and emoticons end; each in time linear in what it consumes.
enum TextPattern {
  static func isASCIILetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }

  static func isHandleByte(_ byte: UInt8) -> Bool {
    isASCIILetter(byte) || (byte >= 0x30 && byte <= 0x39) || byte == UInt8(ascii: "_")
  }

  /// Where the address that begins with `first`, the byte before `next`, ends; nil if none does.
  static func urlEnd(first: UInt8, in input: UnsafeBufferPointer<UInt8>, next: Int) -> Int? {
    let isAddress =
      switch first | 0x20 {
      case UInt8(ascii: "h"):
        has("ttp://", in: input, at: next) || has("ttps://", in: input, at: next)
      case UInt8(ascii: "w"): has("ww.", in: input, at: next)
      default: false
      }
    guard isAddress else { return nil }
    var end = next
    while end < input.count, input[end] > 0x20, input[end] != UInt8(ascii: "<"),
      input[end] != UInt8(ascii: ">"), input[end] != UInt8(ascii: "\"")
    {
      end += 1
    }
    return end
  }

  /// Where the handle after an `@` ends: `name`, or `name@server.example` as on the fediverse.
  static func handleEnd(in input: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var end = start
    while end < input.count, isHandleByte(input[end]) { end += 1 }
    guard end > start else { return nil }
    guard end + 1 < input.count, input[end] == UInt8(ascii: "@"), isHandleByte(input[end + 1])
    else { return end }
    end += 1
    while end < input.count {
      let joins = input[end] == UInt8(ascii: ".") || input[end] == UInt8(ascii: "-")
      let continues = joins && end + 1 < input.count && isHandleByte(input[end + 1])
      guard isHandleByte(input[end]) || continues else { break }
      end += 1
    }
    return end
  }

  /// The mouth of an emoticon, in lower case, and where it ends. A letter is a mouth only if no
  /// word stands before the eyes or goes on after it.
  static func emoticon(
    eyes: UInt8, in input: UnsafeBufferPointer<UInt8>, next: Int, inWord: Bool
  ) -> (mouth: UInt8, end: Int)? {
    guard next < input.count else { return nil }
    if eyes == UInt8(ascii: "<") {
      return input[next] == UInt8(ascii: "3") ? (UInt8(ascii: "3"), next + 1) : nil
    }
    var position = next
    if input[position] == UInt8(ascii: "-") || input[position] == UInt8(ascii: "'") {
      position += 1
    }
    guard position < input.count else { return nil }
    let mouth = input[position]
    let end = position + 1
    switch mouth {
    case UInt8(ascii: ")"), UInt8(ascii: "("), UInt8(ascii: "|"), UInt8(ascii: "*"):
      return (mouth, end)
    case UInt8(ascii: "/") where !inWord && (end == input.count || input[end] != mouth):
      return (mouth, end)
    case UInt8(ascii: "D"), UInt8(ascii: "P"), UInt8(ascii: "p"), UInt8(ascii: "O"):
      let goesOn = end < input.count && isHandleByte(input[end])
      return inWord || goesOn ? nil : (mouth | 0x20, end)
    default: return nil
    }
  }
}

extension TextPattern {
  /// The scalar of `u2019` after a backslash, and where the text goes on.
  static func escape(
    in input: UnsafeBufferPointer<UInt8>, after position: Int
  ) -> (scalar: UInt32, end: Int)? {
    guard position + 5 <= input.count, input[position] == UInt8(ascii: "u") else { return nil }
    var value: UInt32 = 0
    for index in position + 1..<position + 5 {
      guard let digit = HTMLEntity.digit(input[index], isHex: true) else { return nil }
      value = value * 16 + digit
    }
    return Unicode.Scalar(value) == nil ? nil : (value, position + 5)
  }

  private static func has(
    _ tail: StaticString, in input: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> Bool {
    guard position + tail.utf8CodeUnitCount <= input.count else { return false }
    for offset in 0..<tail.utf8CodeUnitCount {
      let byte = input[position + offset]
      let folded = isASCIILetter(byte) ? byte | 0x20 : byte
      if folded != tail.utf8Start[offset] { return false }
    }
    return true
  }
}
