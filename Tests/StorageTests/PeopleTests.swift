import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

/// What people do with handoffs, and what the store makes of it.
@Suite struct PeopleTests {
  private func handedOff(_ handoff: PlannedHandoff = .make()) async throws -> StoreUnderTest {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", conversation: "c")])
    try await test.decideAll(.handoff, handoff: handoff)
    return test
  }

  private func reply(_ text: String, by: String = "ana", at: Date = fixtureTime) -> HumanReply {
    HumanReply(
      taking: Taking(handoff: 1, by: by, at: at), text: text, language: nil, config: 1,
      staleAt: at + .hours(24))
  }

  @Test func aNotifierThatIsRefusedIsFollowedByTheNextRouteUntilNoneIsLeft() async throws {
    let test = try await handedOff()
    for expected in ["desk", "lead", "other"] {
      let due = try await test.store.dueNotifications(limit: 9, now: fixtureTime)
      #expect(due.map(\.notifier) == [expected])
      #expect(try await test.store.status(now: fixtureTime).unreached == 0)
      try await test.store.settle(
        due.map {
          NotificationSettlement(
            row: $0.row, result: .refused("gone", routes: ["lead", "other"]), at: fixtureTime)
        })
    }
    #expect(try await test.store.status(now: fixtureTime).unreached == 1)
    #expect(try await test.store.unreachedSince() == fixtureTime)
    _ = try await test.store.take(Taking(handoff: 1, by: "ana", at: fixtureTime))
    #expect(try await test.store.unreachedSince() == nil)
  }

  @Test func twoPeopleRaceAThousandTimesAndOneWinsEachTime() async throws {
    let test = try await StoreUnderTest(for: .daemon)
    try await test.take((1...1000).map { .make(id: "\($0)", conversation: "\($0)") })
    while try await !test.claimAndDecide() {}
    let store = test.store
    for handoff in Int64(1)...1000 {
      async let ana = store.take(Taking(handoff: handoff, by: "ana", at: fixtureTime))
      async let ben = store.take(Taking(handoff: handoff, by: "ben", at: fixtureTime))
      let winners = [try await ana, try await ben].compactMap { $0?.takenBy }
      #expect(winners.count == 1)
    }
    #expect(try await test.texts("SELECT count(*) FROM event WHERE kind = 'taken'") == ["1000"])
  }

  @Test func aPersonsReplyIsQueuedOnceAndEndsTheHandoffWhenItIsOut() async throws {
    let test = try await handedOff()
    try await test.tellAll()
    #expect(try await test.store.reply(reply("Here I am."))?.takenBy == "ana")
    // Written again by somebody who got no answer.
    _ = try await test.store.reply(reply("Here I am."))
    #expect(try await test.store.reply(reply("Me too.", by: "ben")) == nil)
    let begun = try await test.beginAll()
    #expect(begun.count == 1)
    try await test.settleAll(begun, .posted(Receipt(remote: "r1")), at: fixtureTime + .minutes(5))
    #expect(try await test.states("handoff") == ["answered"])
    #expect(try await test.texts("SELECT outcome FROM deadline WHERE kind = 'human'") == ["met"])
    #expect(try await test.violations(live: false).isEmpty)
  }

  @Test func aPersonsReplyThatIsRefusedIsTold() async throws {
    let test = try await handedOff()
    try await test.tellAll()
    _ = try await test.store.reply(reply("Here I am."))
    try await test.settleAll(try await test.beginAll(), .rejected("too long"))
    let told = try await test.tellAll()
    #expect(told.map(\.occasion).contains(.failed))
    #expect(try await test.states("handoff") == ["taken"])
  }

  @Test func aSnoozedHandoffIsQuietAndCountsAsTold() async throws {
    let test = try await handedOff()
    let until = fixtureTime + .hours(1)
    _ = try await test.store.snooze(handoff: 1, until: until, by: "ana", at: fixtureTime)
    #expect(try await test.tellAll(at: fixtureTime + .minutes(30)).isEmpty)
    #expect(try await test.closings() == ["handedOff"])
    #expect(try await test.fireDue(at: until).contains(.wake))
    #expect(try await test.violations(live: false).isEmpty)
  }

