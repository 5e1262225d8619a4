public import Logging
public import PluginKit

/// A plugin that is a program of its own: its folder and what its manifest declares. Nothing is
/// started before the first call.
public struct ExternalPlugin: Sendable {
  public static let manifestName = "plugin.json"

  /// Absolute.
  public let folder: String
  public let manifest: PluginManifest

  /// Whether a config's plugin name means a folder: it has a slash in it.
  public static func isFolder(_ name: String) -> Bool { name.contains("/") }

  /// Reads the manifest in `folder`; nil with issues appended when there is something wrong.
  public init?(folder: String, source: any SettingsSource, issues: inout [SettingsIssue]) {
    let file = source.resolve(Self.manifestName, from: folder + "/" + Self.manifestName)
    var found: [SettingsIssue] = []
    defer { issues += found }
    do {
      let node = try JSONReader.read(source.document(at: file))
      manifest = PluginManifest.decode(node, file: file, source: source, issues: &found)
    } catch let failure as JSONReader.Failure {
      found.append(.at(source.display(file), failure.position, failure.message))
      return nil
    } catch {
      found.append(.at(source.display(file), .start, "cannot read the manifest: \(error)"))
      return nil
    }
    guard found.isEmpty else { return nil }
    for setting in manifest.settings { setting.checkDefault(source, &found) }
    guard found.isEmpty else { return nil }
    self.folder = String(file.dropLast(Self.manifestName.count + 1))
  }

  /// - Parameter name: as the config names it.
  public func declaration(as name: String) -> PluginDescription {
    PluginDescription(name: name, summary: manifest.summary, fields: fields)
  }

  public var fields: [FieldDescription] {
    Fields.describe { fields in
      for setting in manifest.settings { _ = setting.read(&fields) }
    }
  }

  /// What the program is to be started with; nil with issues appended.
  ///
  /// - Parameters:
  ///   - settings: the operator's, checked by the declaration.
  ///   - logger: gets what the program says on standard error.
  public func launch(
    _ settings: LocatedSettings, _ run: RunSettings, _ environment: PluginEnvironment,
    source: any SettingsSource, logger: Logger, issues: inout [SettingsIssue]
  ) -> PluginLaunch? {
    let before = issues.count
    let values = settings.read(from: source, issues: &issues) { fields in
      manifest.settings.compactMap { setting in
        setting.read(&fields).map { JSONValue.Member(setting.name, $0) }
      }
    }
    let launch = PluginLaunch(
      plugin: self, run: run, id: environment.id, brand: environment.brand,
      settings: .object(values), logger: logger)
    if let problem = launch.commandProblem {
      issues.append(.at(source.display(folder + "/" + Self.manifestName), .start, problem))
    }
    return issues.count > before ? nil : launch
  }
}

extension JSONNode.Position {
  static let start = JSONNode.Position(line: 1, column: 1)
}

extension SettingsIssue {
  static func at(_ file: String, _ position: JSONNode.Position, _ message: String)
    -> SettingsIssue
  {
    SettingsIssue(file: file, position: position, path: "", message: message)
  }
}
