import ArgumentParser
import ConfigLoading
import Foundation
import PluginHosting
import PluginKit

/// `replyd plugins`: what a config can name, what can be set there, and how to add to it.
struct PluginsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugins",
    abstract: "Lists all plugins; `show NAME` tells what can be set, `new` and `test` make one.",
    subcommands: [List.self, Show.self, New.self, Test.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists all plugins.")

    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
      let entries = CatalogEntry.all
      if json { return Terminal.json(.array(entries.map(\.json))) }
      let width = entries.map(\.plugin.name.count).max() ?? 0
      for kind in CatalogEntry.kinds {
        Terminal.line(Terminal.coloured("\(kind)s", .bold))
        for entry in entries where entry.kind == kind {
          let name = entry.plugin.name
          let space = String(repeating: " ", count: width - name.count + 2)
          Terminal.line("  \(name)\(space)\(entry.plugin.summary)")
        }
      }
      Terminal.line("What can be set: replyd plugins show NAME; make one: replyd plugins new NAME")
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints every setting of a plugin, with its type, default and meaning.")

    @Argument(help: "The plugin's name, or the folder of one that is a program.")
    var name: String
    @Flag(name: .long, help: "Print JSON, with the JSON Schema of the settings.") var json = false

    func run() async throws {
      let found =
        ExternalPlugin.isFolder(name)
          || FileManager.default.fileExists(atPath: "\(name)/\(ExternalPlugin.manifestName)")
        ? [try CatalogEntry(folder: name)] : CatalogEntry.all.filter { $0.plugin.name == name }
      guard !found.isEmpty else {
        let known = Set(CatalogEntry.all.map(\.plugin.name))
        Terminal.error(unknownName("plugin", Terminal.safe(name), known: known))
        throw ExitCode(1)
      }
      if json {
        return Terminal.json(
          found.count == 1 ? found[0].wholeJSON : .array(found.map(\.wholeJSON)))
      }
      for entry in found { Terminal.line(PluginText.text(of: entry)) }
    }
  }
}
