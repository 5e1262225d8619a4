/// What a non-ASCII scalar becomes in normalised text.
enum ScalarFolding {
  /// Invisible: zero-width, bidi and variation controls, combining accents, skin tones.
  case dropped
  case separator
  case clauseEnd
  /// Stands for this ASCII byte (curly quotes, full-width and mathematical letters, accents).
  case ascii(UInt8)
  case doubleS
  case emoji
  /// A letter of another script, in lower case.
  case letter(UInt32)

  /// Base letters of U+00C0...U+017F, from Unicode's NFKD decompositions; `-` is no letter.
  private static let latin: StaticString = """
    aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty\
    aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjjkkklllllll\
    lllnnnnnn-nnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs
    """

  static func of(_ scalar: UInt32) -> ScalarFolding {
    switch scalar {
    case 0xDF: .doubleS
    case 0xC0...0x17F: latinLetter(scalar)
    case 0x80...0xBF: latin1Sign(scalar)
    case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F:
      .dropped
    case 0x391...0x3A9: .letter(scalar + 0x20)
    case 0x400...0x40F: .letter(scalar + 0x50)
    case 0x410...0x42F: .letter(scalar + 0x20)
    case 0x61C, 0x180E, 0xFE00...0xFE0F, 0xFEFF, 0xE0000...0xE0FFF: .dropped
    case 0x2000...0x2BFF: symbol(scalar)
    case 0x3001, 0x3002, 0x61F, 0x60C, 0x964: .clauseEnd
    case 0x3000, 0x3003...0x3004, 0x3008...0x3020, 0xE000...0xF8FF: .separator
    case 0xFF01...0xFF5E: .ascii(UInt8(truncatingIfNeeded: scalar - 0xFEE0))
    case 0x1D400...0x1D6A3: .ascii(UInt8(truncatingIfNeeded: 0x61 + (scalar - 0x1D400) % 26))
    case 0x1D7CE...0x1D7FF: .ascii(UInt8(truncatingIfNeeded: 0x30 + (scalar - 0x1D7CE) % 10))
    case 0x1F3FB...0x1F3FF: .dropped
    case 0x1F000...0x1FAFF: .emoji
    default: .letter(lowercase(scalar))
    }
  }
}

extension ScalarFolding {
  private static func latinLetter(_ scalar: UInt32) -> ScalarFolding {
    let base = latin.utf8Start[Int(scalar - 0xC0)]
    return base == UInt8(ascii: "-") ? .separator : .ascii(base)
  }

  private static func latin1Sign(_ scalar: UInt32) -> ScalarFolding {
    switch scalar {
    case 0xAA: .ascii(UInt8(ascii: "a"))
    case 0xBA: .ascii(UInt8(ascii: "o"))
    case 0xB5: .ascii(UInt8(ascii: "u"))
    case 0xB4: .ascii(UInt8(ascii: "'"))
    case 0xAD: .dropped
    default: .separator
    }
  }

  private static func symbol(_ scalar: UInt32) -> ScalarFolding {
    switch scalar {
    case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F: .dropped
    case 0x2018, 0x2019, 0x201B: .ascii(UInt8(ascii: "'"))
    case 0x2026, 0x2028, 0x2029: .clauseEnd
    case 0x203C: .ascii(UInt8(ascii: "!"))
    case 0x2000...0x22FF: .separator
    case 0x2300...0x23FF, 0x2600...0x27BF, 0x2B00...0x2BFF: .emoji
    default: .separator
    }
  }

  /// The simple lower case of a letter outside the scripts handled above; most have no case.
  private static func lowercase(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x180...0x58F, 0x10A0...0x10FF, 0x13A0...0x13FF, 0x1C80...0x1FFF, 0x2C00...0x2DFF,
      0xA640...0xA7FF, 0x10400...0x118FF, 0x1E900...0x1E95F:
      let mapped = Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars.first
      return mapped?.value ?? scalar
    default: return scalar
    }
  }
}
