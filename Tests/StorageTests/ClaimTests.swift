import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

@Suite struct ClaimTests {
  private let later = fixtureTime + .seconds(3)

  @Test func aBurstIsReadTogetherAndClosedInto() async throws {
    let test = try await StoreUnderTest()
    try await test.take(burst, coalesce: .seconds(3))
    #expect(try await test.claim().isEmpty)
    let claimed = try await test.claim(at: later)
    #expect(claimed.map(\.message.text) == ["one\ntwo\nthree"])
    #expect(claimed.first?.message.id.remote == "3")
    #expect(claimed.first?.message.createdAt == fixtureTime)
    #expect(claimed.first?.taken == 3)
    #expect(try await test.states() == ["closed", "closed", "evaluating"])
    #expect(
      try await test.texts("SELECT closingDetail FROM message WHERE id < 3")
        == Array(repeating: "coalesced into message 3", count: 2))
  }

  @Test func aBurstHasTheNarrowestOfItsVisibilities() async throws {
    let test = try await StoreUnderTest()
    try await test.take([
      .make("one", id: "1", conversation: "c", visibility: .direct),
      .make("two", id: "2", conversation: "c", visibility: .public),
    ])
    #expect(try await test.claim().map(\.message.visibility) == [.direct])
  }

  @Test func aLongBurstIsReadInParts() async throws {
    let test = try await StoreUnderTest()
    try await test.take((1...50).map { .make("\($0)", id: "\($0)", conversation: "c") })
    var counts: [Int] = []
    for _ in 0..<3 { counts += try await test.claim().map(\.taken) }
    #expect(counts == [20, 20, 10])
  }

  /// The first message of a burst may be the one that matters.
  @Test func aBurstKeepsItsTextsAfterACrash() async throws {
    let test = try await StoreUnderTest()
    try await test.take(burst)
    _ = try await test.claim(at: later)
    let reopened = try await test.reopened()
    _ = try await reopened.recover()
    #expect(try await reopened.claim(at: later).map(\.message.text) == ["one\ntwo\nthree"])
  }

  @Test func aBurstKeepsItsTextsAfterAnEdit() async throws {
    let test = try await StoreUnderTest()
    try await test.take(burst)
    try await test.decideAll(.answer, reply: .make(), at: later)
    try await test.take(
      [.make("III", id: "3", editedAt: later, conversation: "c")], at: later)
    #expect(try await test.claim(at: later).map(\.message.text) == ["one\ntwo\nIII"])
  }

  @Test func aHumanIsShownTheWholeBurst() async throws {
    let test = try await StoreUnderTest()
    try await test.take(burst)
    try await test.decideAll(.handoff, handoff: .make(), at: later)
    let due = try await test.store.dueNotifications(limit: 9, now: later)
    #expect(due.map(\.handoff.message.text) == ["one\ntwo\nthree"])
  }

  @Test func oneConversationIsEvaluatedOnceABatch() async throws {
    let test = try await StoreUnderTest()
    try await test.take(burst + [.make("other", id: "9", conversation: "d")])
    #expect(try await test.claim(at: later).count == 2)
  }

  @Test func aDecisionAfterAnEditIsSkipped() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    let claimed = try await test.claim()
    try await test.take([.make("edited", editedAt: later)], at: later)
    try await test.store.decide(claimed.map { test.decided($0, .answer, reply: .make()) })
    #expect(try await test.states() == ["stored"])
    #expect(try await test.states("reply").isEmpty)
  }

  @Test func aDecisionAfterADeletionIsSkipped() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    let claimed = try await test.claim()
    try await test.take([], deleted: ["1"])
    try await test.store.decide(
      claimed.map { test.decided($0, .handoff, handoff: .make(), hold: "crisis") })
    #expect(try await test.closings() == ["ignored"])
    #expect(try await test.states("handoff").isEmpty)
    #expect(try await test.store.holds().isEmpty)
  }

  @Test func aDecisionCommitsOnce() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    let claimed = try await test.claim()
    let decided = claimed.map { test.decided($0, .answer, reply: .make()) }
    try await test.store.decide(decided + decided)
    try await test.store.decide(decided)
    #expect(try await test.states("reply") == ["queued"])
  }

  @Test func whatIsNotReadyIsNotClaimed() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()], coalesce: .seconds(3))
    #expect(try await test.store.nextReady() == later)
    #expect(try await test.claim().isEmpty)
    #expect(try await test.claim(at: later).count == 1)
    #expect(try await test.claim(at: later).isEmpty)
    #expect(try await test.store.nextReady() == nil)
  }

  private let burst: [Message] = [
    .make("one", id: "1", createdAt: fixtureTime, conversation: "c"),
    .make("two", id: "2", createdAt: fixtureTime + .seconds(1), conversation: "c"),
    .make("three", id: "3", createdAt: fixtureTime + .seconds(2), conversation: "c"),
  ]
}
