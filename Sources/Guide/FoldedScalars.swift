/// A text as the scanners read it: without invisible scalars, full-width forms as ASCII, and the
/// full stops of other scripts that browsers take for dots (UTS #46) as dots. Case is kept.
enum FoldedScalars {
  static func of(_ text: String) -> [Unicode.Scalar] {
    var folded: [Unicode.Scalar] = []
    folded.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x00..<0x80: folded.append(scalar)
      case 0x3002, 0xFF61: folded.append(".")
      case 0xFF01...0xFF5E:
        folded.append(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value - 0xFEE0)))
      case _ where scalar.properties.isDefaultIgnorableCodePoint: break
      default: folded.append(scalar)
      }
    }
    return folded
  }

  static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }

  /// Letters, marks and digits of any script, and `_`.
  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    case _ where scalar.isASCII: false
    default:
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || scalar.properties.generalCategory == .nonspacingMark
    }
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar == " " || ("\t"..."\r").contains(scalar) }
    return scalar.properties.isWhitespace
  }
}
