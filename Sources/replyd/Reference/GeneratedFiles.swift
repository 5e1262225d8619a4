import ConfigLoading
import Console
import Foundation
import PluginKit

/// What `make docs` writes: the schema and the reference pages, all from the declarations.
struct GeneratedFiles {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static let pages = "docs/plugins"

  /// The repository's folder.
  let root: URL

  static var schema: JSONValue {
    ConfigurationSchema.schema(of: DaemonConfiguration.describe(), title: "The config of replyd")
  }

  /// Path from the root and text of each.
  func all() throws -> [(path: String, text: String)] {
    let names = CatalogEntry.kinds.map { kind in
      (kind, CatalogEntry.all.filter { $0.kind == kind }.map(\.plugin.name))
    }
    let configuration = ReferencePage.configuration(DaemonConfiguration.describe(), plugins: names)
    return [
      ("config/replyd.schema.json", Self.schema.text(pretty: true) + "\n"),
      ("docs/configuration.md", configuration),
      ("docs/openapi.json", OpenAPI.document.text(pretty: true) + "\n"),
    ] + (try plugins())
  }

  /// Pages of plugins that are no more, as paths from the root.
  func leftovers() throws -> [String] {
    let folder = root.appending(path: Self.pages)
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    let known = Set(CatalogEntry.all.map { $0.plugin.name + ".md" })
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { !known.contains($0) }.map { "\(Self.pages)/\($0)" }
  }

  /// A platform may be connector and notifier: one page tells of both.
  private func plugins() throws -> [(path: String, text: String)] {
    let names = Set(CatalogEntry.all.map(\.plugin.name)).sorted()
    return try names.map { name in
      let texts = try CatalogEntry.all.filter { $0.plugin.name == name }.map(page)
      return ("\(Self.pages)/\(name).md", texts.joined(separator: "\n"))
    }
  }

  private func page(_ entry: CatalogEntry) throws -> String {
    let folder = try folder(of: entry)
    let sample = try String(
      contentsOf: root.appending(path: "\(folder)/sample.json"), encoding: .utf8)
    return ReferencePage.plugin(
      entry.plugin, kind: entry.kind, sample: sample, readme: "../../\(folder)/README.md")
  }

  /// `Plugins/Stages/FAQ` of the stage `faq`: its name in any case, without hyphens.
  func folder(of entry: CatalogEntry) throws -> String {
    let parent = "Plugins/\(entry.section.capitalized)"
    let wanted = entry.plugin.name.replacing("-", with: "").lowercased()
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: parent).path)
    guard let folder = folders.first(where: { $0.lowercased() == wanted }) else {
      throw Failure(
        description: "no folder in \(parent) has the name of the \(entry.kind) "
          + "\"\(entry.plugin.name)\"")
    }
    return "\(parent)/\(folder)"
  }
}
