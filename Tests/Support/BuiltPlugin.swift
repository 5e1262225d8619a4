public import PluginKit
public import PluginTesting

/// Secrets from a dictionary, documents from nowhere: enough to build a plugin from JSON.
public struct DictionarySource: SettingsSource {
  public var variables: [String: String]

  public init(_ variables: [String: String] = [:]) { self.variables = variables }

  public func resolve(_ path: String, from base: String) -> String { path }
  public func display(_ path: String) -> String { path }
  public func document(at path: String) throws -> [UInt8] { throw PluginFailure("no documents") }
  public func environment(_ name: String) -> String? { variables[name] }
  public func secretFile(at path: String) throws -> String { throw PluginFailure("no files") }
}

extension Plugin {
  /// Builds this plugin from settings as an operator writes them; throws all issues.
  public func built(
    _ settings: JSONValue, variables: [String: String] = [:],
    environment: PluginEnvironment = .make()
  ) throws -> Product {
    let located = LocatedSettings(
      node: try JSONReader.read(settings.text().utf8), path: "settings", file: "test.json")
    var issues: [SettingsIssue] = []
    let product = make(
      located, environment: environment, source: DictionarySource(variables), issues: &issues)
    guard let product, issues.isEmpty else { throw SettingsIssues(issues) }
    return product
  }
}