  @Test func whatIsSilencedIsToldWhenTheSilenceEnds() async throws {
    let test = try await handedOff()
    let silence = try await test.store.add(
      Silence(
        team: "care", reason: "move", by: "ana", at: fixtureTime, until: fixtureTime + .hours(2)))
    let due = try await test.store.dueNotifications(limit: 9, now: fixtureTime)
    try await test.store.settle(
      due.map {
        NotificationSettlement(row: $0.row, result: .later(silence.until), at: fixtureTime)
      })
    #expect(try await test.tellAll(at: fixtureTime + .hours(1)).isEmpty)
    #expect(try await test.store.endSilence(silence.id, by: "ana", at: fixtureTime + .hours(1)))
    #expect(try await test.tellAll(at: fixtureTime + .hours(1)).map(\.notifier) == ["desk"])
    #expect(try await test.store.silences(now: fixtureTime + .hours(1)).isEmpty)
  }

  @Test func outcomesAreLookedForThreeTimesAndEndWithADeletion() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make("it broke", id: "1", conversation: "c")])
    try await test.decideAll(.answer, reply: .make())
    try await test.settleAll(try await test.beginAll(), .posted(Receipt(remote: "r")))
    #expect(try await test.store.dueOutcomes(limit: 9, now: fixtureTime + .minutes(59)).isEmpty)
    var at = fixtureTime + .hours(1)
    let first = try await test.store.dueOutcomes(limit: 9, now: at)
    #expect(first.map(\.step) == [1])
    try await test.store.settle(first.map { SeenOutcome(row: $0.row, state: .there, at: at) })
    at = fixtureTime + .hours(24)
    let second = try await test.store.dueOutcomes(limit: 9, now: at)
    #expect(second.map(\.step) == [2])
    try await test.store.settle(second.map { SeenOutcome(row: $0.row, state: .deleted, at: at) })
    #expect(try await test.texts("SELECT result FROM outcome ORDER BY step") == ["silent", "deleted"])
    #expect(try await test.texts("SELECT treated FROM outcome") == ["1", "1"])
    // The words of a deleted post are gone, and its old page brings them back neither.
    #expect(try await test.texts("SELECT text FROM message") == [""])
    try await test.take([.make("it broke", id: "1", conversation: "c")])
    #expect(try await test.texts("SELECT text FROM message") == [""])
    #expect(try await test.store.dueOutcomes(limit: 9, now: fixtureTime + .hours(2000)).isEmpty)
  }

  @Test func aMissedHandoffIsOpenedByHandAndKeptAsACorrection() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", conversation: "c")])
    try await test.decideAll(.ignore)
    let row = try await test.store.open(.make(), for: "1", by: "ana", at: fixtureTime)
    #expect(row?.state == .open)
    #expect(try await test.store.open(.make(), for: "1", by: "ana", at: fixtureTime) == nil)
    #expect(try await test.store.corrections(after: 0, limit: 9).map(\.kind) == [.missedHandoff])
  }

  @Test func aDraftThatIsSentInOtherWordsIsKeptAsACorrection() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", conversation: "c")])
    try await test.decideAll(.answer, reply: .make("As it was.", isDraft: true))
    let draft = try #require(try await test.store.drafts(limit: 1).first)
    _ = try await test.store.approve(
      draft: draft.id, text: "As it should be.", by: "ana", at: fixtureTime)
    let corrections = try await test.store.corrections(after: 0, limit: 9)
    #expect(corrections.map(\.was) == ["As it was."])
    #expect(corrections.map(\.now) == ["As it should be."])
    #expect(try await test.texts("SELECT text FROM reply") == ["As it should be."])
  }

  @Test func whoAsksAgainAndAgainIsCountedUntilHelped() async throws {
    let test = try await StoreUnderTest()
    for number in 1...3 {
      let at = fixtureTime + .minutes(number)
      try await test.take([.make(id: "\(number)", createdAt: at, conversation: "c")], at: at)
      try await test.decideAll(.handoff, handoff: .make(), at: at + .minutes(1))
    }
    #expect(try await test.texts("SELECT asked FROM handoff ORDER BY id") == ["1", "2", "3"])
  }
}

extension StoreUnderTest {
  /// Whether nothing was left to decide.
  fileprivate func claimAndDecide() async throws -> Bool {
    let before = try await states().filter { $0 == "stored" }.count
    if before == 0 { return true }
    try await decideAll(.handoff, handoff: .make())
    return false
  }
}
