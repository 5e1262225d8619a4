import Foundation
import PluginKit
import Testing

/// Each folder of `Tests/Scenarios`: what the undisturbed daemon does, and that no crash breaks a
/// promise.
@Suite struct ScenarioTests {
  @Test(arguments: try Scenario.names) func everyPathEndsAsExpected(_ name: String) throws {
    let scenario = try Scenario(named: name)
    let outcome = try ScenarioRun.play(scenario)
    if Scenario.isRecording {
      let file = Scenario.folder.appending(path: "\(name)/expected.json")
      let text = scenario.expected.recorded(outcome).text(pretty: true) + "\n"
      try Data(text.utf8).write(to: file)
    } else {
      report(scenario.expected.differences(from: outcome), name, outcome)
    }
    report(Promises.broken(in: outcome), name, outcome)
  }

  @Test(arguments: try Scenario.names) func noCrashBreaksAPromise(_ name: String) throws {
    let scenario = try Scenario(named: name)
    let began = SystemTime.monotonicSeconds
    let counts = try ScenarioRun.play(scenario).counts
    let sweep = Sweep(counts)
    for point in sweep.points {
      let outcome = try play(scenario, point)
      let faults = Promises.broken(in: outcome) + scenario.expected.faults(in: outcome)
      report(faults, "\(name), \(point) (\(outcome.counts.blownAt ?? "never reached"))", outcome)
      #expect(outcome.counts.blownAt != nil, "\(name): \(point) was never reached")
    }
    print("scenario \(name): \(sweep.summary) in \(seconds(since: began)) s")
  }

  @Test(arguments: try Scenario.names) func theSameRunGivesTheSameBytes(_ name: String) throws {
    let scenario = try Scenario(named: name)
    let first = try ScenarioRun.play(scenario).log, second = try ScenarioRun.play(scenario).log
    #expect(!first.isEmpty)
    #expect(Array(first.utf8) == Array(second.utf8))
  }

  @Test func thereAreScenariosToPlay() throws { #expect(try Scenario.names.count >= 25) }

  private func play(_ scenario: Scenario, _ point: Fuse.Point) throws -> Outcome {
    do {
      return try ScenarioRun.play(scenario, crash: point)
    } catch {
      Issue.record("\(scenario.name), \(point): \(error)")
      throw error
    }
  }

  private func report(_ faults: [String], _ place: String, _ outcome: Outcome) {
    guard !faults.isEmpty else { return }
    let log = outcome.world.log.suffix(60).joined(separator: "\n    ")
    Issue.record("\(place):\n  \(faults.joined(separator: "\n  "))\n  what happened:\n    \(log)")
  }

  private func seconds(since began: Double) -> String {
    String(format: "%.1f", SystemTime.monotonicSeconds - began)
  }
}

/// The points at which a scenario is crashed: every one of the undisturbed run, or, when there are
/// more than `limit`, an even sample. `REPLYD_SWEEP=full` takes all.
struct Sweep: Sendable {
  static let limit = 400

  let points: [Fuse.Point]
  private let total: Int

  init(_ counts: Fuse.Counts) {
    var all: [Fuse.Point] = []
    if counts.storeCalls > 0 {
      all += (1...counts.storeCalls).map { Fuse.Point(kind: .storeCall, number: $0) }
    }
    if counts.exchanges > 0 {
      all += (1...counts.exchanges).map { Fuse.Point(kind: .exchange, number: $0) }
    }
    total = all.count
    let isFull = ProcessInfo.processInfo.environment["REPLYD_SWEEP"] == "full"
    points =
      isFull || all.count <= Self.limit
      ? all : (0..<Self.limit).map { all[$0 * all.count / Self.limit] }
  }

  var summary: String {
    let share = points.count < total ? " of \(total), an even sample" : ""
    return "\(points.count)\(share) crash points"
  }
}
