import ArgumentParser
import Foundation
import PluginKit

/// `replyd replay`: a recorded history through the whole daemon on a virtual clock.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Plays past messages through the whole daemon on a virtual clock; posts nothing.")

  enum Worse: String, ExpressibleByArgument, CaseIterable {
    case breaches, pages
  }

  @OptionGroup var config: ConfigOption
  @Option(name: .long, help: "JSON lines as for annotate, with createdAt.") var input: String
  @Option(name: .long, help: "A changed config: what would it do differently?") var against: String?
  @Option(
    name: .long,
    help: "Status 2 when the changed config has more of these: breaches, pages (comma-separated).")
  var failOn: String?
  @Option(name: .long, help: "Differences printed.") var limit = 20
  @Flag(name: .long, help: "Print JSON.") var json = false

  func validate() throws {
    _ = try worse()
    if failOn != nil && against == nil { throw ValidationError("--fail-on needs --against") }
  }

  func run() async throws {
    let messages = try history()
    let (first, wall) = try await play(config, messages)
    guard let against else {
      let report = ReplayReport(outcome: first, wall: wall)
      if json { Terminal.json(report.json) } else { report.printText() }
      return
    }
    var other = config
    other.config = against
    let (second, secondWall) = try await play(other, messages)
    let comparison = ReplayComparison(before: first, after: second)
    if json {
      let both: JSONValue = [
        "before": ReplayReport(outcome: first, wall: wall).json,
        "after": ReplayReport(outcome: second, wall: secondWall).json,
        "comparison": comparison.json,
      ]
      Terminal.json(both)
    } else {
      comparison.printText(limit: limit)
    }
    let isWorse = try worse().contains { worse in
      switch worse {
      case .breaches: comparison.moreBreaches > 0
      case .pages: comparison.morePages > 0
      }
    }
    if isWorse { throw ExitCode(2) }
  }

  private func worse() throws -> [Worse] {
    try (failOn ?? "").split(separator: ",").map { name in
      guard let worse = Worse(rawValue: String(name)) else {
        throw ValidationError("--fail-on takes breaches and pages, not \(name)")
      }
      return worse
    }
  }

  private func play(_ config: ConfigOption, _ messages: [Message]) async throws
    -> (ReplayOutcome, Double)
  {
    let (assembly, hash) = try config.load(forDaemon: true)
    let bar = ProgressBar(total: messages.count)
    let start = SystemTime.monotonicSeconds
    let run = ReplayRun(
      assembly: assembly, hash: hash, messages: messages, onProgress: bar.show)
    let outcome = try await onThread { try run.outcome() }
    await assembly.endPlugins()
    bar.end()
    return (outcome, SystemTime.monotonicSeconds - start)
  }

  private func history() throws -> [Message] {
    var lines = try LineFile(input)
    var messages: [Message] = []
    var number = 0
    while let batch = try lines.next(1000) {
      for line in batch {
        number += 1
        do {
          guard var message = try AnnotateLine.message(line) else { continue }
          message.id.connector = message.platform == "annotate" ? "recording" : message.platform
          messages.append(message)
        } catch {
          Terminal.error("\(input):\(number): \(error)")
          throw ExitCode(1)
        }
      }
    }
    return messages
  }
}

/// On a thread of its own: a simulation blocks it, and programs are talked to by other tasks.
private func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value)
  async throws -> Value
{
  try await withCheckedThrowingContinuation { continuation in
    let thread = Thread { continuation.resume(with: Result { try body() }) }
    thread.stackSize = 8 << 20
    thread.start()
  }
}
