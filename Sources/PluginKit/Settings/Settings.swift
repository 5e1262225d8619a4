/// Settings declared once: the same initialiser runs in two modes. In `describe` it records its
/// fields; in `decode` it reads them, notes every error and returns placeholders, so that all
/// errors come at once. So there must be no branching on values in it.
///
/// ```swift
/// struct FAQSettings: Settings {
///   let answerAbove: Double
///   init(_ f: inout Fields) {
///     answerAbove = f.number("answerAbove", default: 0.6, in: 0...1, help: "...")
///   }
/// }
/// ```
public protocol Settings: Sendable {
  init(_ f: inout Fields)
}

/// Settings without a field.
public struct NoSettings: Settings {
  public init(_ f: inout Fields) {}
}

extension Settings {
  /// The declared fields, in order.
  public static func describe() -> [FieldDescription] {
    var fields = Fields(describing: ())
    _ = Self(&fields)
    return fields.descriptions
  }

  /// Reads `node`. `path` is where it stands in `file`; issues are appended, and the result is
  /// only meaningful when none was.
  public static func decode(
    _ node: JSONNode, path: String = "", file: String, source: any SettingsSource,
    issues: inout [SettingsIssue]
  ) -> Self {
    let scope = Fields.Scope(file: file, path: path, source: source, issues: Fields.IssueList())
    let value = Fields.decode(Self.self, from: node, in: scope)
    issues.append(contentsOf: scope.issues.all)
    return value
  }
}
