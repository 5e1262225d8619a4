public import PluginKit

/// The values of one config by their paths, without any secret.
public struct ConfigValues: Sendable, Hashable {
  public enum Entry: Sendable, Hashable {
    case value(JSONValue)
    /// A salted hash.
    case secret(String)
    /// The names of an array's elements.
    case order([String])
    /// Something is there; what it holds has paths of its own.
    case element
  }

  public var entries: [String: Entry]

  public init(entries: [String: Entry]) { self.entries = entries }

  /// `path` and one step more: `.key`, or `["late-order"]` for what is no plain name.
  public static func path(_ path: String, _ key: String) -> String {
    let isPlain = key.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
    if !isPlain || key.isEmpty { return path + "[\(JSONValue.string(key).text())]" }
    return path.isEmpty || path.hasSuffix(":") ? path + key : "\(path).\(key)"
  }

  /// Whether `path` is `part` or lies inside it.
  public static func isInside(_ path: String, _ part: String) -> Bool {
    guard path.hasPrefix(part) else { return false }
    guard let next = path.dropFirst(part.count).first else { return true }
    return next == "." || next == "[" || next == ":"
  }
}

extension ConfigValues {
  /// What the local API carries.
  public var json: JSONValue {
    .object(
      entries.sorted { $0.key < $1.key }.map { path, entry in
        switch entry {
        case .value(let value): .init(path, ["value": value])
        case .secret(let hash): .init(path, ["secret": .string(hash)])
        case .order(let names): .init(path, ["order": .array(names.map { .string($0) })])
        case .element: .init(path, ["element": true])
        }
      })
  }

  /// nil for what is not of that form.
  public init?(_ json: JSONValue) {
    guard case .object(let members) = json else { return nil }
    entries = [:]
    for member in members {
      if let value = member.value["value"] {
        entries[member.key] = .value(value)
      } else if let hash = member.value["secret"]?.string {
        entries[member.key] = .secret(hash)
      } else if let names = member.value["order"]?.array {
        entries[member.key] = .order(names.compactMap(\.string))
      } else {
        entries[member.key] = .element
      }
    }
  }
}
