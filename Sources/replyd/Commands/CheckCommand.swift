import ArgumentParser
import Engine
import PluginKit

/// `replyd check`: builds every plugin from the config, without network.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reads the config, builds every plugin, starts those that are programs; no network.")

  @OptionGroup var config: ConfigOption
  @Flag(name: .long, help: "Print JSON.") var json = false

  func run() async throws {
    let (assembly, hash) = try config.load(forDaemon: true)
    let problems = await assembly.problemsOfPlugins()
    guard problems.isEmpty else {
      for problem in problems { Terminal.error(Terminal.safe(problem, limit: 600)) }
      Terminal.error("`replyd plugins test FOLDER` shows what a program says")
      throw ExitCode(1)
    }
    if json {
      let summary: JSONValue = [
        "ok": true, "matching": .optional(assembly.encoder.state.sentence), "hash": .string(hash),
        "connectors": .array(assembly.connectors.map { .string($0.id) }),
        "stages": .array(assembly.stages.map { .string($0.name) }),
        "notifiers": .array(assembly.notifiers.keys.sorted().map { .string($0) }),
        "teams": .array(assembly.teams.byName.keys.sorted().map { .string($0) }),
      ]
      return Terminal.json(summary)
    }
    Terminal.line("The config is fine (\(hash.prefix(12))).")
    for unit in assembly.connectors {
      Terminal.line("  connector  \(unit.id), \(unit.mode.rawValue), every \(unit.pollEvery.text)")
    }
    for stage in assembly.stages {
      Terminal.line("  stage      \(stage.name), \(stage.mode.rawValue)")
    }
    if let sentence = assembly.encoder.state.sentence {
      Terminal.line("  matching   \(Terminal.safe(sentence, limit: 600))")
    }
    for (name, team) in assembly.teams.byName.sorted(by: { $0.key < $1.key }) {
      Terminal.line("  team       \(name), tells \(team.notify.joined(separator: ", "))")
    }
    for (name, procedure) in assembly.procedures.sorted(by: { $0.key < $1.key }) {
      Terminal.line("  procedure  \(name), \(procedure.steps.count) steps")
    }
    if assembly.connectors.contains(where: { $0.mode == .draft }) {
      Terminal.line("  Connectors in draft mode wait for `replyd drafts approve`.")
    }
  }
}
