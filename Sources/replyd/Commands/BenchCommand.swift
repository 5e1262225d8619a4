import ArgumentParser
import ConfigLoading
import Engine
import Foundation
import PluginHosting
import PluginKit

/// `replyd bench`: what one core does with the config's stages, one by one and together.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures each stage and the pipeline on one core, over the given messages.")

  @OptionGroup var config: ConfigOption
  @Option(name: .long, help: "JSON lines as for annotate.") var input = "config/demo/messages.jsonl"
  @Option(name: .long, help: "Seconds a measurement.") var seconds = 2.0
  @Flag(name: .long, help: "Print JSON.") var json = false

  func run() async throws {
    let (assembly, _) = try config.load(forDaemon: false)
    let messages = try messages()
    var figures: [(name: String, perSecond: Double)] = []
    for stage in assembly.stages {
      let alone = Pipeline(stages: [stage], brand: assembly.brand)
      figures.append(("stage.\(stage.name)", await rate(of: alone, messages)))
    }
    let all = Pipeline(stages: assembly.stages, brand: assembly.brand)
    figures.append(("pipeline.perCore", await rate(of: all, messages)))
    await assembly.endPlugins()
    if json {
      let members = figures.map {
        JSONValue.Member(
          $0.name, ["value": .rounded($0.perSecond, digits: 0), "unit": "messages/s"])
      }
      return Terminal.json(.object(members))
    }
    Terminal.line("\(messages.count) messages, \(seconds) s each, one core")
    for figure in figures {
      let name = figure.name + String(repeating: " ", count: max(1, 20 - figure.name.count))
      let micros = String(format: "%.1f", 1e6 / figure.perSecond)
      Terminal.line("\(name)\(Int(figure.perSecond)) messages/s, \(micros) µs a message")
    }
  }

  private func messages() throws -> [Message] {
    var lines = try LineFile(input)
    var messages: [Message] = []
    while let batch = try lines.next(1000) {
      for line in batch {
        // Recordings also hold edits and deletions.
        let object = try JSONReader.read(line)
        if object["text"] == nil || object["id"] == nil {
          continue
        }
        if let message = try AnnotateLine.message(line) { messages.append(message) }
      }
    }
    guard !messages.isEmpty else {
      Terminal.error("\(input) holds no message")
      throw ExitCode(1)
    }
    return messages
  }

  private func rate(of pipeline: Pipeline, _ messages: [Message]) async -> Double {
    pipeline.stages.contains { $0.stage is any ProcessHosting }
      ? await rateTogether(of: pipeline, messages) : await rateAlone(of: pipeline, messages)
  }

  /// A program is asked about as many messages together as the daemon's worker has under way.
  private func rateTogether(of pipeline: Pipeline, _ messages: [Message]) async -> Double {
    _ = await pipeline.evaluate(messages[0], now: messages[0].createdAt)
    let start = SystemTime.monotonicSeconds
    let end = start + seconds
    let count = await withTaskGroup(of: Int.self) { group in
      for first in 0..<Pipeline.maxConcurrent {
        group.addTask {
          var done = 0
          while SystemTime.monotonicSeconds < end {
            let message = messages[(first + done) % messages.count]
            _ = await pipeline.evaluate(message, now: message.createdAt)
            done += 1
          }
          return done
        }
      }
      return await group.reduce(0, +)
    }
    return Double(count) / (SystemTime.monotonicSeconds - start)
  }

  private func rateAlone(of pipeline: Pipeline, _ messages: [Message]) async -> Double {
    for message in messages { _ = await pipeline.evaluate(message, now: message.createdAt) }
    let start = SystemTime.monotonicSeconds
    var count = 0
    var elapsed = 0.0
    while elapsed < seconds {
      for message in messages { _ = await pipeline.evaluate(message, now: message.createdAt) }
      count += messages.count
      elapsed = SystemTime.monotonicSeconds - start
    }
    return Double(count) / elapsed
  }
}
