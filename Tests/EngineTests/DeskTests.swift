import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// What the console's commands do, on a daemon that runs.
@Suite struct DeskTests {
  private static let setup: EngineRun.Setup = {
    var setup = EngineRun.Setup()
    setup.teams = Teams(
      byName: ["care": Team(notify: ["desk"])], fallback: "care",
      people: ["ana": Person(name: "Ana Berg"), "bo": Person(name: "Bo")])
    return setup
  }()

  private func desk(_ run: EngineRun) -> OperatorDesk {
    OperatorDesk(
      store: run.store, daemon: run.daemon, teams: Self.setup.teams,
      rules: VerifyRules(maxAutomatedTurns: 3, tolerance: .minutes(2), isLive: true),
      time: run.time, deskStore: run.desk)
  }

  /// Handoffs with the numbers 1 to `count`.
  private func handOff(_ count: Int, _ run: EngineRun) async throws {
    for number in 1...count {
      run.platform.write(.make("help", id: "\(number)", author: .make(id: "a\(number)")))
    }
    try await run.untilSettled(count)
  }

  @Test func manyAtOnceAreAnsweredOneByOne() throws {
    try EngineRun.play(Self.setup) { run in
      try await handOff(3, run)
      let desk = desk(run)
      _ = try await desk.perform(.take(2), by: "bo")
      let result = try await desk.perform(.bulk([1, 2, 1, 9, 3], .take), by: "ana")
      #expect(result.array?.map { $0["id"] } == [1, 2, 9, 3])
      #expect(result.array?.map { $0["done"] } == [true, false, false, true])
      #expect(result.array?[1]["refusal"]?.string == "Bo has handoff 2")
      #expect(result.array?[2]["refusal"]?.string == "there is no handoff 9")
      let assigned = try await desk.perform(.bulk([1, 2], .assign("nobody")), by: "ana")
      #expect(assigned.array?.map { $0["done"] } == [false, false])
      _ = try await desk.perform(.bulk([1, 2], .assign("bo")), by: "ana")
      _ = try await desk.perform(.bulk([1], .snooze(.hours(1))), by: "ana")
      _ = try await desk.perform(.bulk([2], .returned), by: "ana")
      _ = try await desk.perform(.bulk([3], .close), by: "ana")
      let rows = try await run.store.handoffs(waitingOnly: false, limit: 9).sorted { $0.id < $1.id }
      #expect(rows.map(\.state) == [.notified, .returned, .closed])
      #expect(rows[0].snoozedUntil != nil && rows[0].assignee == "bo")
    }
  }

  @Test func whoAsksIsFoundOutAndSeesTheirOwn() throws {
    try EngineRun.play(Self.setup) { run in
      try await handOff(2, run)
      let desk = desk(run)
      _ = try await desk.perform(.take(1), by: "ana")
      let mine = InboxQuery(.mine, name: "Bo")
      let page = try await desk.perform(.inbox(mine), by: "ana")
      #expect(page["rows"]?.array?.map { $0["id"] } == [1])
      #expect(page["rows"]?.array?.first?["takenBy"] == "Ana Berg")
      #expect(page["counts"] == ["mine": 1, "snoozed": 0, "taken": 0, "waiting": 1])
      let other = try await desk.perform(.inbox(mine), by: "bo")
      #expect(other["rows"]?.array?.isEmpty == true && other["counts"]?["taken"] == 1)
    }
  }

