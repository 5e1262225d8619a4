import PluginKit

/// Documents, variables and secrets from dictionaries; paths are joined by hand.
struct SourceInMemory: SettingsSource {
  struct NoSuchFile: Error, CustomStringConvertible {
    var description: String { "there is no such file" }
  }

  var documents: [String: String] = [:]
  var variables: [String: String] = [:]
  var secrets: [String: String] = [:]

  func resolve(_ path: String, from base: String) -> String {
    let folder = base.split(separator: "/").dropLast().map { "/\($0)" }.joined()
    return path.hasPrefix("/") ? path : "\(folder)/\(path)"
  }

  func display(_ path: String) -> String { path.hasPrefix("/") ? String(path.dropFirst()) : path }

  func document(at path: String) throws -> [UInt8] {
    guard let text = documents[path] else { throw NoSuchFile() }
    return Array(text.utf8)
  }

  func environment(_ name: String) -> String? { variables[name] }

  func secretFile(at path: String) throws -> String {
    guard let text = secrets[path] else { throw NoSuchFile() }
    return text
  }
}

extension Settings {
  /// Decodes JSON text that stands in `/c/main.json`.
  static func read(_ text: String, _ source: SourceInMemory = SourceInMemory()) throws
    -> (value: Self, issues: [String])
  {
    var issues: [SettingsIssue] = []
    let node = try JSONReader.read(text.utf8)
    let value = decode(node, file: "/c/main.json", source: source, issues: &issues)
    return (value, issues.map(\.description))
  }
}
