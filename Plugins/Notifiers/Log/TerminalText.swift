/// Text of strangers in a form that is safe on a terminal and in a line-based log.
enum TerminalText {
  /// At most `limit` characters and four times as many scalars, since one character can carry any
  /// number of marks. What is invisible, moves the cursor, turns the writing direction or breaks
  /// the line is written `\u{202e}`; quotes and backslashes are escaped.
  static func escaped(_ text: String, limit: Int) -> String {
    var escaped = ""
    var scalars = 0
    for (count, character) in text.enumerated() {
      scalars += character.unicodeScalars.count
      guard count < limit, scalars <= 4 * limit else { return escaped + "…" }
      for scalar in character.unicodeScalars { append(scalar, to: &escaped) }
    }
    return escaped
  }

  private static func append(_ scalar: Unicode.Scalar, to escaped: inout String) {
    switch scalar {
    case "\"": escaped += "\\\""
    case "\\": escaped += "\\\\"
    case "\n": escaped += "\\n"
    default:
      if isSafe(scalar) {
        escaped.unicodeScalars.append(scalar)
      } else {
        escaped += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
  }

  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      false
    // The joiner holds families of emoji together and does nothing else.
    case .format: scalar == "\u{200D}"
    default: true
    }
  }
}
