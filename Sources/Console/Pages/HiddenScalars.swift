/// Characters that cannot be seen but change what is read or matched: zero-width ones, turners of
/// direction, tags, fillers. They are shown, but where a script or an emoji needs them.
enum HiddenScalars {
  /// Whether the scalar at `index` is to be shown as its number. `scalars` are its surroundings.
  static func isHidden(
    _ scalars: String.UnicodeScalarView, _ index: String.UnicodeScalarView.Index
  ) -> Bool {
    let scalar = scalars[index]
    if scalar.isASCII {
      return scalar.value < 0x20 && scalar != "\n" && scalar != "\t" && scalar != "\r"
        || scalar.value == 0x7F
    }
    switch scalar.value {
    case 0x80...0x9F, 0x2028, 0x2029, 0xFDD0...0xFDEF, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF: return true
    case 0x200C, 0x200D: return !joins(scalars, index)
    case 0xFE00...0xFE0F: return !follows(scalars, index) { isVisible($0) }
    case 0xE0020...0xE007F: return !isFlag(scalars, index)
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  /// `U+200B`.
  static func name(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private typealias Index = String.UnicodeScalarView.Index

  /// Between two letters of a script that joins them, or, U+200D, between two emoji.
  private static func joins(_ scalars: String.UnicodeScalarView, _ index: Index) -> Bool {
    guard index > scalars.startIndex, scalars.index(after: index) < scalars.endIndex else {
      return false
    }
    let before = scalars[scalars.index(before: index)]
    let after = scalars[scalars.index(after: index)]
    if isJoined(before), isJoined(after) { return true }
    guard scalars[index].value == 0x200D, after.properties.isEmoji, !after.isASCII else {
      return false
    }
    return before.value == 0xFE0F || before.properties.isEmoji && !before.isASCII
  }

  /// Arabic and Syriac, the scripts of India and Sri Lanka, Burmese, Khmer, Mongolian.
  private static func isJoined(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0620...0x074F, 0x0750...0x077F, 0x08A0...0x08FF, 0x0900...0x0DFF, 0x1000...0x109F,
      0x1780...0x17B3, 0x17B6...0x17FF, 0x1820...0x18AF, 0xFB50...0xFDFF, 0xFE70...0xFEFC:
      true
    default: false
    }
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.properties.isDefaultIgnorableCodePoint && !scalar.properties.isWhitespace
      && scalar.value >= 0x20
  }

  private static func follows(
    _ scalars: String.UnicodeScalarView, _ index: Index, _ fits: (Unicode.Scalar) -> Bool
  ) -> Bool {
    index > scalars.startIndex && fits(scalars[scalars.index(before: index)])
  }

  /// The flag of a part of a country: a black flag, at most `flagLimit` tags, the last one ends it.
  private static let flagLimit = 7

  private static func isFlag(_ scalars: String.UnicodeScalarView, _ index: Index) -> Bool {
    var start = index
    for _ in 0..<flagLimit {
      guard start > scalars.startIndex else { return false }
      start = scalars.index(before: start)
      if scalars[start].value == 0x1F3F4 { break }
      guard (0xE0020...0xE007E).contains(scalars[start].value) else { return false }
    }
    guard scalars[start].value == 0x1F3F4 else { return false }
    let tags = scalars[scalars.index(after: start)...].prefix(flagLimit).prefix {
      (0xE0020...0xE007F).contains($0.value)
    }
    guard let end = tags.firstIndex(where: { $0.value == 0xE007F }) else { return false }
    return index <= end
  }
}
