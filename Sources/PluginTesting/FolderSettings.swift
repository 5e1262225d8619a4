public import Foundation
public import PluginKit

/// Settings written in a test, with documents from one real folder. No environment, no secrets.
public struct FolderSettings: SettingsSource {
  private let folder: URL

  public init(_ folder: URL) {
    self.folder = folder
  }

  public func resolve(_ path: String, from base: String) -> String {
    path.hasPrefix("/") ? path : folder.appending(path: path).path
  }

  public func display(_ path: String) -> String { (path as NSString).lastPathComponent }

  public func document(at path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
  }

  public func environment(_ name: String) -> String? { nil }

  public func secretFile(at path: String) throws -> String {
    throw PluginFailure("a test has no secret files")
  }
}

extension Plugin {
  /// Builds the plugin from settings written as JSON; throws `SettingsIssues` when it refuses them.
  public func make(
    settings json: String, in folder: URL = URL(filePath: "/"),
    environment: PluginEnvironment = .make()
  ) throws -> Product {
    let located = LocatedSettings(
      node: try JSONReader.read(json.utf8), path: "", file: "settings.json")
    var issues: [SettingsIssue] = []
    let source = FolderSettings(folder)
    guard let product = make(located, environment: environment, source: source, issues: &issues)
    else { throw SettingsIssues(issues) }
    return product
  }
}
