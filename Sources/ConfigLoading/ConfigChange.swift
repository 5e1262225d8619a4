public import PluginKit

/// One thing that differs between two configs.
public struct ConfigChange: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case added, removed, changed
    /// The same elements in another order.
    case reordered
  }

  public var path: String
  public var kind: Kind
  /// nil where nothing stood, and for a secret.
  public var old: JSONValue?
  public var new: JSONValue?
  public var isSecret = false

  public init(_ path: String, _ kind: Kind, old: JSONValue? = nil, new: JSONValue? = nil) {
    self.path = path
    self.kind = kind
    self.old = old
    self.new = new
  }

  public func isInside(_ part: String) -> Bool { ConfigValues.isInside(path, part) }
}

extension ConfigValues {
  /// What `new` has otherwise, by path. What comes or goes as a whole is one change.
  public func changes(to new: ConfigValues) -> [ConfigChange] {
    var changes: [ConfigChange] = []
    var whole: String?
    let paths = Set(entries.keys).union(new.entries.keys).map { (key: Self.key($0), path: $0) }
    for (_, path) in paths.sorted(by: { $0.key < $1.key }) {
      if let part = whole, Self.isInside(path, part) { continue }
      whole = nil
      guard let change = Self.change(path, entries[path], new.entries[path]) else { continue }
      changes.append(change)
      let isWhole = (entries[path] ?? new.entries[path]) == .element
      if isWhole, change.kind == .added || change.kind == .removed { whole = path }
    }
    return changes
  }

  /// Sorts what is inside a part directly behind it.
  private static func key(_ path: String) -> String {
    String(
      path.map { character -> Character in
        switch character {
        case "[": "\u{1}"
        case ".": "\u{2}"
        case ":": "\u{3}"
        default: character
        }
      })
  }

  private static func change(_ path: String, _ old: Entry?, _ new: Entry?) -> ConfigChange? {
    guard old != new else { return nil }
    switch (old, new) {
    case (.order(let before), .order(let after)):
      let kept = before.filter(after.contains)
      guard kept != after.filter(before.contains) else { return nil }
      return ConfigChange(path, .reordered, old: json(before), new: json(after))
    // The elements say it.
    case (.order, nil), (nil, .order): return nil
    default:
      let kind: ConfigChange.Kind = old == nil ? .added : new == nil ? .removed : .changed
      var change = ConfigChange(path, kind, old: old?.shown, new: new?.shown)
      change.isSecret = (old ?? new)?.isSecret == true || new?.isSecret == true
      return change
    }
  }

  private static func json(_ names: [String]) -> JSONValue {
    .array(names.map { .string($0) })
  }
}

extension ConfigValues.Entry {
  fileprivate var isSecret: Bool { if case .secret = self { true } else { false } }

  fileprivate var shown: JSONValue? {
    switch self {
    case .value(let value): value
    case .secret, .order, .element: nil
    }
  }
}
