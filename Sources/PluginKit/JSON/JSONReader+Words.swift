/// What a newcomer is told about text that is not strict JSON.
extension JSONReader {
  static let otherFormat = "; this must be JSON, not YAML, TOML or anything else"

  static func comment(_ scalar: Unicode.Scalar?) -> String? {
    scalar == "/" || scalar == "#"
      ? "comments are not allowed in strict JSON; remove this one" : nil
  }

  /// What is probably missing where neither a comma nor the end `mark` stands.
  static func advice(
    _ scalar: Unicode.Scalar?, _ mark: Unicode.Scalar, opened: JSONNode.Position
  ) -> String {
    switch scalar {
    case nil: "; what opens in line \(opened.line), column \(opened.column) is not closed"
    case "\"", "{", "[": "; is a comma missing before it?"
    default: ""
    }
  }

  /// - Parameters:
  ///   - shown: what stands where a value should.
  ///   - word: the letters from there on.
  ///   - isFirst: nothing of a value was read before.
  static func noValue(
    _ shown: String, _ scalar: Unicode.Scalar, word: ArraySlice<Unicode.Scalar>, isFirst: Bool
  ) -> String {
    if let comment = comment(scalar) { return comment }
    if scalar == "'" { return "expected a value; a text stands in double quotes in JSON" }
    let word = word.reduce(into: "") { $0.unicodeScalars.append($1) }
    switch word {
    case "NaN", "nan", "Infinity", "inf":
      return "expected a value; \(word) is no number in JSON, write one such as 0.5"
    case "True", "False", "None", "Null", "yes", "no", "on", "off":
      return "expected a value, found \(word); JSON has true, false and null"
    default: return "expected a value, found \(shown)" + (isFirst ? otherFormat : "")
    }
  }
}
