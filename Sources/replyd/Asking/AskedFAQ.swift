import ArgumentParser
import ConfigLoading
import Engine
import FAQStagePlugin
import Foundation
import Matching
import PluginKit

/// What the `faq` commands ask: the faq stages of a config, or entry files alone.
struct AskedFAQ {
  let assembly: Assembly
  /// As it is named to the operator.
  let name: String
  /// Whether it comes from a config, which has connectors, a guide and other stages.
  let isConfigured: Bool
  /// At least one.
  let stages: [FAQStage]

  /// Reads it, or prints all that is wrong and ends with status 1.
  init(config: String?, files: [String]) throws {
    if files.isEmpty {
      let path = try config ?? ConfigOption.parse([]).config
      assembly = try ConfigOption.parse(["--config", path]).load(forDaemon: false).assembly
      name = path
    } else {
      assembly = try Self.assembly(of: files)
      name = files.joined(separator: ", ")
    }
    isConfigured = files.isEmpty
    stages = assembly.stages.compactMap { $0.stage as? FAQStage }
    guard !stages.isEmpty else {
      Terminal.error("\(name) has no stage \"faq\"")
      throw ExitCode(1)
    }
  }

  /// The one that is tried and measured: the first.
  var stage: FAQStage { stages[0] }

  /// The stage's index; made anew for another share of unanswerable messages.
  func index(unanswerableShare share: Double?) throws -> FAQIndex {
    guard let share else { return stage.index }
    var options = stage.settings.options
    options.unanswerableShare = share
    return try FAQIndexes.index(of: stage.settings.chosen, options)
  }

  /// A line about what is left out, if something is.
  var note: String? {
    stages.count > 1
      ? "\(name) has \(stages.count) faq stages; this is about the first" : nil
  }

  /// A config of the stage alone, with the guide as shipped.
  private static func assembly(of files: [String]) throws -> Assembly {
    let source = FileSettingsSource(environment: ProcessInfo.processInfo.environment)
    let missing = files.filter { !FileManager.default.fileExists(atPath: $0) }
    for file in missing { Terminal.error("cannot read \(file): there is no such file") }
    if !missing.isEmpty { throw ExitCode(1) }
    let config: JSONValue = [
      "connectors": [:],
      "stages": [
        [
          "plugin": "faq", "mode": "auto",
          "settings": ["entries": .array(files.map { .string(source.resolve($0, from: "")) })],
        ]
      ],
    ]
    let file = source.resolve("the files together", from: "")
    let node = try JSONReader.read(config.text().utf8)
    var issues: [SettingsIssue] = []
    let settings = DaemonConfiguration.decode(node, file: file, source: source, issues: &issues)
    let assembly =
      issues.isEmpty
      ? Assembly(settings, file: file, source: source, forDaemon: false, issues: &issues) : nil
    guard issues.isEmpty, let assembly else {
      let found = SettingsIssues(issues)
      Terminal.error("\(found)\n\(found.count) in the entries")
      throw ExitCode(1)
    }
    return assembly
  }
}

/// `--config F` or `--entries FILE...`.
struct FAQOption: ParsableArguments {
  @Option(name: .long, help: "The config whose faq stage is asked. (default: config/replyd.json)")
  var config: String?
  @Option(
    name: .long, parsing: .upToNextOption, help: "FAQ files alone, with the default settings.")
  var entries: [String] = []

  func validate() throws {
    if config != nil && !entries.isEmpty {
      throw ValidationError("name a config or entries, not both")
    }
  }

  func load() throws -> AskedFAQ { try AskedFAQ(config: config, files: entries) }
}
