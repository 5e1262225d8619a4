import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// A daemon on a platform that takes few posts.
@Suite struct PostingBudgetTests {
  private func setup(_ posts: Int) -> EngineRun.Setup {
    var setup = EngineRun.Setup()
    setup.traits = .make(
      idempotency: .readBack,
      postingBudget: PostingBudget(posts: posts, per: .hours(3), isAligned: true))
    return setup
  }

  private func write(_ count: Int, from first: Int = 1, _ text: String, to run: EngineRun) {
    for number in first..<(first + count) {
      run.platform.write(
        .make(text, id: "\(number)", author: .make(id: "\(number)"), createdAt: run.time.now))
    }
  }

  @Test func whatCannotBePostedInTimeIsHandedOffAtOnce() throws {
    try EngineRun.play(setup(2)) { run in
      write(5, "question", to: run)
      try await run.untilSettled(5)
      #expect(run.time.now < fixtureTime + .minutes(1))
      #expect(run.platform.attempts.count == 2)
      let handoffs = try await run.store.handoffs(waitingOnly: true, limit: 10)
      #expect(handoffs.count == 3)
      #expect(
        handoffs.allSatisfy {
          $0.reason
            == "cannot be posted before 2025-06-15T16:06:40Z: test allows 2 posts per 3h"
        })
      #expect(run.observer.alarms.count == 1)
    }
  }

  /// The complaint's own handoff stays the only one.
  @Test func anAcknowledgementIsGivenUpWithoutASecondHandoff() throws {
    try EngineRun.play(setup(1)) { run in
      write(2, "complaint", to: run)
      try await run.untilSettled(2)
      let handoffs = try await run.store.handoffs(waitingOnly: false, limit: 10)
      #expect(handoffs.map(\.reason) == ["a complaint", "a complaint"])
      #expect(try await run.status().repliesByState == ["posted": 1, "rejected": 1])
    }
  }

  /// 18:00 is the next span's beginning.
  @Test func whatCanWaitForTheNextSpanDoes() throws {
    var setup = setup(2)
    setup.windows = [WindowRule(acknowledge: .hours(4), human: .hours(24))]
    try EngineRun.play(setup) { run in
      write(4, "question", to: run)
      try await run.untilSettled(4)
      let times = run.platform.attempts.map(\.startedAt)
      let next = Date(timeIntervalSince1970: 1_750_010_400)
      #expect(times.prefix(2).allSatisfy { $0 < fixtureTime + .minutes(1) })
      #expect(times.dropFirst(2).allSatisfy { $0 >= next && $0 < next + .seconds(1) })
      #expect(times.count == 4)
    }
  }

  @Test func aRestartRemembersWhatWasPosted() throws {
    try EngineRun.simulate(setup(2)) { run in
      try await run.operate {
        write(2, "question", to: run)
        try await run.untilSettled(2)
      }
      let again = try await run.restarted(after: .minutes(1))
      try await again.operate {
        write(1, from: 3, "question", to: again)
        try await again.untilSettled(3)
      }
      #expect(again.platform.attempts.count == 2)
      #expect(try await again.status().handedOff == 1)
      try await again.checkPromises()
    }
  }

  @Test func whatWasUnderWayWhenTheProcessWasKilledIsSpent() throws {
    var setup = setup(2)
    setup.postTakes = .seconds(10)
    try EngineRun.simulate(setup) { run in
      try await run.operateUntilKilled {
        write(2, "question", to: run)
        try await run.until("both are under way") { run.platform.attempts.count == 2 }
      }
      let again = try await run.restarted(after: .minutes(1))
      try await again.operate {
        write(1, from: 3, "question", to: again)
        try await again.untilSettled(3)
      }
      #expect(again.platform.attempts.count == 2)
      #expect(try await again.status().answered == 2)
      #expect(try await again.status().handedOff == 1)
      try await again.checkPromises()
    }
  }

  /// Somebody else posts for the account too: the platform's word counts.
  @Test func whatALongPauseMakesMissIsHandedOffMeanwhile() throws {
    try EngineRun.play(setup(300)) { run in
      run.platform.nextPosts(.retry(after: .hours(2)))
      write(1, "question", to: run)
      try await run.untilSettled(1)
      #expect(run.time.now < fixtureTime + .minutes(1))
      write(1, from: 2, "question", to: run)
      try await run.untilSettled(2)
      #expect(run.platform.attempts.count == 1)
      #expect(try await run.status().handedOff == 2)
    }
  }

  @Test func whatPeopleWriteWaitsForTheBudgetAndIsPosted() throws {
    try EngineRun.play(setup(1)) { run in
      write(2, "question", to: run)
      try await run.untilSettled(2)
      let handoff = try #require(
        try await run.store.handoffs(waitingOnly: true, limit: 10).first)
      _ = try await run.daemon.reply(
        HumanReply(
          taking: Taking(handoff: handoff.id, by: "ann", at: run.time.now), text: "I am here.",
          language: nil, config: 1, staleAt: run.time.now + .hours(12)))
      run.daemon.wake()
      try await run.until("it is out") { run.platform.texts.contains("I am here.") }
      #expect(run.platform.attempts[1].startedAt >= Date(timeIntervalSince1970: 1_750_010_400))
    }
  }
}
