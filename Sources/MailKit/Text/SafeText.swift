/// Takes from hostile text what could leave its line or deceive the eye: control characters, line
/// separators, and what turns the writing direction. Letters of every script, and what joins emoji,
/// stay.
public enum SafeText {
  /// One line, single spaces inside, none around.
  public static func line(_ text: String, max: Int) -> String {
    let words = lines(text).joined(separator: " ").split(
      separator: " ", omittingEmptySubsequences: true)
    return cut(words.joined(separator: " "), max: max)
  }

  /// The lines of a text, whichever way they end.
  public static func lines(_ text: String) -> [String] {
    var lines: [String] = []
    var current = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A where previous == "\r": break
      case 0x0A...0x0D, 0x85, 0x2028, 0x2029:
        lines.append(String(current))
        current = String.UnicodeScalarView()
      case 0x09: current.append(" ")
      case 0x00...0x1F, 0x7F...0x9F: current.append("\u{FFFD}")
      case _ where deceives(scalar): break
      default: current.append(scalar)
      }
      previous = scalar
    }
    return lines + [String(current)]
  }

  public static func cut(_ text: String, max: Int) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > max else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(max))) + "…"
  }

  /// Marks, embeddings, overrides and isolates of the writing direction (UAX 9), and characters
  /// without width but for the joiners.
  private static func deceives(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: true
    default: false
    }
  }
}
