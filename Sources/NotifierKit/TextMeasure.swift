/// How a target counts the length of a text.
public enum TextMeasure: Sendable, CaseIterable {
  /// What a reader sees as one, however many code points it is made of.
  case characters
  case scalars
  case utf16
  /// Of UTF-8.
  case bytes

  public func length(of text: String) -> Int {
    switch self {
    case .characters: text.count
    case .scalars: text.unicodeScalars.count
    case .utf16: text.utf16.count
    case .bytes: text.utf8.count
    }
  }
}

extension String {
  /// The longest beginning that, escaped, is at most `limit` long; with an ellipsis, which counts,
  /// where something is cut. Neither a character nor an escape is cut through.
  ///
  /// - Parameter escape: what to write for a scalar; nil: itself. By scalar, since `<` with a mark
  ///   on it is another character but the same markup.
  public func cut(
    to limit: Int, in measure: TextMeasure, escape: (Unicode.Scalar) -> String? = { _ in nil }
  ) -> String {
    let ellipsis = "…"
    let room = limit - measure.length(of: ellipsis)
    var whole = ""
    var length = 0
    /// The longest beginning that leaves room for the ellipsis.
    var shorter = ""
    for character in self {
      let piece = String(character).escaped(escape)
      length += measure.length(of: piece)
      guard length <= limit else { return room < 0 ? "" : shorter + ellipsis }
      whole += piece
      if length <= room { shorter = whole }
    }
    return whole
  }

  /// Each scalar replaced by what `escape` says; nil: itself.
  public func escaped(_ escape: (Unicode.Scalar) -> String?) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if let text = escape(scalar) {
        escaped.append(contentsOf: text.unicodeScalars)
      } else {
        escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
