/// Texts that are too long for where they stand.
enum Cut {
  /// Of characters; the rest becomes `…`. Scalars are limited too: one character can have very
  /// many marks.
  static func text(_ text: String, _ limit: Int) -> String {
    let scalars = text.unicodeScalars.prefix(limit * 4)
    let short = String(String.UnicodeScalarView(scalars)).prefix(limit)
    return short.unicodeScalars.count < text.unicodeScalars.count ? short + "…" : text
  }

  /// The beginning of a text on one line.
  static func line(_ text: String, _ limit: Int) -> String {
    let scalars = text.unicodeScalars.prefix(limit * 4)
    let isCut = scalars.endIndex < text.unicodeScalars.endIndex
    let words = String(String.UnicodeScalarView(scalars)).split(whereSeparator: \.isWhitespace)
    return Cut.text(words.joined(separator: " ") + (isCut ? "…" : ""), limit)
  }
}
