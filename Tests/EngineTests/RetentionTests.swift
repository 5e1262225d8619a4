import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

/// The daemon removes what is closed and old, forgets whom it is told to, and nothing else changes.
@Suite struct RetentionTests {
  @Test func closedMessagesGoAndAHandoffThatWaitsStays() throws {
    var setup = EngineRun.Setup()
    setup.keep = .hours(2)
    try EngineRun.play(setup) { run in
      run.platform.write(
        .make("spam", id: "1", author: .make(id: "a")),
        .make("question", id: "2", author: .make(id: "b")),
        .make("complaint", id: "3", author: .make(id: "c")))
      try await run.untilSettled(3)
      try await run.pass(.hours(1))
      #expect(try await run.status().messages == 3)
      try await run.pass(.hours(2))
      let status = try await run.status()
      #expect(status.messages == 1 && status.handoffsByState["notified"] == 1)
      // What is seen again is known, and answered by nobody.
      run.platform.edit(.make("question again", id: "2", author: .make(id: "b")))
      try await run.pass(.minutes(5))
      #expect(try await run.status().messages == 1)
      #expect(run.platform.texts.filter { $0.hasPrefix("Re:") } == ["Re: question"])
      #expect(run.observer.alarms.isEmpty)
    }
  }

  @Test func withoutKeepNothingIsRemoved() throws {
    try EngineRun.play { run in
      run.platform.write(.make("spam"))
      try await run.untilSettled(1)
      try await run.pass(.hours(48))
      #expect(try await run.status().messages == 1)
    }
  }

  @Test func aForgottenAuthorsHoldAndReplyAreGoneAndTheNextIsServed() throws {
    var setup = EngineRun.Setup()
    setup.mode = .draft
    try EngineRun.play(setup) { run in
      run.platform.write(.make("question", id: "1", author: .make(id: "a")))
      try await run.until("a draft waits") { try await run.store.drafts(limit: 9).count == 1 }
      let desk = OperatorDesk(
        store: run.store, daemon: run.daemon, teams: Teams(byName: [:], fallback: "care"),
        rules: VerifyRules(maxAutomatedTurns: 3, tolerance: .minutes(2), isLive: true),
        time: run.time)
      _ = try await desk.perform(.hold(.conversation(1), reason: "storm"), by: "kim")
      let report = try await desk.perform(.forget("test/a"), by: "kim")
      #expect(report["removed"]?["reply"] == 1 && report["removed"]?["hold"] == 1)
      #expect(try await run.status().messages == 0)
      #expect(try await run.store.holds().isEmpty)
      await #expect(throws: OperatorDesk.Refusal.self) {
        _ = try await desk.perform(.forget("test/a"), by: "kim")
      }
      await #expect(throws: OperatorDesk.Refusal.self) {
        _ = try await desk.perform(.backup("not/whole"), by: "kim")
      }
      run.platform.write(.make("question", id: "2", author: .make(id: "b")))
      try await run.until("a draft waits") { try await run.store.drafts(limit: 9).count == 1 }
    }
  }
}
