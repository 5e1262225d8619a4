import ArgumentParser
import Foundation
import PluginKit
import TestSupport

/// Durable throughput of the whole: a server full of mentions, the real daemon in mode `auto`, and
/// the time until every reply stands in the server's own record.
@main
struct EndToEndCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "EndToEndBench")

  @Option(help: "Mentions that wait when the daemon starts.") var messages = 20_000
  @Option(help: "What `replyd bench --json` printed, to go into the same table.")
  var stages: String?
  @Option(help: "Figures of other programs, measured in the same run.") var others: String?
  @Option(help: "Where the figures go, as JSON.") var output: String?
  @Option(help: "Seconds of steady load, to measure how long a customer waits.") var seconds = 20
  @Option(help: "Where perf records the daemon, when it is installed.")
  var profile = ".build/bench.perf"

  func run() async throws {
    var figures = try stages.map { try Figures(contentsOf: $0) } ?? Figures()
    let run = try await EndToEndRun(messages: messages, profile: profile).measure()
    figures.add("endToEnd.durable", run.perSecond, "messages/s")
    figures.add("endToEnd.cpu", run.processorMicroseconds, "µs/message")
    figures.add("endToEnd.memory", run.peakMegabytes, "MB")
    if let others { figures.append(try Figures(contentsOf: others)) }
    add(try await LatencyRun(seconds: seconds).measure(), to: &figures)
    add(try await StartRun().measure(), to: &figures)
    add(run.memory, "after", "when \(messages) messages are done", to: &figures)
    addBudget(of: run, to: &figures)
    print(figures.table)
    if let output { try figures.write(to: output) }
  }
}

extension EndToEndCommand {
  private func add(_ latency: LatencyRun.Result, to figures: inout Figures) {
    let note =
      "mention's to reply's time on the server, at \(LatencyRun.perSecond) messages/s; "
      + "includes polling every \(LatencyRun.pollEvery)"
    figures.add("pollToPost.p50", latency.percentile(50), "ms", note: note)
    figures.add("pollToPost.p99", latency.percentile(99), "ms", note: "the same")
  }

  private func add(_ start: StartRun.Result, to figures: inout Figures) {
    figures.add(
      "start", start.medianSeconds, "s", digits: 3,
      note: "spawn to the first answer on /healthz, median of \(StartRun.starts)")
    add(start.memory, "rest", "\(StartRun.rest.text) after a start", to: &figures)
  }

  private func add(
    _ memory: ProcessFigures.Memory, _ name: String, _ note: String, to figures: inout Figures
  ) {
    figures.add("\(name).resident", memory.residentMegabytes, "MB", note: note)
    figures.add("\(name).privateDirty", memory.privateDirtyMegabytes, "MB", note: note)
  }

  /// The parts add up to `endToEnd.cpu`.
  private func addBudget(of run: EndToEndRun.Result, to figures: inout Figures) {
    guard let shares = run.shares else {
      return print("no budget: perf is not installed (Debian: linux-perf)")
    }
    if shares.isEmpty { print("no budget: perf may not record here (kernel.perf_event_paranoid)") }
    for (part, share) in shares {
      figures.add(
        "budget.\(part)", share * run.processorMicroseconds, "µs/message",
        note: "\(Int((share * 100).rounded())) % of the samples")
    }
  }
}
