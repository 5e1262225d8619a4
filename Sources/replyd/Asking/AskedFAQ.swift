import ArgumentParser
import ConfigLoading
import Engine
import FAQStagePlugin
import Foundation
import Matching
import PluginKit
import TextAnalysis

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
    return try FAQIndexes.index(
      of: stage.settings.chosen, options, encoder: stage.encoder)
  }

  /// What the entries make of messages, and what each means, if they are compared by that; a
  /// progress bar tells how far it is.
  ///
  /// - Parameters:
  ///   - rows: one without a label counts as unanswerable.
  ///   - share: of unanswerable messages, instead of the stage's.
  func measure(
    _ rows: [FAQRow], unanswerableShare share: Double?
  ) throws -> (measure: FAQMeasure, meanings: [SentenceVector]?) {
    let index = try index(unanswerableShare: share)
    let encoder = index.wantsMeaning(of: nil) ? stage.encoder : nil
    var questions = rows.map { $0.question ?? .init(text: $0.normalized, entry: nil) }
    let bar = ProgressBar(total: rows.count)
    defer { bar.end() }
    for start in stride(from: 0, to: encoder == nil ? 0 : rows.count, by: Self.batch) {
      let range = start..<min(start + Self.batch, rows.count)
      let texts = rows[range].map { $0.normalized.sentences(in: $0.text) }
      let meanings = try encoder?.vectors(of: texts, isKept: false) ?? []
      for (number, meaning) in zip(range, meanings) { questions[number].meaning = meaning }
      bar.show(range.upperBound)
    }
    let measure = FAQMeasure(index, questions, progress: encoder == nil ? bar.show : { _ in })
    return (measure, encoder == nil ? nil : questions.compactMap(\.meaning))
  }

  /// Messages that are encoded at once.
  private static let batch = 64

  /// A line about what is left out, if something is.
  var note: String? {
    stages.count > 1
      ? "\(name) has \(stages.count) faq stages; this is about the first" : nil
  }

  private static var cache: URL {
    FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first
      ?? FileManager.default.temporaryDirectory
  }

  /// A config of the stage alone, with the guide as shipped.
  private static func assembly(of files: [String]) throws -> Assembly {
    let source = FileSettingsSource(environment: ProcessInfo.processInfo.environment)
    let missing = files.filter { !FileManager.default.fileExists(atPath: $0) }
    for file in missing { Terminal.error("cannot read \(file): there is no such file") }
    if !missing.isEmpty { throw ExitCode(1) }
    let config: JSONValue = [
      // Nothing is stored but the vectors of the entries' questions.
      "store": ["sqlite": .string(Self.cache.appending(path: "replyd/faq.sqlite").path)],
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
