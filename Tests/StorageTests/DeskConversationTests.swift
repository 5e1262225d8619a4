import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Storage

/// A person who opens a conversation sees all of it, in the order in which it happened.
@Suite struct DeskConversationTests {
  private func names(_ record: ConversationRecord) -> [String] {
    record.entries.map { entry in
      switch entry.content {
      case .message(let message): "message \(message.message.text)"
      case .reply(let reply): "\(reply.kind) \(reply.state.rawValue)"
      case .note(let note): "note \(note.text)"
      case .event(let kind, _): kind
      }
    }
  }

  private func reply(_ text: String, at: Date, undo: Duration = .zero) -> HumanReply {
    HumanReply(
      taking: Taking(handoff: 1, by: "Ana", at: at), text: text, language: nil, config: 1,
      staleAt: at + .hours(24), notBefore: at + undo)
  }

  @Test func bothSidesNotesAndDeedsStandInTimesOrder() async throws {
    let test = try await StoreUnderTest()
    try await test.take([
      .make("one", id: "1", conversation: "c"),
      .make("two", id: "2", createdAt: fixtureTime + .seconds(5), conversation: "c"),
    ])
    try await test.decideAll(
      .acknowledge, reply: .make("Soon.", kind: .acknowledgement), handoff: .make(),
      at: fixtureTime + .seconds(10))
    try await test.settleAll(
      try await test.beginAll(at: fixtureTime + .seconds(10)), .posted(Receipt(remote: "r")),
      at: fixtureTime + .seconds(20))
    _ = try await test.store.take(
      Taking(handoff: 1, by: "Ana", at: fixtureTime + .seconds(30)))
    _ = try await test.store.addNote(
      "ask the depot", to: 1, by: "Ana", at: fixtureTime + .seconds(40))
    _ = try await test.store.reply(reply("Here I am.", at: fixtureTime + .seconds(50)))
    let record = try #require(
      try await test.store.conversation(1, now: fixtureTime + .minutes(1)))
    #expect(
      names(record) == [
        "message one", "message two", "handoff", "acknowledgement posted", "taken",
        "note ask the depot", "human queued",
      ])
    #expect(record.handoff?.id == 1 && record.handoff?.takenBy == "Ana")
    #expect(record.takenAt == fixtureTime + .seconds(30) && record.teams == ["care"])
    #expect(record.isOwnedByHuman && record.author.handle == "@ana@example.social")
    #expect(try await test.store.conversation(2, now: fixtureTime) == nil)
  }

  @Test func eachMessageHasTheRecordOfItsLastDecision() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make("one", id: "1", conversation: "c")])
    try await test.decideAll(.answer, reply: .make(isDraft: true))
    try await test.sql("UPDATE decision SET record = '{\"decision\":{\"reason\":\"sure\"}}'")
    try await test.take([.make("two", id: "2", conversation: "c")])
    let record = try #require(try await test.store.conversation(1, now: fixtureTime))
    let decisions = record.entries.compactMap { entry -> String? in
      guard case .message(let message) = entry.content else { return nil }
      return message.decision?["decision"]?["reason"]?.string ?? "none"
    }
    #expect(decisions == ["sure", "none"])
    #expect(record.draft?.text == "It is on its way." && record.handoff == nil)
    try await test.sql("UPDATE decision SET record = 'torn'")
    #expect(try await test.store.conversation(1, now: fixtureTime)?.entries.count == 3)
  }

  @Test func theLastEntriesAreKeptAndLongTextsCut() async throws {
    let test = try await StoreUnderTest()
    let long = String(repeating: "x", count: DeskConversation.maxText + 9)
    try await test.take(
      (0..<400).map {
        .make(
          $0 == 399 ? long : "\($0)", id: "\($0)", createdAt: fixtureTime + .seconds($0),
          conversation: "c")
      })
    let record = try #require(try await test.store.conversation(1, now: fixtureTime))
    #expect(record.entries.count == ConversationRecord.entryLimit)
    guard case .message(let last)? = record.entries.last?.content else { throw NoMessage() }
    #expect(last.message.id.remote == "399" && last.message.text.count == DeskConversation.maxText)
  }
  private struct NoMessage: Error {}

  @Test func priorContactsAreThoseOfTheSameAuthorTheLastFirst() async throws {
    let test = try await StoreUnderTest()
    for number in 1...14 {
      try await test.take([
        .make(
          "no. \(number)", id: "\(number)", createdAt: fixtureTime + .minutes(number),
          conversation: "c\(number)"),
        .make(id: "other\(number)", author: .make(id: "other"), conversation: "o\(number)"),
      ])
      try await test.decideAll(
        number == 13 ? .handoff : .ignore,
        handoff: number == 13 ? .make(team: "press") : nil)
    }
    let here = try #require(
      Int64(try await test.texts("SELECT conversation FROM message WHERE remote = '14'")[0]))
    let record = try #require(try await test.store.conversation(here, now: fixtureTime))
    #expect(record.contactCount == 13)
    #expect(record.contacts.map(\.text) == (4...13).reversed().map { "no. \($0)" })
    #expect(record.contacts.first?.teams == ["press"] && record.contacts.last?.teams == [])
    #expect(record.contacts.last?.closing == "ignored")
  }

  @Test func aHandoffADraftAndAConversationFindEachOther() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "0", conversation: "b")])
    try await test.decideAll(.ignore)
    try await test.take([.make(id: "1", conversation: "c")])
    try await test.decideAll(.answer, reply: .make(isDraft: true), handoff: .make(team: "press"))
    #expect(try await test.store.conversation(ofHandoff: 1) == 2)
    #expect(try await test.store.conversation(ofReply: 1) == 2)
    #expect(try await test.store.conversation(ofHandoff: 7) == nil)
    #expect(try await test.store.teams(ofConversation: 2) == ["press"])
    #expect(try await test.store.teams(ofConversation: 1) == [])
    #expect(try await test.store.teams(ofConversation: 9) == nil)
  }

  // MARK: Taking back

  private func replied(_ undo: Duration = .seconds(10)) async throws -> StoreUnderTest {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", conversation: "c")])
    try await test.decideAll(.handoff, handoff: .make())
    try await test.tellAll()
    _ = try await test.store.reply(reply("Here I am.", at: fixtureTime, undo: undo))
    return test
  }

  private func undoUntil(_ test: StoreUnderTest, at: Date = fixtureTime) async throws -> Date? {
    for entry in try await test.store.conversation(1, now: at)?.entries ?? [] {
      if case .reply(let reply) = entry.content { return reply.undoUntil }
    }
    return nil
  }

  @Test func aReplyWaitsForSecondThoughtsAndIsTakenBackOnce() async throws {
    let test = try await replied()
    #expect(try await test.sendable(at: fixtureTime + .seconds(9)).isEmpty)
    #expect(try await undoUntil(test) == fixtureTime + .seconds(10))
    #expect(try await undoUntil(test, at: fixtureTime + .seconds(10)) == nil)
    #expect(try await test.store.undo(reply: 1, by: "Bo", at: fixtureTime) == nil)
    let back = try #require(try await test.store.undo(reply: 1, by: "Ana", at: fixtureTime))
    #expect(back.text == "Here I am." && back.state == .superseded && back.undoUntil == nil)
    #expect(back.detail == "taken back by Ana")
    #expect(try await test.store.undo(reply: 1, by: "Ana", at: fixtureTime) == nil)
    #expect(try await test.sendable(at: fixtureTime + .hours(1)).isEmpty)
    #expect(try await test.states("handoff") == ["taken"])
    let record = try #require(try await test.store.conversation(1, now: fixtureTime))
    #expect(names(record).contains("reply taken back"))
    #expect(try await test.violations(live: false).isEmpty)
    // The same words again are a reply of their own.
    _ = try await test.store.reply(reply("Here I am.", at: fixtureTime + .minutes(1)))
    #expect(try await test.sendable(at: fixtureTime + .minutes(1)).count == 1)
  }

  @Test func anAttemptThatBeganFirstWins() async throws {
    let test = try await replied()
    let at = fixtureTime + .seconds(10)
    let begun = try await test.beginAll(at: at)
    #expect(begun.count == 1)
    #expect(try await test.store.undo(reply: 1, by: "Ana", at: at) == nil)
    // The process dies: it may be out, and is asked for.
    _ = try await test.recover(at: at)
    #expect(try await test.store.undo(reply: 1, by: "Ana", at: at) == nil)
    #expect(try await test.states("reply") == ["unknown"])
  }

  @Test func anAttemptThatIsToBeRepeatedCannotBeTakenBack() async throws {
    let test = try await replied()
    let at = fixtureTime + .seconds(10)
    try await test.settleAll(
      try await test.beginAll(at: at), .retry(at: at + .minutes(1), "busy"), at: at)
    #expect(try await test.states("reply") == ["queued"])
    #expect(try await test.store.undo(reply: 1, by: "Ana", at: at) == nil)
    #expect(try await undoUntil(test, at: at) == nil)
  }

  @Test func whoIsTakenBackBetweenReadingAndSendingIsNotSent() async throws {
    let test = try await replied()
    let at = fixtureTime + .seconds(10)
    let candidates = try await test.sendable(at: at)
    #expect(try await test.store.undo(reply: 1, by: "Ana", at: at) != nil)
    let begun = try await test.store.begin(
      candidates.map { SendStart(row: $0.row, fence: $0.fence, at: at) })
    #expect(begun.isEmpty)
  }

  @Test func onlyAPersonsOwnReplyIsTakenBack() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", conversation: "c")])
    try await test.decideAll(.answer, reply: .make(isDraft: true))
    _ = try await test.store.approve(draft: 1, text: nil, by: "Ana", at: fixtureTime)
    #expect(try await test.store.undo(reply: 1, by: "Ana", at: fixtureTime) == nil)
    #expect(try await test.store.undo(reply: 9, by: "Ana", at: fixtureTime) == nil)
    #expect(try await test.states("reply") == ["queued"])
  }

  @Test func senderAndSecondThoughtsRaceAndOneWinsEachTime() async throws {
    let test = try await StoreUnderTest(for: .daemon)
    try await test.take((1...200).map { .make(id: "\($0)", conversation: "\($0)") })
    while try await !test.decideAll(.handoff, handoff: .make()).isEmpty {}
    let store = test.store
    for row in Int64(1)...200 {
      _ = try await store.reply(
        HumanReply(
          taking: Taking(handoff: row, by: "Ana", at: fixtureTime), text: "Hi", language: nil,
          config: 1, staleAt: fixtureTime + .hours(1)))
      let fence = try #require(try await test.sendable().first { $0.row == row }?.fence)
      async let begun = store.begin([SendStart(row: row, fence: fence, at: fixtureTime)])
      async let undone = store.undo(reply: row, by: "Ana", at: fixtureTime)
      let (isSent, isBack) = (try await !begun.isEmpty, try await undone != nil)
      #expect(isSent != isBack)
      if isSent {
        try await test.settleAll([row: fence + 1], .posted(Receipt(remote: "r\(row)")))
      }
    }
  }
}
