/// What a text has to be beyond being text. Each text is checked where it stands, so that the error
/// names its line, and the schema gets the pattern.
public struct TextForm: Sendable {
  /// A regular expression of ECMA-262 that says the same as `problem`, or less; nil: it says
  /// nothing.
  public var pattern: String?
  /// What is wrong with a text, in words for the operator; nil: nothing.
  public var problem: @Sendable (String) -> String?

  public init(pattern: String? = nil, problem: @escaping @Sendable (String) -> String?) {
    self.pattern = pattern
    self.problem = problem
  }

  /// - Parameter expected: goes on after "expected ".
  public init(
    _ expected: String, pattern: String? = nil, matches: @escaping @Sendable (String) -> Bool
  ) {
    self.init(pattern: pattern) { text in
      matches(text)
        ? nil : "expected \(expected), found \(JSONValue.string(String(text.prefix(60))).text())"
    }
  }

  /// A text with something in it.
  public static let notBlank = TextForm("a text that is not blank", pattern: "\\S") { text in
    !text.allSatisfy(\.isWhitespace)
  }
}

extension Fields {
  static func readText(_ node: JSONNode, _ scope: Scope, _ form: TextForm?) -> String? {
    guard let text = readString(node, scope) else { return nil }
    guard let problem = form?.problem(text) else { return text }
    scope.report(problem, at: node)
    return nil
  }
}
