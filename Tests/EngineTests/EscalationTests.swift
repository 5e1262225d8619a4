import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

/// Humans are told until one of them takes it (P5).
@Suite struct EscalationTests {
  private func escalating() throws -> EngineRun.Setup {
    var setup = EngineRun.Setup()
    setup.teams = Teams(
      byName: [
        "care": try Team.parsed(
          """
          {"notify":["desk"],"repeatEvery":"1h",
           "escalate":[{"after":"10m","notify":["onCall"]},{"after":"30m","notify":["onCall"]}]}
          """)
      ], fallback: "care")
    return setup
  }

  @Test func aNotifierThatFailsIsAskedAgainWithTheSameKey() throws {
    try EngineRun.play { run in
      run.notifier.nextFail(.retry(after: nil, "down"), .retry(after: .minutes(2), "busy"))
      run.platform.write(.make("hm"))
      try await run.untilSettled(1)
      #expect(run.notifier.calls.count == 3)
      #expect(Set(run.notifier.calls.map(\.key)).count == 1)
      #expect(run.notifier.told.count == 1)
      #expect(run.time.now >= fixtureTime + .minutes(2))
    }
  }

  @Test func aNotifierThatRefusesLeavesItToTheNextRoute() throws {
    try EngineRun.play(try escalating()) { run in
      run.notifier.nextFail(.refused("the address is gone"))
      run.platform.write(.make("hm"))
      try await run.untilSettled(1)
      #expect(run.notifier.told.map(\.level) == [0])
      #expect(run.time.now < fixtureTime + .minutes(1))
    }
  }

  @Test func anUntakenHandoffGoesThroughItsLevelsAndRepeats() throws {
    try EngineRun.play(try escalating()) { run in
      run.platform.write(.make("hm"))
      try await run.pass(.hours(3))
      #expect(run.notifier.told.map(\.level) == [0, 1, 2, 3, 4])
      #expect(Set(run.notifier.told.map(\.key)).count == 5)
    }
  }

  @Test func aTakenHandoffEscalatesNoFurther() throws {
    try EngineRun.play(try escalating()) { run in
      run.platform.write(.make("hm"))
      try await run.pass(.minutes(15))
      let handoff = try #require(try await run.store.handoffs(waitingOnly: true, limit: 9).first)
      _ = try await run.store.take(Taking(handoff: handoff.id, by: "ana", at: run.time.now))
      try await run.pass(.hours(5))
      #expect(run.notifier.told.map(\.level) == [0, 1])
    }
  }

  @Test func overdueEscalationsGoOutAfterThreeDaysOfDowntime() throws {
    let setup = try escalating()
    try EngineRun.simulate(setup) { run in
      run.platform.write(.make("hm"))
      try await run.operate { try await run.untilSettled(1) }
      let second = try await run.restarted(after: .hours(72))
      try await second.operate {
        try await second.until("all is told") { second.notifier.told.count == 3 }
        try await second.pass(.hours(2))
        #expect(
          second.notifier.told.map(\.occasion) == [
            .opened, .overdue, .overdue, .escalated, .escalated,
          ])
      }
      try await second.checkPromises()
    }
  }

  /// A team that got more levels since must not forget its old handoffs.
  @Test func aHandoffOpenedUnderAnotherConfigEscalatesOn() throws {
    var before = EngineRun.Setup()
    before.teams = Teams(
      byName: [
        "care": try Team.parsed(
          #"{"notify":["desk"],"escalate":[{"after":"20m","notify":["onCall"]}]}"#)
      ], fallback: "care")
    let after = try escalating()
    try EngineRun.simulate(before) { run in
      run.platform.write(.make("hm"))
      try await run.operate { try await run.untilSettled(1) }
      let second = try await run.restarted(after)
      try await second.operate {
        try await second.pass(.hours(4))
        #expect(second.notifier.told.count >= 4)
      }
      try await second.checkPromises()
    }
  }
}
