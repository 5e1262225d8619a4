import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

@Suite struct OutboxTests {
  private func queued(_ count: Int = 1) async throws -> StoreUnderTest {
    let test = try await StoreUnderTest()
    try await test.take((1...count).map { .make(id: "\($0)") })
    try await test.decideAll(.answer, reply: .make())
    return test
  }

  /// P3: the table itself refuses a second one.
  @Test func atMostOneReplyOfAKindPerMessageAndCycle() async throws {
    let test = try await queued()
    await #expect(throws: (any Error).self) {
      try await test.sql(
        """
        INSERT INTO reply(message, cycle, kind, connector, conversation, author, key, text,
          visibility, state, notBefore, deadline, staleAt, config)
        SELECT message, cycle, kind, connector, conversation, author, 'k', text, visibility,
          'queued', 0, 0, 0, config FROM reply
        """)
    }
    #expect(try await test.states("reply") == ["queued"])
  }

  @Test func theEarliestDeadlineGoesFirst() async throws {
    let test = try await StoreUnderTest()
    for (id, hours) in [("1", 3), ("2", 1), ("3", 2)] {
      try await test.take([.make(id: id)])
      try await test.decideAll(.answer, reply: .make(deadline: fixtureTime + .hours(hours)))
    }
    #expect(try await test.sendable().map(\.reply.parent.id.remote) == ["2", "3", "1"])
  }

  @Test(arguments: [Settlement.Result?.none, .unknown(askAt: fixtureTime, "lost")])
  func aConversationWithOneInFlightSendsNoOther(_ result: Settlement.Result?) async throws {
    let test = try await StoreUnderTest()
    for id in ["1", "2"] {
      try await test.take([.make(id: id, conversation: "c")])
      try await test.decideAll(.answer, reply: .make())
    }
    #expect(try await test.sendable().count == 1)
    let begun = try await test.beginAll()
    if let result { try await test.settleAll(begun, result) }
    #expect(try await test.sendable().isEmpty)
  }

  @Test func anAttemptIsOnDiskBeforeItsSendMayStart() async throws {
    let test = try await queued()
    #expect(try await test.beginAll().count == 1)
    let reopened = try await test.reopened()
    #expect(try await reopened.states("reply") == ["sending"])
    #expect(try await reopened.texts("SELECT outcome FROM attempt") == ["NULL"])
  }

  @Test func aSendBeginsOnce() async throws {
    let test = try await queued()
    let starts = try await test.sendable().map {
      SendStart(row: $0.row, fence: $0.fence, at: fixtureTime)
    }
    #expect(try await test.store.begin(starts).count == 1)
    #expect(try await test.store.begin(starts).isEmpty)
    #expect(try await test.texts("SELECT count(*) FROM attempt") == ["1"])
  }

  @Test func theTextIsImmutableAfterTheFirstAttempt() async throws {
    let test = try await queued()
    for text in ["first wording", "second wording"] {
      let begun = try await test.store.begin(
        try await test.sendable().map {
          SendStart(row: $0.row, fence: $0.fence, text: text, at: fixtureTime)
        })
      try await test.settleAll(begun, .retry(at: fixtureTime, "busy"))
    }
    #expect(try await test.sendable().map(\.reply.text) == ["first wording"])
    #expect(try await test.sendable().map(\.attempts) == [2])
  }

  @Test func aReceiptEndsTheMessageAsAnswered() async throws {
    let test = try await queued()
    try await test.settleAll(
      try await test.beginAll(), .posted(Receipt(remote: "ours", url: "https://x.example/1")))
    #expect(try await test.closings() == ["answered"])
    #expect(try await test.texts("SELECT remote FROM reply") == ["ours"])
    #expect(try await test.texts("SELECT outcome FROM attempt") == ["posted"])
    #expect(
      try await test.texts("SELECT outcome FROM deadline WHERE kind = 'acknowledge'") == ["met"])
    #expect(try await test.texts("SELECT turns FROM conversation") == ["1"])
  }

  @Test func aLateReceiptMissesItsWindow() async throws {
    let test = try await queued()
    let late = fixtureTime + .hours(2)
    try await test.settleAll(
      try await test.beginAll(at: late), .posted(Receipt(remote: "ours")), at: late)
    #expect(
      try await test.texts("SELECT outcome FROM deadline WHERE kind = 'acknowledge'") == ["missed"])
  }

  @Test func aSettlementWithAnOldFenceChangesNothing() async throws {
    let test = try await queued()
    let begun = try await test.beginAll()
    try await test.settleAll(begun, .posted(Receipt(remote: "ours")))
    try await test.settleAll(begun, .rejected("too late"))
    try await test.settleAll(begun.mapValues { $0 - 1 }, .rejected("too early"))
    #expect(try await test.states("reply") == ["posted"])
    #expect(try await test.closings() == ["answered"])
    #expect(try await test.texts("SELECT turns FROM conversation") == ["1"])
  }

  @Test func aRetryWaitsUntilItsTime() async throws {
    let test = try await queued()
    let again = fixtureTime + .minutes(1)
    try await test.settleAll(try await test.beginAll(), .retry(at: again, "busy"))
    #expect(try await test.sendable().isEmpty)
    #expect(try await test.store.nextSend(connector: "test") == again)
    #expect(try await test.sendable(at: again).count == 1)
  }

  @Test func aRejectedReplyIsHandedOff() async throws {
    let test = try await queued()
    try await test.settleAll(try await test.beginAll(), .rejected("blocked by the author"))
    #expect(try await test.states("reply") == ["rejected"])
    #expect(try await test.texts("SELECT reason FROM handoff") == ["blocked by the author"])
    #expect(try await test.states() == ["decided"])
    try await test.tellAll()
    #expect(try await test.closings() == ["handedOff"])
  }

  @Test func aReplyWhoseMessageWasEditedMeanwhileIsNotRepeated() async throws {
    let test = try await queued()
    let begun = try await test.beginAll()
    let edit = fixtureTime + .seconds(1)
    try await test.take([.make("other words", editedAt: edit)])
    try await test.settleAll(begun, .retry(at: fixtureTime, "busy"))
    #expect(try await test.states("reply") == ["superseded"])
  }

  /// The first cycle's late receipt must not end what the second cycle waits for.
  @Test func aLateReceiptLeavesTheNextCyclesDraftItsDeadline() async throws {
    let test = try await queued()
    let begun = try await test.beginAll()
    let edit = fixtureTime + .seconds(1)
    try await test.take([.make("other words", editedAt: edit)], at: edit)
    let until = edit + .minutes(45)
    try await test.decideAll(.answer, reply: .make(isDraft: true, draftUntil: until), at: edit)
    try await test.settleAll(begun, .posted(Receipt(remote: "ours")), at: edit)
    #expect(try await test.fireDue(at: until).contains(.draft))
    #expect(try await test.states("reply") == ["posted", "expired"])
    #expect(try await test.states("handoff") == ["open"])
  }

  @Test func anOlderMessageHasANewerOneInItsConversation() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", conversation: "c")])
    try await test.decideAll(.answer, reply: .make())
    #expect(try await test.sendable().map(\.hasNewerMessage) == [false])
    try await test.take(
      [.make(id: "2", createdAt: fixtureTime + .seconds(9), conversation: "c")])
    #expect(try await test.sendable().map(\.hasNewerMessage) == [true])
  }

  @Test func anEditIsNewerThanWhatWasWrittenBeforeIt() async throws {
    let test = try await StoreUnderTest()
    try await test.take([
      .make(id: "1", conversation: "c"),
      .make(id: "2", createdAt: fixtureTime + .seconds(9), conversation: "c"),
    ])
    try await test.decideAll(.ignore)
    let edit = fixtureTime + .minutes(1)
    try await test.take([.make("new words", id: "1", editedAt: edit, conversation: "c")], at: edit)
    try await test.decideAll(.answer, reply: .make(), at: edit)
    #expect(try await test.sendable(at: edit).map(\.hasNewerMessage) == [false])
  }

  @Test(arguments: [
    (Diversion.Way.supersede("newer"), "superseded", "closed", 0),
    (.expire("too old"), "expired", "decided", 1),
    (.handOff("loop guard"), "rejected", "decided", 1), (.deleted, "superseded", "closed", 0),
    (.draft(until: fixtureTime), "draft", "decided", 0),
    (.wait(until: fixtureTime + .hours(1)), "queued", "decided", 0),
  ])
  func aDiversionEndsInItsState(
    _ way: Diversion.Way, _ reply: String, _ message: String, _ handoffs: Int
  ) async throws {
    let test = try await queued()
    let candidate = try #require(try await test.sendable().first)
    try await test.store.divert([
      Diversion(
        row: candidate.row, fence: candidate.fence, way: way,
        handoff: handoffs > 0 ? .make() : nil, at: fixtureTime)
    ])
    #expect(try await test.states("reply") == [reply])
    #expect(try await test.states() == [message])
    #expect(try await test.states("handoff").count == handoffs)
    #expect(try await test.sendable().isEmpty)
  }

  @Test func aFencedDiversionChangesNothing() async throws {
    let test = try await queued()
    let candidate = try #require(try await test.sendable().first)
    _ = try await test.beginAll()
    try await test.store.divert([
      Diversion(
        row: candidate.row, fence: candidate.fence, way: .expire("x"), handoff: .make(),
        at: fixtureTime)
    ])
    #expect(try await test.states("reply") == ["sending"])
    #expect(try await test.states("handoff").isEmpty)
  }
}
