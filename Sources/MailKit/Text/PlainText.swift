/// Text as lines.
enum PlainText {
  /// Whichever way they end, without control characters.
  static func lines(_ text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\n", "\r", "\u{2028}", "\u{2029}", "\u{85}":
        lines.append(String(line))
        line = String.UnicodeScalarView()
      case "\t": line.append(scalar)
      case "\u{FEFF}": break
      default: if scalar.properties.generalCategory != .control { line.append(scalar) }
      }
      previous = scalar
    }
    return lines + [String(line)]
  }

  /// No empty lines at the beginning and the end, and no two in a row.
  static func tidied(_ lines: [String]) -> String {
    var tidy: [String] = []
    for line in lines {
      let line = line.trimmingEnd()
      if line.isEmpty, tidy.last?.isEmpty ?? true { continue }
      tidy.append(line)
    }
    while tidy.last?.isEmpty == true { tidy.removeLast() }
    return tidy.joined(separator: "\n")
  }
}

extension StringProtocol {
  var isBlank: Bool { allSatisfy(\.isWhitespace) }

  /// Without spaces at the end.
  func trimmingEnd() -> String {
    var text = self[...]
    while let last = text.last, last.isWhitespace { text = text.dropLast() }
    return String(text)
  }
}
