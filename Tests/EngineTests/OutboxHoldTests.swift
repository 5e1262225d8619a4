import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

/// A hold while the outbox is full (P8).
@Suite struct OutboxHoldTests {
  /// On the platform, while nothing goes out: some customers take their message back, and people
  /// answer others.
  @Test func noneOfFiveHundredStartsDuringAHoldAndEachIsCheckedAgainAfterIt() throws {
    var setup = EngineRun.Setup()
    setup.postTakes = .seconds(5)
    setup.traits = .make(idempotency: .readBack, maxInFlight: 8)
    try EngineRun.play(setup) { run in
      for number in 0..<500 {
        run.platform.write(.make("question", id: "\(number)", author: .make(id: "\(number)")))
      }
      try await run.until("all are decided, and some under way") {
        let replies = try await run.store.status(now: run.time.now).repliesByState
        return replies.values.reduce(0, +) == 500 && (replies["sending"] ?? 0) > 0
      }
      _ = try await run.daemon.hold(.everything, reason: "storm", by: "ana")
      let before = run.platform.attempts.count
      let held = try await run.store.status(now: run.time.now).repliesByState["held"] ?? 0
      #expect(held > 450)
      try await run.pass(.hours(1))
      #expect(run.platform.attempts.count == before, "none starts after its commit")

      let outside = (300..<400).map { "\($0)" }
      for id in outside.prefix(60) { run.platform.delete(id, isPolled: false) }
      for id in outside.dropFirst(60) { run.platform.answerNatively(id) }
      #expect(try await run.daemon.release(nil, by: "ana") == 1)
      try await run.untilSettled(500)
      let answered = Set(run.platform.posts.map(\.parent.id.remote))
      #expect(answered.isDisjoint(with: outside))
      #expect(answered.count == 400 && run.platform.posts.count == 400)
    }
  }
}
