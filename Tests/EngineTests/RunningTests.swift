import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// The loops themselves: polling, clocks, draining, crashes.
@Suite struct RunningTests {
  @Test func aFailingPollBacksOffAndKeepsTheCursor() throws {
    try EngineRun.play { run in
      run.platform.write(.make("question", id: "1"))
      try await run.untilSettled(1)
      run.platform.nextPolls(
        .malformed("no JSON"), .unauthorised("token"), .retry(after: .minutes(5), "busy"))
      run.platform.write(
        .make("question", id: "2", author: .make(id: "b"), createdAt: run.time.now))
      try await run.untilSettled(2)
      #expect(run.observer.alarms.count == 3)
      #expect(run.platform.polls.suffix(4).dropLast().allSatisfy { $0 == Cursor("1") })
      #expect(!run.platform.polls.dropFirst().contains(nil))
      #expect(run.time.now >= fixtureTime + .minutes(5))
      #expect(run.platform.posts.count == 2)
    }
  }

  @Test func pagesFollowEachOtherWithoutAPause() throws {
    try EngineRun.play { run in
      for number in 0..<200 {
        run.platform.write(.make("spam", id: "\(number)", author: .make(id: "\(number)")))
      }
      try await run.untilSettled(200)
      #expect(run.time.now < fixtureTime + .seconds(15))
    }
  }

  /// What is coalesced is decided too: it must not count as backlog for ever.
  @Test func pollingGoesOnAfterMoreBurstsThanTheBacklogMayHold() throws {
    try EngineRun.play { run in
      let count = Intake.maxBacklog + 1000
      for number in 0..<count {
        run.platform.write(.make("spam", id: "\(number)", conversation: "c\(number / 20)"))
      }
      try await run.until("all are ignored", within: .minutes(10)) {
        try await run.status().ignoredTotal == count
      }
      run.platform.write(.make("question", id: "last", createdAt: run.time.now + .seconds(1)))
      try await run.until("the last is answered", within: .minutes(10)) {
        run.platform.posts.count == 1
      }
    }
  }

  @Test(arguments: [Duration.hours(1), .hours(48)])
  func aClockThatIsSetBackHangsNoLoop(_ step: Duration) throws {
    try EngineRun.play { run in
      run.platform.write(.make("question", id: "1"))
      try await run.untilSettled(1)
      run.setClock(to: run.time.now - step)
      run.platform.write(
        .make("question", id: "2", author: .make(id: "b"), createdAt: run.time.now),
        .make("hm", id: "3", author: .make(id: "c"), createdAt: run.time.now))
      try await run.until("both are done", within: .minutes(10)) {
        run.platform.posts.count == 2 && run.notifier.told.count == 1
      }
    }
  }

  @Test func aClockThatIsSetBackEndsAPauseOfTheConnector() throws {
    try EngineRun.play { run in
      run.platform.nextPosts(.retry(after: .minutes(10)))
      run.platform.write(.make("question", id: "1"))
      try await run.until("it was tried") { run.platform.attempts.count == 1 }
      run.setClock(to: run.time.now - .hours(48))
      run.platform.write(
        .make("question", id: "2", author: .make(id: "b"), createdAt: run.time.now))
      try await run.until("the other is sent", within: .hours(1)) {
        run.platform.posts.map(\.parent.id.remote) == ["2"]
      }
    }
  }

  @Test func aStopDrainsWhatIsInFlightAndStartsNothingNew() throws {
    var setup = EngineRun.Setup()
    setup.postTakes = .minutes(2)
    setup.traits = .make(idempotency: .readBack, maxInFlight: 2)
    try EngineRun.play(setup) { run in
      for number in 0..<6 {
        run.platform.write(.make("question", id: "\(number)", author: .make(id: "\(number)")))
      }
      try await run.until("two are under way") { run.platform.attempts.count == 2 }
      run.daemon.stop()
      try await run.until("they have ended") {
        try await run.status().repliesByState == ["posted": 2, "queued": 4]
      }
      try await run.pass(.hours(1))
      #expect(run.platform.attempts.count == 2)
    }
  }

  private static func waiting(_ pollWaits: Duration) -> EngineRun.Setup {
    var setup = EngineRun.Setup()
    setup.traits = .make(idempotency: .readBack, waitsForNews: true)
    setup.pollWaits = pollWaits
    return setup
  }

  @Test func aPollThatWaitsForNewsIsFollowedByTheNextAtOnce() throws {
    try EngineRun.play(Self.waiting(.seconds(25))) { run in
      for number in 0..<3 {
        try await run.pass(.seconds(60))
        let written = run.time.now
        run.platform.write(.make("question", id: "\(number)", author: .make(id: "\(number)")))
        try await run.until("it is answered") { run.platform.posts.count == number + 1 }
        #expect(run.time.now <= written + .seconds(3))
      }
    }
  }

  @Test func aPollThatShouldWaitAndDoesNotIsNotRepeatedAtFullSpeed() throws {
    try EngineRun.play(Self.waiting(.zero)) { run in
      try await run.pass(.minutes(5))
      #expect(run.platform.pollCount <= 21)
    }
  }

  @Test func aStopDoesNotWaitForNews() throws {
    var setup = Self.waiting(.hours(1))
    setup.maxPause = .seconds(4)
    try EngineRun.play(setup) { [setup] run in
      try await run.until("it waits") { run.platform.pollsUnderWay == 1 }
      let alarms = run.observer.alarms.count
      run.daemon.stop()
      try await run.until("it waits no more", within: setup.maxPause) {
        run.platform.pollsUnderWay == 0
      }
      try await run.pass(.minutes(1))
      #expect(run.platform.pollCount == 0 && run.observer.alarms.count == alarms)
    }
  }

  @Test(arguments: [ScriptedPlatform.Fate.takes, .isCutBefore])
  func aPostUnderWayWhenTheProcessDiesIsOutOnceInTheEnd(_ fate: ScriptedPlatform.Fate) throws {
    var setup = EngineRun.Setup()
    setup.postTakes = .minutes(2)
    try EngineRun.simulate(setup) { run in
      run.platform.nextPosts(fate)
      run.platform.write(.make("question"))
      try await run.operateUntilKilled {
        try await run.until("it is under way") { run.platform.attempts.count == 1 }
      }
      let second = try await run.restarted()
      try await second.operate { try await second.untilSettled(1) }
      #expect(second.platform.posts.count == 1)
      #expect(Set(second.platform.attempts.map(\.reply.key)).count == 1)
      #expect(try await second.status().attemptsByOutcome["crashed"] == 1)
      #expect(try await second.status().repliesByState == ["posted": 1])
      try await second.checkPromises()
    }
  }

  @Test func aMessageUnderEvaluationWhenTheProcessDiesIsDecidedAfterwards() throws {
    var setup = EngineRun.Setup()
    setup.stages = { [Pausing(time: $0), KeywordStage()] }
    try EngineRun.simulate(setup) { run in
      run.platform.write(.make("question"), .make("hm", id: "2", author: .make(id: "b")))
      try await run.operateUntilKilled { try await run.pass(.seconds(30)) }
      let second = try await run.restarted()
      #expect(try await second.store.status(now: second.time.now).open == 2)
      try await second.operate { try await second.untilSettled(2) }
      #expect(second.platform.texts == ["Re: question"])
      try await second.checkPromises()
    }
  }

  private struct Pausing: Stage {
    var time: any Time

    func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
      try await time.sleep(for: .minutes(1))
      return .none
    }
  }
}
