import Foundation
import PluginKit
import Testing

/// Each folder of `Tests/Scenarios`: what the undisturbed daemon does, and that no crash breaks a
/// promise.
@Suite struct ScenarioTests {
  @Test(arguments: try Scenario.chosen) func everyPathEndsAsExpected(_ name: String) throws {
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

  @Test(arguments: try Scenario.chosen) func noCrashBreaksAPromise(_ name: String) throws {
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

  @Test(arguments: try Scenario.chosen) func theSameRunGivesTheSameBytes(_ name: String) throws {
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

/// The points at which a scenario is crashed: every one of the undisturbed run. Of those at one
/// instant that leave the same behind, one stands for all, as their runs are the same from there
/// on; of more than `limit` an even sample is taken. `REPLYD_SWEEP=full` takes each by itself.
struct Sweep: Sendable {
  static let limit = 400

  let points: [Fuse.Point]
  let summary: String

  init(_ counts: Fuse.Counts) {
    let all = counts.points.map(\.point)
    guard ProcessInfo.processInfo.environment["REPLYD_SWEEP"] != "full" else {
      points = all
      summary = "\(all.count) crash points"
      return
    }
    var seen: Set<Fuse.Remains> = []
    let distinct = counts.points.filter { seen.insert($0.remains).inserted }.map(\.point)
    let isSample = distinct.count > Self.limit
    points =
      isSample
      ? (0..<Self.limit).map { distinct[$0 * distinct.count / Self.limit] } : distinct
    let share = isSample ? ", an even sample of them run" : ""
    summary = "\(all.count) crash points, \(distinct.count) distinct\(share)"
  }
}
