/// Settings as they stand in a file: for the plugin that knows them, and for checks over all of it.
public struct LocatedSettings: Sendable {
  public var node: JSONNode
  /// `stages[2].settings`; empty for the whole document.
  public var path: String
  /// Absolute.
  public var file: String

  public init(node: JSONNode, path: String, file: String) {
    self.node = node
    self.path = path
    self.file = file
  }

  /// What stands under a key of this object; nil when nothing does, or when it is no object.
  public subscript(key: String) -> LocatedSettings? {
    node[key].map { LocatedSettings(node: $0, path: Self.path(path, key), file: file) }
  }

  /// The members of this object, in order; none when it is no object.
  public var members: [(key: String, value: LocatedSettings)] {
    guard case .object(let members) = node.value else { return [] }
    return members.map {
      ($0.key, LocatedSettings(node: $0.value, path: Self.path(path, $0.key), file: file))
    }
  }

  /// The elements of this array, in order; none when it is no array.
  public var elements: [LocatedSettings] {
    guard case .array(let nodes) = node.value else { return [] }
    return nodes.enumerated().map {
      LocatedSettings(node: $1, path: "\(path)[\($0)]", file: file)
    }
  }

  public var isObject: Bool {
    if case .object = node.value { true } else { false }
  }

  public var text: String? {
    if case .string(let text) = node.value { text } else { nil }
  }

  /// Reads this object with fields that are known only now, as `Settings.decode` reads those of a
  /// type. Issues are appended, and the result is only meaningful when none was.
  public func read<Value>(
    from source: any SettingsSource, issues: inout [SettingsIssue],
    _ make: (inout Fields) -> Value
  ) -> Value {
    let scope = Fields.Scope(file: file, path: path, source: source, issues: Fields.IssueList())
    let value = Fields.decode(from: node, in: scope, make)
    issues.append(contentsOf: scope.issues.all)
    return value
  }

  /// `path` and one step more: `.key`, or `["late-order"]` for what is no plain name.
  static func path(_ path: String, _ key: String) -> String {
    let isPlain = key.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
    if !isPlain || key.isEmpty { return path + "[\(JSONValue.string(key).text())]" }
    return path.isEmpty ? key : "\(path).\(key)"
  }
}
