import Foundation
import PluginKit
import PluginTesting
import Synchronization
import Testing

@testable import Engine

/// Another config while messages are under way (P10).
@Suite struct ReloadTests {
  /// Refuses every text.
  private struct RefusingGuide: Vetting {
    func vet(_ reply: Reply, limits: ConnectorTraits) -> Verdict { .refuse(reason: "not now") }
  }

  /// A question whose reply is decided, and held back until `body` has run.
  private func decidedBefore(
    _ setup: EngineRun.Setup = .init(), _ body: @escaping @Sendable (EngineRun) async throws -> Void
  ) throws {
    try EngineRun.play(setup) { run in
      _ = try await run.daemon.hold(.everything, reason: "a test", by: "ana")
      run.platform.write(.make("question", id: "1"))
      try await run.until("its reply is held") {
        try await run.status().repliesByState["held"] == 1
      }
      try await body(run)
    }
  }

  @Test func todaysGuideReadsWhatAnEarlierConfigDecided() throws {
    try decidedBefore { run in
      try await run.reload { $0.guide = RefusingGuide() }
      _ = try await run.daemon.release(nil, by: "ana")
      try await run.untilSettled(1)
      #expect(run.platform.attempts.isEmpty)
      #expect(run.notifier.told.map(\.reason) == ["guide: not now"])
    }
  }

  @Test func draftModeHoldsBackWhatWasDecidedUnderAuto() throws {
    try decidedBefore { run in
      try await run.reload(mode: .draft) { _ in }
      _ = try await run.daemon.release(nil, by: "ana")
      try await run.until("it is a draft") {
        try await run.status().repliesByState["draft"] == 1
      }
      #expect(run.platform.attempts.isEmpty)
      let draft = try await run.store.drafts(limit: 9)[0]
      _ = try await run.store.approve(draft: draft.id, text: nil, by: "ana", at: run.time.now)
      run.daemon.wake()
      try await run.untilSettled(1)
      #expect(run.platform.texts == ["Re: question"])
    }
  }

  @Test func eachMessageKeepsTheVersionThatDecidedIt() throws {
    try decidedBefore { run in
      try await run.reload(hash: "later") { _ in }
      run.platform.write(.make("question", id: "2", author: .make(id: "b"), conversation: "b"))
      _ = try await run.daemon.release(nil, by: "ana")
      try await run.untilSettled(2)
      func config(_ id: String) async throws -> String? {
        try await run.store.why(id)?["decisions"]?.array?.first?["config"]?.string
      }
      #expect(try await config("1") == "hash")
      #expect(try await config("2") == "later")
    }
  }

  @Test func aConnectorThatIsOffNeitherPollsNorSendsUntilItIsOnAgain() throws {
    try decidedBefore { run in
      try await run.reload(mode: .off) { _ in }
      _ = try await run.daemon.release(nil, by: "ana")
      try await run.pass(.seconds(30))
      let polls = run.platform.polls.count
      run.platform.write(.make("question", id: "2", author: .make(id: "b"), conversation: "b"))
      try await run.pass(.minutes(20))
      #expect(run.platform.polls.count == polls && run.platform.attempts.isEmpty)
      #expect(try await run.status().repliesByState["queued"] == 1, "it waits")
      try await run.reload { _ in }
      try await run.untilSettled(2)
      #expect(run.platform.posts.count == 2)
    }
  }

  @Test func theRepliesOfARemovedConnectorGoToPeopleAtTheirDeadline() throws {
    try decidedBefore { run in
      try await run.reload(EngineRun.Setup(), [])
      _ = try await run.daemon.release(nil, by: "ana")
      try await run.until("its deadline has come", within: .hours(48)) {
        try await run.status().handedOff == 1
      }
      #expect(run.platform.attempts.isEmpty && !run.notifier.told.isEmpty)
    }
  }