  @Test func aReplyCanBeTakenBackForAWhileAndOnlyByWhoWroteIt() throws {
    try EngineRun.play(Self.setup) { run in
      try await handOff(1, run)
      let desk = desk(run)
      _ = try await desk.perform(.reply(1, "Oh no", undo: .seconds(10)), by: "ana")
      try await run.pass(.seconds(5))
      await #expect(throws: OperatorDesk.Refusal.self) {
        _ = try await desk.perform(.undo(reply: 1), by: "bo")
      }
      let back = try await desk.perform(.undo(reply: 1), by: "ana")
      #expect(back["text"] == "Oh no" && back["state"] == "superseded")
      try await run.pass(.minutes(5))
      #expect(run.platform.texts.isEmpty)
      let conversation = try await desk.perform(.conversation(1), by: "ana")
      #expect(conversation["handoff"]?["state"] == "taken")
      _ = try await desk.perform(.reply(1, "Better", undo: .seconds(10)), by: "ana")
      let written = run.time.now
      try await run.until("it is out") { run.platform.texts == ["Better"] }
      #expect(run.platform.attempts[0].startedAt >= written + .seconds(10))
      await #expect(throws: OperatorDesk.Refusal.self) {
        _ = try await desk.perform(.undo(reply: 2), by: "ana")
      }
    }
  }

  @Test func wordsAreReviewedWithThePlatformsCountAndNothingIsStored() throws {
    var setup = Self.setup
    setup.guide = SigningGuide()
    setup.traits = .make(maxLength: 40, idempotency: .readBack) { $0.utf8.count }
    try EngineRun.play(setup) { run in
      try await handOff(1, run)
      let desk = desk(run)
      let fine = try await desk.perform(.review(handoff: 1, text: "Grüße"), by: "ana")
      #expect(
        fine == ["passes": true, "refusal": .null, "text": "Grüße ^A", "length": 10, "limit": 40])
      let bad = try await desk.perform(.review(handoff: 1, text: "never"), by: "ana")
      #expect(bad["passes"] == false && bad["refusal"] == "a banned word")
      #expect(bad["text"] == "never" && bad["length"] == 5)
      await #expect(throws: OperatorDesk.Refusal.self) {
        _ = try await desk.perform(.review(handoff: 7, text: "x"), by: "ana")
      }
      #expect(try await run.status().repliesByState.isEmpty)
    }
  }

  @Test func whatThePlatformNeverTakesIsRefusedBeforeItIsStored() throws {
    try EngineRun.play(Self.setup) { run in
      run.platform.write(
        .make(
          "", author: .make(id: "b"), visibility: .direct,
          rules: [.init(.never, because: "the room is encrypted")]))
      try await run.untilSettled(1)
      let desk = desk(run)
      let review = try await desk.perform(.review(handoff: 1, text: "Hello"), by: "ana")
      #expect(review["passes"] == false && review["refusal"] == "the room is encrypted")
      await #expect(throws: OperatorDesk.Refusal.self) {
        _ = try await desk.perform(.reply(1, "Hello", undo: .zero), by: "ana")
      }
      #expect(try await run.status().repliesByState.isEmpty && run.platform.texts.isEmpty)
    }
  }

  @Test func notesAndMacrosHaveWordsAndNotTooMany() throws {
    try EngineRun.play(Self.setup) { run in
      try await handOff(1, run)
      let desk = desk(run)
      let note = try await desk.perform(.note(conversation: 1, text: " called \n"), by: "ana")
      #expect(note["text"] == "called" && note["by"] == "Ana Berg")
      let refused: [OperatorCommand] = [
        .note(conversation: 1, text: " \n"), .note(conversation: 9, text: "x"),
        .note(conversation: 1, text: String(repeating: "x", count: 4001)),
        .addMacro(name: "", text: "x"), .addMacro(name: "x", text: " "),
        .addMacro(name: String(repeating: "x", count: 61), text: "x"),
        .addMacro(name: "x", text: String(repeating: "x", count: 2001)), .removeMacro(1),
        .conversation(9), .undo(reply: 1),
      ]
      for command in refused {
        await #expect(throws: OperatorDesk.Refusal.self) {
          _ = try await desk.perform(command, by: "ana")
        }
      }
      _ = try await desk.perform(.addMacro(name: "Sorry", text: "We are sorry."), by: "ana")
      #expect(try await desk.perform(.macros, by: "bo").array?.map { $0["by"] } == ["Ana Berg"])
      _ = try await desk.perform(.removeMacro(1), by: "bo")
      #expect(try await desk.perform(.macros, by: "bo") == [])
    }
  }

  @Test func whyADraftWasDiscardedIsKeptAsACorrection() throws {
    var setup = Self.setup
    setup.mode = .draft
    try EngineRun.play(setup) { run in
      run.platform.write(.make("question", id: "1"))
      try await run.until("a draft waits") { try await run.store.drafts(limit: 9).count == 1 }
      _ = try await desk(run).perform(.discard(1, reason: "too cold"), by: "ana")
      let kept = try await run.store.corrections(after: 0, limit: 9)
      #expect(kept.map(\.kind) == [.draftDiscarded] && kept.map(\.now) == ["too cold"])
    }
  }

  @Test func aStoreWithoutTheConsoleRefusesItsCommands() throws {
    try EngineRun.play(Self.setup) { run in
      let desk = OperatorDesk(
        store: run.store, daemon: run.daemon, teams: Self.setup.teams,
        rules: VerifyRules(maxAutomatedTurns: 3, tolerance: .minutes(2), isLive: true),
        time: run.time)
      await #expect(throws: OperatorDesk.Refusal.self) {
        _ = try await desk.perform(.macros, by: "ana")
      }
    }
  }
}

/// Signs what people write, and knows one banned word.
private struct SigningGuide: Vetting {
  func vet(_ reply: Reply, limits: ConnectorTraits) -> Verdict {
    reply.text == "never" ? .refuse(reason: "a banned word") : .rewrite(reply.text + " ^A")
  }
}
