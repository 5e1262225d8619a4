/// Characters that turn, hide or break what is shown: controls but for tab and line feed, bidi
/// embeddings, overrides and isolates, line separators, private use and the replacement character.
enum HiddenCharacters {
  /// At most one, for the first of them.
  static func violations(in text: String) -> [String] {
    guard let scalar = text.unicodeScalars.first(where: isHidden) else { return [] }
    let code = String(scalar.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
    return ["control, bidi or unreadable character: U+\(padded)"]
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0x00..<0x20, 0x7F..<0xA0: true
    case 0x2028...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFD: true
    case 0xE000...0xF8FF, 0xF0000...0x10FFFF: true
    default: false
    }
  }
}
