import ConfigLoading
import Foundation
import Logging
import PluginHosting
import PluginKit

/// Looks the plugins of a config up, in the catalog or in their folders, and builds them.
struct PluginBuilder {
  /// A plugin as it was built.
  struct Built<Product> {
    var name: String
    var version: String
    var product: Product
  }

  let file: String
  let brand: Brand
  let stageDeadline: Duration
  let source: any SettingsSource
  let encoder: EncoderChoice
  /// What plugins in folders declare, by the names in the config.
  private(set) var declarations: [PluginDescription] = []

  init(
    file: String, brand: Brand, stageDeadline: Duration, source: any SettingsSource,
    encoder: EncoderChoice
  ) {
    self.file = file
    self.brand = brand
    self.stageDeadline = stageDeadline
    self.source = source
    self.encoder = encoder
  }

  mutating func stage(
    _ plugin: NamedPlugin, _ run: RunSettings?, at path: String, _ issues: inout [SettingsIssue]
  ) -> Built<any Stage>? {
    guard ExternalPlugin.isFolder(plugin.name) else {
      return builtIn(Catalog.stages, plugin, run, id: plugin.name, at: path, &issues)
    }
    guard let launch = launch(plugin, run, .stage, id: nil, at: path, &issues) else { return nil }
    let stage = ExternalStage(launch.launch)
    if stage.longestCall >= stageDeadline {
      issues.append(
        issue(
          run?.place ?? plugin.place, path,
          "with this deadline a message may take \(stage.longestCall.text), which is not below "
            + "\"limits\".\"stageDeadline\" (\(stageDeadline.text)): lower \"run\".\"deadline\""))
    }
    return Built(name: launch.name, version: launch.version, product: stage)
  }

  mutating func connector(
    _ plugin: NamedPlugin, _ run: RunSettings?, id: String, _ issues: inout [SettingsIssue]
  ) -> Built<any Connector>? {
    let path = "connectors.\(id)"
    guard ExternalPlugin.isFolder(plugin.name) else {
      return builtIn(Catalog.connectors, plugin, run, id: id, at: path, &issues)
    }
    guard let launch = launch(plugin, run, .connector, id: id, at: path, &issues),
      let connector = ExternalConnector(launch.launch, id: id)
    else { return nil }
    return Built(name: launch.name, version: launch.version, product: connector)
  }

  mutating func notifier(
    _ plugin: NamedPlugin, _ run: RunSettings?, id: String, _ issues: inout [SettingsIssue]
  ) -> Built<any Notifier>? {
    let path = "notifiers.\(id)"
    guard ExternalPlugin.isFolder(plugin.name) else {
      return builtIn(Catalog.notifiers, plugin, run, id: id, at: path, &issues)
    }
    guard let launch = launch(plugin, run, .notifier, id: id, at: path, &issues) else {
      return nil
    }
    return Built(
      name: launch.name, version: launch.version, product: ExternalNotifier(launch.launch))
  }
}

extension PluginBuilder {
  private func builtIn<Product>(
    _ catalog: [Plugin<Product>], _ named: NamedPlugin, _ run: RunSettings?, id: String,
    at path: String, _ issues: inout [SettingsIssue]
  ) -> Built<Product>? {
    guard let plugin = catalog.first(where: { $0.name == named.name }) else {
      guard !named.name.isEmpty else { return nil }
      let isFolder = FileManager.default.fileExists(
        atPath: source.resolve("\(named.name)/\(ExternalPlugin.manifestName)", from: file))
      let text =
        isFolder
        ? "a plugin's folder is named with a slash: \"./\(named.name)\""
        : unknownName("plugin", named.name, known: catalog.map(\.name))
      issues.append(issue(named.place, path, text))
      return nil
    }
    if let run {
      issues.append(
        issue(
          run.place, path, "remove this: \(named.name) is built in and has no process of its own"))
    }
    let product = plugin.make(
      settings(of: named, at: path),
      environment: PluginEnvironment(
        id: id, brand: brand, time: SystemTime(), encoder: encoder.encoder), source: source,
      issues: &issues)
    return product.map { Built(name: named.name, version: Replyd.version, product: $0) }
  }

  /// - Parameter id: nil: the plugin's own name.
  private mutating func launch(
    _ named: NamedPlugin, _ run: RunSettings?, _ kind: PluginManifest.Kind, id: String?,
    at path: String, _ issues: inout [SettingsIssue]
  ) -> (name: String, version: String, launch: PluginLaunch)? {
    let folder = source.resolve(named.name, from: file)
    var found: [SettingsIssue] = []
    guard let plugin = ExternalPlugin(folder: folder, source: source, issues: &found) else {
      for var issue in found {
        if let place = named.place?.position {
          issue.message += " (named at \(source.display(file)):\(place.line):\(place.column))"
        }
        issues.append(issue)
      }
      return nil
    }
    let manifest = plugin.manifest
    guard manifest.kind == kind else {
      issues.append(
        issue(
          named.place, path,
          "\(manifest.name) is a \(manifest.kind.rawValue), not a \(kind.rawValue)"))
      return nil
    }
    if Catalog.names.contains(manifest.name) {
      issues.append(
        issue(
          named.place, path,
          "its plugin.json has the name of a built-in plugin, \(manifest.name); name it otherwise"))
    }
    if !declarations.contains(where: { $0.name == named.name }) {
      declarations.append(plugin.declaration(as: named.name))
    }
    let launch = plugin.launch(
      settings(of: named, at: path), run ?? .standard,
      PluginEnvironment(id: id ?? manifest.name, brand: brand, time: SystemTime()), source: source,
      logger: Logger(label: "plugin.\(id ?? manifest.name)"), issues: &issues)
    return launch.map { (manifest.name, manifest.version, $0) }
  }

  /// Left out, an empty object.
  private func settings(of named: NamedPlugin, at path: String) -> LocatedSettings {
    named.settings
      ?? LocatedSettings(
        node: JSONNode(.object([]), at: named.place?.position ?? .init(line: 1, column: 1)),
        path: "\(path).settings", file: file)
  }

  private func issue(_ place: SettingsPlace?, _ path: String, _ text: String) -> SettingsIssue {
    place?.issue(text) ?? .at(source.display(file), path, text)
  }
}