  /// A post under way ends with the old instance; only then the new one polls and posts.
  @Test func aReplacedConnectorEndsItsCallBeforeTheNextBegins() throws {
    var setup = EngineRun.Setup()
    setup.postTakes = .minutes(2)
    try EngineRun.play(setup) { run in
      let setup = EngineRun.Setup()
      run.platform.write(.make("question", id: "1"))
      try await run.until("its post is under way") { run.platform.attempts.count == 1 }
      let next = ScriptedPlatform(time: run.time)
      let polls = run.platform.polls.count
      next.write(.make("question", id: "1"), .make("question", id: "2", author: .make(id: "b")))
      try await run.reload(
        setup, [ConnectorUnit(id: "test", mode: .auto, pollEvery: .seconds(15), connector: next)])
      try await run.pass(.minutes(1))
      #expect(next.polls.isEmpty && next.attempts.isEmpty)
      next.write(.make("question", id: "3", author: .make(id: "c"), conversation: "c"))
      try await run.until("what only the new one shows is answered") { next.posts.count >= 1 }
      try await run.untilSettled(try await run.status().messages)
      #expect(run.platform.polls.count <= polls + 1)
      #expect(run.platform.posts.count == 1)
      #expect(!next.posts.contains { $0.parent.id.remote == "1" }, "nothing is posted twice")
    }
  }

  @Test func aNewConnectorIsPolledAtOnce() throws {
    try EngineRun.play { run in
      try await run.pass(.minutes(1))
      let second = ScriptedPlatform(time: run.time)
      let unit = ConnectorUnit(
        id: "second", mode: .auto, pollEvery: .seconds(15), connector: second)
      let polls = run.platform.polls.count
      try await run.reload(EngineRun.Setup(), [run.unit, unit])
      try await run.pass(.minutes(1))
      #expect((4...6).contains(second.polls.count))
      #expect(run.platform.polls.count <= polls + 5, "the other one keeps its pace")
    }
  }

  /// Messages pour in while a reload comes every second.
  @Test func reloadsUnderLoadLoseAndDoubleNothing() throws {
    var setup = EngineRun.Setup()
    setup.postTakes = .seconds(3)
    setup.limits = ReplyLimits(maxAutomatedTurns: 9, maxRepliesPerAuthorHour: 99)
    let count = 120
    try EngineRun.play(setup) { run in
      for number in 0..<count {
        run.platform.write(
          .make(
            "question \(number)", id: "\(number)", author: .make(id: "\(number)"),
            createdAt: run.time.now, conversation: "c\(number)"))
        try await run.pass(.seconds(1))
        try await run.reload(hash: "\(number % 3)") { _ in }
      }
      try await run.untilSettled(count)
      #expect(run.platform.posts.count == count)
      #expect(Set(run.platform.posts.map(\.parent.id)).count == count)
      #expect(run.platform.attempts.count == count, "what a reload withholds never left")
    }
  }
}

/// What becomes of the plugins of a config that is replaced.
@Suite struct ReloadReleaseTests {
  private final class Kept: Stage {
    let time: any Time

    init(time: any Time) { self.time = time }

    func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
      try await time.sleep(for: .minutes(2))
      return Opinion(proposals: [.answer(.init(text: "from the old one"))])
    }
  }
  private final class Witness: Sendable {
    private struct State { weak var stage: Kept? }
    private let state = Mutex(State())
    func keep(_ stage: Kept) { state.withLock { $0.stage = stage } }
    var isAlive: Bool { state.withLock { $0.stage != nil } }
  }

  /// It ends its batch, decides it, and is released.
  @Test func noStageOutlivesItsBatch() throws {
    let witness = Witness()
    var setup = EngineRun.Setup()
    setup.stages = { time in
      let stage = Kept(time: time)
      witness.keep(stage)
      return [stage]
    }
    try EngineRun.play(setup) { run in
      run.platform.write(.make("question", id: "1"))
      try await run.pass(.seconds(30))
      try await run.reload { $0.stages = { _ in [KeywordStage()] } }
      try await run.pass(.seconds(30))
      #expect(witness.isAlive, "it is at work")
      try await run.untilSettled(1)
      #expect(run.platform.texts == ["from the old one"])
      try await run.pass(.minutes(1))
      #expect(!witness.isAlive)
      run.platform.write(.make("question", id: "2", createdAt: run.time.now))
      try await run.untilSettled(2)
      #expect(run.platform.texts.last == "Re: question")
    }
  }
}
