import Foundation
import PluginKit
import PluginTesting
import Synchronization
import Testing

@testable import Engine

/// How replies reach a platform that fails (P3, P8).
@Suite struct SendingTests {
  @Test func aRetryWaitsAsLongAsThePlatformAsks() throws {
    try EngineRun.play { run in
      run.platform.nextPosts(.retry(after: .minutes(10)))
      run.platform.write(.make("question"))
      try await run.untilSettled(1)
      let attempts = run.platform.attempts
      #expect(attempts.count == 2)
      #expect(attempts[1].startedAt.timeIntervalSince(attempts[0].startedAt) >= 600)
      #expect(run.platform.texts == ["Re: question"])
    }
  }

  @Test func aRefusalWithATimeHoldsBackAllRepliesOfTheConnector() throws {
    try EngineRun.play { run in
      run.platform.nextPosts(.retry(after: .minutes(10)))
      run.platform.write(.make("question", id: "1"))
      try await run.until("it was tried") { run.platform.attempts.count == 1 }
      run.platform.write(.make("question", id: "2", createdAt: run.time.now))
      try await run.untilSettled(2)
      let attempts = run.platform.attempts
      #expect(
        attempts.dropFirst().allSatisfy { $0.startedAt >= attempts[0].startedAt + .minutes(10) })
    }
  }

  @Test func aRetryWithoutATimeBacksOff() throws {
    try EngineRun.play { run in
      run.platform.nextPosts(.retry(after: nil), .retry(after: nil), .retry(after: nil))
      run.platform.write(.make("question"))
      try await run.untilSettled(1)
      let starts = run.platform.attempts.map(\.startedAt)
      let pauses = zip(starts, starts.dropFirst()).map { $1.timeIntervalSince($0) }
      #expect(pauses.count == 3)
      #expect(pauses == pauses.sorted() && pauses[2] > pauses[0])
      #expect(Set(run.platform.attempts.map(\.reply.key)).count == 1)
    }
  }

  @Test func anUnknownSendThatIsOutIsNeverPostedAgain() throws {
    try EngineRun.play { run in
      run.platform.nextPosts(.takesAndIsCut)
      run.platform.write(.make("question"))
      try await run.untilSettled(1)
      #expect(run.platform.attempts.count == 1)
      #expect(try await run.status().answered == 1)
    }
  }

  @Test func anUnknownSendThatIsNotOutIsPostedOnceMoreWithTheSameKeyAndBody() throws {
    try EngineRun.play { run in
      run.platform.nextPosts(.isCutBefore)
      run.platform.write(.make("question"))
      try await run.untilSettled(1)
      let attempts = run.platform.attempts
      #expect(attempts.count == 2)
      #expect(attempts[0].reply.key == attempts[1].reply.key)
      #expect(attempts[0].reply.text == attempts[1].reply.text)
      #expect(run.platform.posts.count == 1)
    }
  }

  @Test func absenceIsBelievedOnlyAfterThePostCouldHaveSurfaced() throws {
    var setup = EngineRun.Setup()
    setup.traits = .make(idempotency: .readBack, surfacesWithin: .minutes(5))
    try EngineRun.play(setup) { run in
      run.platform.nextPosts(.isCutBefore)
      run.platform.write(.make("question"))
      try await run.untilSettled(1)
      let starts = run.platform.attempts.map(\.startedAt)
      #expect(starts[1].timeIntervalSince(starts[0]) >= 300)
    }
  }

  @Test func whatThePlatformCannotTellGoesToAHumanMarkedUnknown() throws {
    try EngineRun.play { run in
      run.platform.nextPosts(.takesAndIsCut)
      for _ in 0..<20 { run.platform.nextReadBacks(.inconclusive("truncated")) }
      run.platform.write(.make("question"))
      try await run.untilSettled(1)
      #expect(run.platform.attempts.count == 1)
      #expect(run.platform.timesAsked <= Reconciler.maxQuestions + 1)
      #expect(run.notifier.told.map(\.reason) == ["unknown: truncated"])
    }
  }

  @Test func whereNothingCanBeAskedTheUnknownGoesToAHuman() throws {
    var setup = EngineRun.Setup()
    setup.traits = .make(idempotency: .none)
    try EngineRun.play(setup) { run in
      run.platform.nextPosts(.isCutBefore)
      run.platform.write(.make("question"))
      try await run.untilSettled(1)
      #expect(run.platform.attempts.count == 1 && run.platform.timesAsked == 0)
      #expect(run.notifier.told.count == 1)
      #expect(run.notifier.told.first?.reason.hasPrefix("unknown") == true)
    }
  }

  @Test func aReplyThatIsLostAgainAndAgainGoesToAHuman() throws {
    try EngineRun.play { run in
      for _ in 0..<20 { run.platform.nextPosts(.isCutBefore) }
      run.platform.write(.make("question"))
      try await run.untilSettled(1)
      #expect(run.platform.attempts.count == Reconciler.maxAttempts)
      #expect(run.platform.posts.isEmpty && run.notifier.told.count == 1)
    }
  }

  @Test func aPlatformThatRefusesForGoodIsAHandoff() throws {
    try EngineRun.play { run in
      run.platform.nextPosts(.rejects)
      run.platform.write(.make("question"))
      try await run.untilSettled(1)
      #expect(run.platform.attempts.count == 1)
      #expect(run.notifier.told.map(\.reason) == ["the author blocks us"])
    }
  }

  @Test func aConversationHasOnePostInFlight() throws {
    var setup = EngineRun.Setup()
    setup.postTakes = .seconds(40)
    setup.limits = ReplyLimits(maxAutomatedTurns: 9, maxRepliesPerAuthorHour: 99)
    try EngineRun.play(setup) { run in
      for number in 0..<6 {
        run.platform.write(
          .make("question \(number)", id: "\(number)", conversation: "c\(number % 2)"))
        try await run.pass(.seconds(20))
      }
      try await run.untilSettled(6)
      #expect(run.platform.mostInOneConversation == 1)
      #expect(run.platform.posts.count == 6)
    }
  }

  @Test func theEarliestDeadlineGoesFirst() throws {
    var setup = EngineRun.Setup()
    setup.traits = .make(idempotency: .readBack, maxInFlight: 1)
    setup.postTakes = .seconds(1)
    try EngineRun.play(setup) { run in
      for (id, age) in [("1", 5), ("2", 25), ("3", 45), ("4", 15)] {
        run.platform.write(
          .make("question", id: id, author: .make(id: id), createdAt: fixtureTime - .minutes(age)))
      }
      try await run.untilSettled(4)
      #expect(run.platform.posts.map(\.parent.id.remote) == ["3", "2", "4", "1"])
    }
  }

  @Test func noSendStartsAfterAHoldAndHeldOnesGoAfterItsEnd() throws {
    var setup = EngineRun.Setup()
    setup.postTakes = .seconds(30)
    setup.traits = .make(idempotency: .readBack, maxInFlight: 2)
    try EngineRun.play(setup) { run in
      for number in 0..<10 {
        run.platform.write(
          .make("question", id: "\(number)", author: .make(id: "\(number)")))
      }
      try await run.until("some are under way") { run.platform.attempts.count == 2 }
      _ = try await run.daemon.hold(.everything, reason: "storm", by: "ana")
      try await run.pass(.minutes(10))
      #expect(run.platform.attempts.count == 2)
      #expect(try await run.daemon.release(nil, by: "ana") == 1)
      try await run.untilSettled(10)
      #expect(run.platform.posts.count == 10)
    }
  }

  /// Wherever the daemon is with the customer's next question when a person takes the conversation:
  /// what was not under way by then does not go out.
  @Test func noSendStartsInAConversationThatAPersonTook() throws {
    var posted: Set<Int> = []
    for steps in 0..<320 {
      var setup = EngineRun.Setup()
      setup.postTakes = .milliseconds(200)
      let count = Mutex(0)
      try EngineRun.play(setup) { run in
        run.platform.write(.make("hm", id: "1", conversation: "c"))
        try await run.until("somebody is told") { run.notifier.told.count == 1 }
        run.platform.write(.make("question", id: "2", conversation: "c"))
        // A poll comes within 15 s.
        try await run.pass(.milliseconds(100 * (steps / 2)))
        if steps % 2 == 1 { for _ in 0..<steps % 40 { await Task.yield() } }
        _ = try await run.daemon.take(Taking(handoff: 1, by: "ana", at: run.time.now))
        let before = run.platform.attempts.count
        try await run.pass(.minutes(10))
        #expect(run.platform.attempts.count == before, "taken after \(steps) steps")
        count.withLock { $0 = before }
      }
      posted.insert(count.withLock { $0 })
    }
    // Both ends were tried: the take came first, and the post did.
    #expect(posted == [0, 1])
  }

  @Test func aHoldThatAnEditOvertookHoldsNothing() throws {
    var setup = EngineRun.Setup()
    setup.stages = { [Slow(time: $0), KeywordStage()] }
    try EngineRun.play(setup) { run in
      run.platform.write(.make("danger"))
      try await run.pass(.seconds(20))
      let edit = run.time.now
      run.platform.edit(.make("question", editedAt: edit))
      try await run.untilSettled(1)
      #expect(run.platform.texts == ["Re: question"])
      #expect(run.platform.attempts.count == 1)
      #expect(try await run.store.holds().isEmpty)
    }
  }

  /// Takes longer than it takes the edit to arrive.
  private struct Slow: Stage {
    var time: any Time

    func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
      if message.editedAt == nil { try await time.sleep(for: .minutes(2)) }
      return .none
    }
  }
}
