import ArgumentParser
import Engine
import Foundation
import PluginKit

/// `replyd annotate`: JSON lines in, the pipeline's findings and decision out; no store, no
/// network. The JSON is fixed: others build on it.
struct AnnotateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate",
    abstract: "Runs the pipeline over JSON lines; prints findings and decision of each.")

  /// Lines evaluated together.
  static let batchSize = 256

  @OptionGroup var config: ConfigOption
  @Option(name: .long, help: "JSON lines; - is standard input.") var input = "-"
  @Option(name: .long, help: "Where to write; - is standard output.") var output = "-"

  func run() async throws {
    let (assembly, _) = try config.load(forDaemon: false)
    let annotator = Annotator(assembly: assembly)
    var lines = try LineFile(input)
    let sink = try ByteSink(output)
    var number = 0
    while let batch = try lines.next(Self.batchSize) {
      var inputs: [Message] = []
      for line in batch {
        number += 1
        do {
          if let message = try AnnotateLine.message(line) { inputs.append(message) }
        } catch {
          Terminal.error("\(input):\(number): \(error)")
          throw ExitCode(1)
        }
      }
      try sink.write(await annotator.annotate(inputs))
    }
    await assembly.endPlugins()
  }
}

/// Evaluates batches on all cores, keeping their order.
private struct Annotator: Sendable {
  private let pipeline: Pipeline
  private let guide: any Vetting
  /// Tasks at once: programs are asked about many messages together.
  private let width: Int
  private let time = SystemTime()

  init(assembly: Assembly) {
    pipeline = Pipeline(stages: assembly.stages, brand: assembly.brand)
    guide = assembly.guide
    let cores = max(1, ProcessInfo.processInfo.activeProcessorCount)
    width = assembly.hasPrograms ? AnnotateCommand.batchSize : cores
  }

  func annotate(_ messages: [Message]) async -> [UInt8] {
    let share = (messages.count + width - 1) / width
    return await withTaskGroup(of: (Int, [UInt8]).self) { group in
      for start in stride(from: 0, to: messages.count, by: max(share, 1)) {
        let slice = messages[start..<min(start + share, messages.count)]
        group.addTask { (start, await lines(slice)) }
      }
      var parts: [(Int, [UInt8])] = []
      for await part in group { parts.append(part) }
      return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }
  }

  private func lines(_ messages: ArraySlice<Message>) async -> [UInt8] {
    var writer = JSONWriter()
    for message in messages {
      let evaluation = await pipeline.evaluate(message, now: message.createdAt)
      let decision = evaluation.decision.vetted(
        by: guide, for: message, limits: .unlimited)
      let record = DecisionRecord(evaluation, decision)
      writer.write(
        .object([
          .init("id", .string(message.id.remote)), .init("findings", record.findings),
          .init("decision", record.outcome),
        ]))
      writer.newLine()
    }
    return writer.bytes
  }
}
