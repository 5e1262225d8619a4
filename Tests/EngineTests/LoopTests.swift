import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

/// replyd answers no machine, and stops by itself (P7).
@Suite struct LoopTests {
  @Test(arguments: [
    Message.make("question", author: .make(isBot: true)), .make("question", isAutomated: true),
  ])
  func aMachinesMessageIsRecordedAndIgnored(_ message: Message) throws {
    try EngineRun.play { run in
      run.platform.write(message)
      try await run.untilSettled(1)
      #expect(run.platform.attempts.isEmpty && run.notifier.told.isEmpty)
      #expect(
        try await run.status().ignored == ["loop guard: the author is a machine": 1])
    }
  }

  @Test func afterSomeAutomaticTurnsAHumanTakesOver() throws {
    try EngineRun.play { run in
      for turn in 1...5 {
        run.platform.write(
          .make("question \(turn)", id: "\(turn)", createdAt: run.time.now, conversation: "c"))
        try await run.untilSettled(turn)
      }
      #expect(run.platform.posts.count == ReplyLimits().maxAutomatedTurns)
      #expect(run.notifier.told.map(\.message.id.remote) == ["4", "5"])
    }
  }

  @Test func oneAuthorGetsOnlySoManyRepliesInAnHour() throws {
    try EngineRun.play { run in
      for number in 1...8 {
        run.platform.write(.make("question", id: "\(number)", createdAt: run.time.now))
        try await run.untilSettled(number)
      }
      #expect(run.platform.posts.count == ReplyLimits().maxRepliesPerAuthorHour)
      #expect(run.notifier.told.count == 2)
    }
  }

  @Test func theCooldownDelaysTheNextReplyInAConversation() throws {
    var setup = EngineRun.Setup()
    setup.limits.cooldown = .minutes(10)
    try EngineRun.play(setup) { run in
      for number in 1...2 {
        run.platform.write(
          .make("question", id: "\(number)", createdAt: run.time.now, conversation: "c"))
        try await run.pass(.minutes(1))
      }
      try await run.untilSettled(2)
      let starts = run.platform.attempts.map(\.startedAt)
      #expect(starts.count == 2)
      #expect(starts[1].timeIntervalSince(starts[0]) >= 600)
    }
  }

  @Test func aBacklogIsHandedOff() throws {
    try EngineRun.play { run in
      run.platform.write(
        .make("question", id: "old", createdAt: fixtureTime - .hours(13)),
        .make("question", id: "new", author: .make(id: "b")))
      try await run.untilSettled(2)
      #expect(run.platform.posts.map(\.parent.id.remote) == ["new"])
      #expect(run.notifier.told.map(\.message.id.remote) == ["old"])
    }
  }

  @Test func aReplyThatWaitedTooLongIsHandedOff() throws {
    try EngineRun.play { run in
      for _ in 0..<40 { run.platform.nextPosts(.retry(after: .hours(1))) }
      run.platform.write(.make("question"))
      try await run.until("a human is told", within: .hours(14)) {
        !run.notifier.told.isEmpty
      }
      #expect(run.platform.posts.isEmpty)
      #expect(run.platform.attempts.count < 20)
      try await run.untilSettled(1)
    }
  }

  @Test func aMessageAfterAHumanTookOverGoesToTheHuman() throws {
    try EngineRun.play { run in
      run.platform.write(.make("complaint", id: "1", conversation: "c"))
      try await run.untilSettled(1)
      let handoff = try #require(try await run.store.handoffs(waitingOnly: true, limit: 9).first)
      _ = try await run.store.take(Taking(handoff: handoff.id, by: "ana", at: run.time.now))
      run.platform.write(.make("question", id: "2", createdAt: run.time.now, conversation: "c"))
      try await run.untilSettled(2)
      #expect(run.platform.posts.count == 1)
      #expect(run.notifier.told.map(\.message.id.remote) == ["1", "2"])
    }
  }
}
