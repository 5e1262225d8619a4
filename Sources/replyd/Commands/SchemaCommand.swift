import ArgumentParser
import PluginKit

/// `replyd schema`: what an editor needs to complete and check a config.
struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema (draft 2020-12) of the config, for editors.",
    discussion: """
      Write it beside your config and name it there:

        replyd schema > replyd.schema.json
        { "$schema": "replyd.schema.json", ... }
      """)

  func run() async throws {
    Terminal.raw(Array((GeneratedFiles.schema.text(pretty: true) + "\n").utf8))
  }
}
