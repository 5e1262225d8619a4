/// The face through which a `Settings` type declares and reads its fields.
public struct Fields {
  /// What was declared so far.
  public private(set) var descriptions: [FieldDescription] = []

  let scope: Scope?
  private let node: JSONNode?
  private let members: [String: JSONNode]
  /// Issues of the file before this object was read.
  private let earlierIssues: Int

  init(describing: Void) {
    earlierIssues = 0
    scope = nil
    node = nil
    members = [:]
  }

  private init(decoding node: JSONNode, in scope: Scope) {
    earlierIssues = scope.issues.all.count
    self.scope = scope
    self.node = node
    if case .object(let found) = node.value {
      members = Dictionary(
        found.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    } else {
      members = [:]
      scope.report("expected an object, found \(node.summary)", at: node)
    }
  }

  /// Decodes one object and refuses the keys it did not declare.
  static func decode<Value: Settings>(_ type: Value.Type, from node: JSONNode, in scope: Scope)
    -> Value
  {
    decode(from: node, in: scope) { Value(&$0) }
  }

  /// The same with fields that are known only now.
  static func decode<Value>(
    from node: JSONNode, in scope: Scope, _ make: (inout Fields) -> Value
  ) -> Value {
    var fields = Fields(decoding: node, in: scope)
    let value = make(&fields)
    fields.refuseUnknownKeys()
    return value
  }

  /// What `make` declares, for fields that are known only now; `Settings.describe` elsewhere.
  public static func describe(_ make: (inout Fields) -> Void) -> [FieldDescription] {
    var fields = Fields(describing: ())
    make(&fields)
    return fields.descriptions
  }

  /// Notes a problem that involves several fields, or one field's meaning. `isFine` runs only when
  /// `field` was given (or `always`) and this object has no issue so far, and never while
  /// describing.
  public mutating func require(
    _ field: String, always: Bool = false, _ message: String, _ isFine: () -> Bool
  ) {
    guard let scope, let node, always || members[field] != nil,
      scope.issues.all.count == earlierIssues
    else { return }
    if !isFine() { scope.inside(field).report(message, at: members[field] ?? node) }
  }

  /// Where a field stands, for issues that are found later; nil while describing.
  public func place(of field: String) -> SettingsPlace? {
    guard let scope, let node else { return nil }
    return SettingsPlace(
      file: scope.source.display(scope.file), path: scope.inside(field).path,
      position: (members[field] ?? node).position)
  }

  /// Where this object itself stands; nil while describing.
  public var place: SettingsPlace? {
    guard let scope, let node else { return nil }
    return SettingsPlace(
      file: scope.source.display(scope.file), path: scope.path, position: node.position)
  }

  /// This object itself, as it stands in its file; nil while describing.
  public var located: LocatedSettings? {
    guard let scope, let node else { return nil }
    return LocatedSettings(node: node, path: scope.path, file: scope.file)
  }

  /// The mechanism under every typed field: records it, then reads it with `read` or falls back.
  mutating func field<Value>(
    _ description: FieldDescription, fallback: Value?, placeholder: @autoclosure () -> Value,
    read: (JSONNode, Scope) -> Value?
  ) -> Value {
    descriptions.append(description)
    guard let scope, let node else { return fallback ?? placeholder() }
    guard let found = members[description.name] else {
      if let fallback { return fallback }
      if description.isRequired, case .object = node.value {
        scope.report("\"\(description.name)\" is required: \(description.help)", at: node)
      }
      return placeholder()
    }
    return read(found, scope.inside(description.name)) ?? fallback ?? placeholder()
  }

  /// Adds to what is said of a field declared before.
  mutating func annotate(_ name: String, _ change: (inout FieldDescription) -> Void) {
    guard let index = descriptions.lastIndex(where: { $0.name == name }) else { return }
    change(&descriptions[index])
  }

  mutating func descriptionOnly(_ description: FieldDescription) {
    descriptions.append(description)
  }

  func member(_ name: String) -> JSONNode? { members[name] }

  var position: JSONNode.Position { node?.position ?? .init(line: 1, column: 1) }

  private func refuseUnknownKeys() {
    guard let scope, case .object(let found) = node?.value else { return }
    let known = Set(descriptions.map(\.name))
    for member in found where !known.contains(member.key) {
      // Any document may name its schema, for editors.
      if member.key == "$schema", scope.path.isEmpty { continue }
      let message =
        known.isEmpty
        ? "unknown key \(JSONValue.string(member.key).text()); there is nothing to set here"
        : unknownName("key", member.key, known: known)
      scope.report(message, at: member.position)
    }
  }
}

extension Fields {
  /// Where in which file decoding stands.
  struct Scope {
    let file: String
    let path: String
    let source: any SettingsSource
    let issues: IssueList

    func inside(_ key: String) -> Scope {
      let inner = LocatedSettings.path(path, key)
      return Scope(file: file, path: inner, source: source, issues: issues)
    }

    func element(_ index: Int) -> Scope {
      Scope(file: file, path: "\(path)[\(index)]", source: source, issues: issues)
    }

    func report(_ message: String, at node: JSONNode) { report(message, at: node.position) }

    func report(_ message: String, at position: JSONNode.Position) {
      issues.all.append(
        SettingsIssue(
          file: source.display(file), position: position, path: path, message: message))
    }
  }

  /// Shared by all scopes of one load.
  final class IssueList {
    var all: [SettingsIssue] = []
  }
}
