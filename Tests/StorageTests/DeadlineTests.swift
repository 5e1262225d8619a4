import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

/// Deadlines are rows: an overdue one fires after any downtime, once (P4).
@Suite struct DeadlineTests {
  private let threeDays = fixtureTime + .hours(72)

  @Test func everyDeadlineFiresOnceAlsoAfterThreeDaysOfDowntime() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.handoff, handoff: .make())
    let reopened = try await test.reopened()
    #expect(try await reopened.store.nextDue() == fixtureTime)
    let fired = try await reopened.fireDue(at: threeDays)
    #expect(Set(fired) == [.acknowledge, .human, .escalate, .warn])
    #expect(fired.count == 6)
    #expect(try await reopened.fireDue(at: threeDays).isEmpty)
    #expect(
      try await reopened.texts("SELECT count(*) FROM event WHERE kind = 'window missed'") == ["2"])
  }

  @Test func aDeadlineThatIsFiredTwiceActsOnce() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.handoff, handoff: .make())
    let due = try await test.store.dueDeadlines(limit: 9, now: threeDays)
    let actions = due.map {
      DeadlineAction(
        due: $0, at: threeDays, recipients: [Recipient(notifier: "onCall")],
        next: threeDays + .hours(1))
    }
    try await test.store.fire(actions + actions)
    try await test.store.fire(actions)
    #expect(
      try await test.texts("SELECT count(*) FROM notification WHERE occasion = 'escalated'") == [
        "1"
      ])
    #expect(
      try await test.texts(
        "SELECT count(*) FROM deadline WHERE kind = 'escalate' AND firedAt IS NULL") == ["1"])
  }

  @Test func aDraftNobodyApprovesIsHandedOff() async throws {
    let test = try await StoreUnderTest()
    let until = fixtureTime + .minutes(45)
    try await test.take([.make()])
    try await test.decideAll(.answer, reply: .make(isDraft: true, draftUntil: until))
    #expect(try await test.store.drafts(limit: 9).map(\.until) == [until])
    #expect(try await test.fireDue(at: until - .seconds(1)).isEmpty)
    #expect(try await test.fireDue(at: until) == [.draft])
    #expect(try await test.states("reply") == ["expired"])
    #expect(try await test.states("handoff") == ["open"])
    #expect(try await test.store.drafts(limit: 9).isEmpty)
  }

  @Test func anApprovedDraftIsSentAndItsDeadlineVoid() async throws {
    let test = try await StoreUnderTest()
    let until = fixtureTime + .minutes(45)
    try await test.take([.make()])
    try await test.decideAll(.answer, reply: .make(isDraft: true, draftUntil: until))
    let draft = try #require(try await test.store.drafts(limit: 9).first)
    #expect(
      try await test.store.approve(draft: draft.id, text: nil, by: "ana", at: fixtureTime) != nil)
    #expect(
      try await test.store.approve(draft: draft.id, text: nil, by: "ben", at: fixtureTime) == nil)
    #expect(try await test.sendable().map(\.isApproved) == [true])
    #expect(try await test.fireDue(at: until).isEmpty)
  }

  @Test func aDiscardedDraftGoesToAHuman() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.answer, reply: .make(isDraft: true))
    let draft = try #require(try await test.store.drafts(limit: 9).first)
    _ = try await test.store.discard(
      draft: draft.id, by: "ana", reason: nil, handoff: .make(reason: "discarded"),
      at: fixtureTime)
    #expect(try await test.states("reply") == ["superseded"])
    try await test.tellAll()
    #expect(try await test.closings() == ["handedOff"])
  }

  @Test func aReplyThatCouldNotBeSentInTimeIsHandedOff() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.answer, reply: .make(staleAt: fixtureTime + .hours(2)))
    try await test.fireDue(at: fixtureTime + .hours(2))
    #expect(try await test.states("reply") == ["expired"])
    #expect(try await test.states("handoff") == ["open"])
    #expect(try await test.sendable(at: fixtureTime + .hours(2)).isEmpty)
  }

  @Test func anAcknowledgementLeavesTheHumanClockRunning() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(
      .acknowledgeAndHandoff, reply: .make(kind: .acknowledgement), handoff: .make())
    try await test.settleAll(try await test.beginAll(), .posted(Receipt(remote: "ours")))
    try await test.tellAll()
    #expect(try await test.closings() == ["handedOff"])
    #expect(
      try await test.texts("SELECT outcome FROM deadline WHERE kind = 'human'") == ["NULL"])
    #expect(try await test.fireDue(at: fixtureTime + .hours(24)).contains(.human))
    #expect(
      try await test.texts("SELECT outcome FROM deadline WHERE kind = 'human'") == ["missed"])
  }

  /// Provisional windows know no business hours.
  @Test func theWindowsOfAnUndecidedMessageWaitForItsDecision() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(createdAt: fixtureTime - .hours(72))])
    #expect(try await test.store.nextDue() == nil)
    #expect(try await test.fireDue(at: fixtureTime).isEmpty)
    try await test.decideAll(.handoff, handoff: .make())
    #expect(
      try await test.texts("SELECT count(*) FROM deadline WHERE outcome = 'missed'") == ["0"])
  }
}
