import ArgumentParser
import Engine
import Foundation
import PluginKit

/// `replyd eval`: how good a stage is on labelled messages.
struct EvalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Measures a stage on labelled messages: confusion, calibration, worst mistakes.")

  @Option(
    name: .long,
    help: "A stage with a label: sentiment, intent, language, or a folder; or crisis.")
  var stage: String
  @Option(
    name: .long,
    help: "JSON lines with \"text\" and \"label\" (crisis: \"categories\"), or conversations.")
  var data: String
  @Option(name: .long, help: "JSON lines with \"id\" and the label, where the data has none.")
  var labels: String?
  @Option(
    name: .long,
    help: "Takes the stage, with those before it, from this config; without: it stands alone.")
  var config: String?
  @Option(name: .long, help: "How many mistakes are shown.") var worst = 10
  @Flag(name: .long, help: "Print JSON.") var json = false

  @Option(
    name: .long, parsing: .upToNextOption,
    help: "For crisis: the severities at which messages are counted; without: 0.5 0.7.")
  var at: [Double] = []

  func validate() throws {
    guard worst >= 0 else { throw ValidationError("--worst cannot be negative") }
  }

  func run() async throws {
    if stage == CrisisEval.stage { return try await measureSevere() }
    let rows = try EvalRows(stage: stage, labels: labels).read(data)
    let assembly = try assembly()
    guard let found = assembly.stages.first(where: { $0.name == stage }) ?? assembly.stages.first
    else {
      Terminal.error("the config has no stage \"\(stage)\"")
      throw ExitCode(1)
    }
    // A stage may read the findings of those before it.
    let before = assembly.stages.prefix { $0.name != found.name }
    let pipeline = Pipeline(stages: before + [found], brand: assembly.brand)
    let bar = ProgressBar(total: rows.count)
    var findings: [Finding?] = []
    for (number, row) in rows.enumerated() {
      let evaluation = await pipeline.evaluate(row.message, now: row.message.createdAt)
      findings.append(evaluation.findings[found.name])
      bar.show(number + 1)
    }
    bar.end()
    await assembly.endPlugins()
    let report = EvalReport(
      stage: stage, data: data, result: EvalResult(rows, findings: findings), worst: worst)
    if json { Terminal.json(report.json) } else { Terminal.line(report.text) }
  }

  /// Severe messages have several categories, and most messages none.
  private func measureSevere() async throws {
    let rows = try CrisisEval.rows(data)
    let assembly = try assembly()
    let stages = assembly.stages.filter { $0.name == stage }
    let pipeline = Pipeline(stages: stages, brand: assembly.brand)
    let bar = ProgressBar(total: rows.count)
    var findings: [Finding?] = []
    for (number, row) in rows.enumerated() {
      let evaluation = await pipeline.evaluate(row.message, now: row.message.createdAt)
      findings.append(evaluation.findings[stage])
      bar.show(number + 1)
    }
    bar.end()
    await assembly.endPlugins()
    let measured = CrisisEval(
      rows, findings: findings, limits: at.isEmpty ? CrisisEval.usualLimits : at)
    if json { Terminal.json(measured.json) } else { Terminal.line(measured.text) }
  }

  /// With the stage alone if no config is named.
  private func assembly() throws -> Assembly {
    if let config {
      let option = try ConfigOption.parse(["--config", config])
      let assembly = try option.load(forDaemon: false).assembly
      guard assembly.stages.contains(where: { $0.name == stage }) else {
        Terminal.error("\(config) has no stage \"\(stage)\"")
        throw ExitCode(1)
      }
      return assembly
    }
    let plugin =
      stage.hasPrefix("/") || !stage.contains("/")
      ? stage : FileManager.default.currentDirectoryPath + "/" + stage
    let text: JSONValue = [
      "brand": ["name": "eval", "timeZone": "UTC"], "connectors": [:],
      "stages": [["plugin": .string(plugin)]],
    ]
    let file = FileManager.default.temporaryDirectory.appending(
      path: "replyd-eval-\(UUID().uuidString).json")
    try Data(text.text().utf8).write(to: file)
    let loaded = Result {
      try ConfigOption.parse(["--config", file.path]).load(forDaemon: false).assembly
    }
    try FileManager.default.removeItem(at: file)
    return try loaded.get()
  }
}
