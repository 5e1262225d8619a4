import ArgumentParser
import ConfigLoading
import Foundation
import PluginHosting
import PluginKit

/// A plugin of any kind, as lists and reference pages show it.
struct CatalogEntry {
  /// "connector", "stage" or "notifier".
  let kind: String
  let plugin: PluginDescription

  /// All of the catalog: connectors, then stages, then notifiers.
  static let all: [CatalogEntry] =
    Catalog.connectors.map { CatalogEntry(kind: "connector", plugin: $0.declaration) }
    + Catalog.stages.map { CatalogEntry(kind: "stage", plugin: $0.declaration) }
    + Catalog.notifiers.map { CatalogEntry(kind: "notifier", plugin: $0.declaration) }

  /// A plugin in a folder; or prints what is wrong with it and ends with status 1.
  init(folder: String) throws {
    let source = FileSettingsSource(environment: ProcessInfo.processInfo.environment)
    var issues: [SettingsIssue] = []
    let path = source.resolve(folder, from: "")
    guard let plugin = ExternalPlugin(folder: path, source: source, issues: &issues) else {
      for issue in issues { Terminal.error(Terminal.safe("\(issue)", limit: 600)) }
      throw ExitCode(1)
    }
    kind = plugin.manifest.kind.rawValue
    self.plugin = plugin.declaration(as: folder)
  }

  init(kind: String, plugin: PluginDescription) {
    self.kind = kind
    self.plugin = plugin
  }

  static let kinds = ["connector", "stage", "notifier"]

  /// The part of a config that lists plugins of this kind.
  var section: String { kind + "s" }

  /// The settings, then each document that they name.
  var tables: [SettingTable] { SettingTable.tables(of: plugin.fields) }

  var json: JSONValue {
    [
      "name": .string(plugin.name), "kind": .string(kind), "summary": .string(plugin.summary),
    ]
  }

  /// With the settings, and the documents that they name.
  var wholeJSON: JSONValue {
    let documents = tables.dropFirst().map { table -> JSONValue in
      ["document": .optional(table.document), "settings": .array(table.rows.map(\.json))]
    }
    guard case .object(let members) = json else { return json }
    return .object(
      members + [
        .init("settings", .array(tables[0].rows.map(\.json))),
        .init("documents", .array(documents)),
        .init("schema", ConfigurationSchema.schema(of: plugin.fields, title: plugin.name)),
      ])
  }
}
