import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// What customers did after our reply is looked at three times.
@Suite struct OutcomeWatchTests {
  private var watching: EngineRun.Setup {
    var setup = EngineRun.Setup()
    setup.watchesOutcomes = true
    setup.maxPause = .minutes(10)
    return setup
  }

  @Test func silenceIsSeenAfterAnHourADayAndAWeek() throws {
    try EngineRun.play(watching) { run in
      run.platform.write(.make("question", id: "1"))
      try await run.untilSettled(1)
      let start = run.time.now
      try await run.pass(.minutes(50))
      #expect(try await results(run, since: start).isEmpty)
      try await run.pass(.hours(1))
      #expect(try await results(run, since: start) == ["silent"])
      try await run.pass(.hours(24))
      #expect(try await results(run, since: start) == ["silent", "silent"])
      try await run.pass(.hours(7 * 24))
      #expect(try await results(run, since: start) == ["silent", "silent", "silent"])
    }
  }

  @Test func aDeletionIsSeenAlsoWherePollsDoNotShowIt() throws {
    try EngineRun.play(watching) { run in
      run.platform.write(.make("question", id: "1"))
      try await run.untilSettled(1)
      let start = run.time.now
      run.platform.delete("1", isPolled: false)
      try await run.pass(.hours(2))
      #expect(try await results(run, since: start) == ["deleted"])
      try await run.pass(.hours(30))
      #expect(try await results(run, since: start) == ["deleted"])
    }
  }

  @Test func whoComplainsAgainAndWhoEditsIsToldApart() throws {
    try EngineRun.play(watching) { run in
      run.platform.write(
        .make("question", id: "1", author: .make(id: "a"), conversation: "c"),
        .make("question", id: "2", author: .make(id: "b")))
      try await run.untilSettled(2)
      let start = run.time.now
      try await run.pass(.minutes(1))
      run.platform.write(
        .make("spam", id: "3", author: .make(id: "a"), createdAt: run.time.now, conversation: "c"))
      run.platform.edit(
        .make("question again", id: "2", author: .make(id: "b"), editedAt: run.time.now),
        isPolled: false)
      try await run.pass(.hours(2))
      #expect(Set(try await results(run, since: start)) == ["wroteAgain", "edited"])
    }
  }

  @Test func withoutOutcomesThereAreNoLooksToCome() throws {
    try EngineRun.play { run in
      run.platform.write(.make("question", id: "1"))
      try await run.untilSettled(1)
      try await run.pass(.hours(2))
      #expect(try await steps(run).isEmpty)
    }
  }

  /// Turned off, on and off again by reloads.
  @Test func aReloadPutsTheChangeInForce() throws {
    try EngineRun.play(watching) { run in
      run.platform.write(.make("question", id: "1"))
      try await run.untilSettled(1)
      try await run.pass(.hours(2))
      #expect(try await steps(run) == ["silent", nil])
      try await run.reload { $0.watchesOutcomes = false }
      run.platform.write(.make("question", id: "2", author: .make(id: "b"), conversation: "b"))
      try await run.untilSettled(2)
      try await run.pass(.minutes(30))
      #expect(try await steps(run) == ["silent"], "what was seen stays, nothing waits")
      try await run.reload { $0.watchesOutcomes = true }
      run.platform.write(.make("question", id: "3", author: .make(id: "c"), conversation: "c"))
      try await run.untilSettled(3)
      try await run.pass(.hours(2))
      #expect(try await steps(run) == ["silent", "silent", nil])
    }
  }

  private func steps(_ run: EngineRun) async throws -> [String?] {
    let page = try await run.store.report(
      ReportSlice(since: fixtureTime - .hours(1), until: run.time.now + .hours(1)))
    return page.rows.flatMap { row in row.outcomes.map(\.result) }
  }

  /// By step.
  private func results(_ run: EngineRun, since start: Date) async throws -> [String] {
    let page = try await run.store.report(
      ReportSlice(since: start - .hours(1), until: start + .hours(1)))
    return page.rows.flatMap { row in row.outcomes.compactMap(\.result) }
  }
}
