import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

/// A handoff reaches a human (P5).
@Suite struct HandoffTests {
  private func handedOff(_ handoff: PlannedHandoff = .make()) async throws -> StoreUnderTest {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.handoff, handoff: handoff)
    return test
  }

  @Test func aHandoffEndsItsMessageOnceSomebodyIsTold() async throws {
    let test = try await handedOff()
    #expect(try await test.states() == ["decided"])
    let told = try await test.tellAll()
    #expect(told.map(\.notifier) == ["desk"])
    #expect(told.first?.handoff.dueAt == fixtureTime + .hours(24))
    #expect(try await test.states("handoff") == ["notified"])
    #expect(try await test.closings() == ["handedOff"])
    #expect(try await test.tellAll().isEmpty)
  }

  @Test func aNotificationThatFailedIsRepeatedWithTheSameKey() async throws {
    let test = try await handedOff()
    let first = try #require(
      try await test.store.dueNotifications(limit: 9, now: fixtureTime).first)
    let later = fixtureTime + .seconds(9)
    try await test.store.settle([
      NotificationSettlement(row: first.row, result: .retry(at: later, "down"), at: fixtureTime)
    ])
    #expect(try await test.tellAll().isEmpty)
    let again = try await test.tellAll(at: later)
    #expect(again.map(\.row) == [first.row])
    #expect(again.map(\.attempts) == [1])
  }

  @Test func aRefusedNotifierLeavesTheHandoffOpenAndEscalating() async throws {
    let test = try await handedOff()
    let due = try await test.store.dueNotifications(limit: 9, now: fixtureTime)
    try await test.store.settle(
      due.map { NotificationSettlement(row: $0.row, result: .refused("gone"), at: fixtureTime) })
    #expect(try await test.states("handoff") == ["open"])
    #expect(try await test.violations().map(\.promise) == ["P5"])
    try await test.fireDue(at: fixtureTime + .minutes(10))
    #expect(try await test.tellAll(at: fixtureTime + .minutes(10)).map(\.notifier) == ["onCall"])
    #expect(try await test.closings() == ["handedOff"])
  }

  @Test func escalationsGoThroughTheirLevelsAndThenRepeat() async throws {
    let test = try await handedOff(
      .make(escalations: [fixtureTime + .minutes(10), fixtureTime + .minutes(30)]))
    try await test.tellAll()
    var levels: [Int] = []
    for minutes in [10, 30, 90, 150] {
      let at = fixtureTime + .minutes(minutes)
      try await test.fireDue(at: at)
      levels += try await test.tellAll(at: at).map(\.level)
    }
    #expect(levels == [1, 2, 3, 4])
    #expect(try await test.violations(live: false).isEmpty)
  }

  @Test func afterDowntimeOneChainOfEscalationsGoesOn() async throws {
    let test = try await handedOff(
      .make(escalations: [10, 20, 30].map { fixtureTime + .minutes($0) }))
    try await test.fireDue(at: fixtureTime + .hours(72))
    #expect(
      try await test.texts(
        "SELECT level FROM deadline WHERE kind = 'escalate' AND firedAt IS NULL") == ["4"])
  }

  @Test func takingItStopsTheEscalation() async throws {
    let test = try await handedOff()
    try await test.tellAll()
    #expect(
      try await test.store.take(Taking(handoff: 1, by: "ana", at: fixtureTime))?.takenBy == "ana")
    #expect(!(try await test.fireDue(at: fixtureTime + .hours(9)).contains(.escalate)))
    let told = try await test.tellAll(at: fixtureTime + .hours(9))
    #expect(told.map(\.occasion) == [.taken])
    #expect(try await test.texts("SELECT owner FROM conversation") == ["human"])
  }

  @Test func takingItBeforeAnybodyIsToldStopsTheNotification() async throws {
    let test = try await handedOff()
    _ = try await test.store.take(Taking(handoff: 1, by: "ana", at: fixtureTime))
    #expect(try await test.tellAll().isEmpty)
    #expect(try await test.closings() == ["handedOff"])
  }

  @Test func oneOfTwoPeopleWinsEveryRace() async throws {
    let test = try await StoreUnderTest(for: .daemon)
    try await test.take((1...200).map { .make(id: "\($0)") })
    for _ in 0..<4 { try await test.decideAll(.handoff, handoff: .make()) }
    #expect(try await test.states("handoff").count == 200)
    let store = test.store
    for handoff in 1...200 as ClosedRange<Int64> {
      async let ana = store.take(Taking(handoff: handoff, by: "ana", at: fixtureTime))
      async let ben = store.take(Taking(handoff: handoff, by: "ben", at: fixtureTime))
      let winners = [try await ana, try await ben].compactMap { $0?.takenBy }
      #expect(winners.count == 1)
      let recorded = try await test.texts("SELECT takenBy FROM handoff WHERE id = \(handoff)")
      #expect(recorded == winners)
    }
    #expect(try await test.texts("SELECT count(*) FROM event WHERE kind = 'taken'") == ["200"])
  }

  @Test func anAnsweredHandoffMeetsTheHumanClockAndReturnsTheConversation() async throws {
    let test = try await handedOff()
    try await test.tellAll()
    _ = try await test.store.take(Taking(handoff: 1, by: "ana", at: fixtureTime))
    let closed = try await test.store.close(
      HandoffClosing(handoff: 1, as: .answered, by: "ana", at: fixtureTime + .hours(2)))
    #expect(closed?.state == .answered)
    #expect(
      try await test.texts("SELECT outcome FROM deadline WHERE kind = 'human'") == ["met"])
    #expect(try await test.texts("SELECT owner FROM conversation") == ["bot"])
    #expect(
      try await test.store.close(
        HandoffClosing(handoff: 1, as: .closed, by: "ben", at: fixtureTime)) == nil)
  }

  /// What an earlier cycle's human does must not silence the present cycle.
  @Test func closingAnOldHandoffLeavesTheNewCyclesEscalationAlone() async throws {
    let test = try await handedOff()
    _ = try await test.store.take(Taking(handoff: 1, by: "ana", at: fixtureTime))
    let edit = fixtureTime + .minutes(1)
    try await test.take([.make("it burns now", editedAt: edit)], at: edit)
    try await test.decideAll(
      .handoff, handoff: .make(escalations: [edit + .minutes(10)]), at: edit)
    _ = try await test.store.close(HandoffClosing(handoff: 1, as: .answered, by: "ana", at: edit))
    #expect(try await test.fireDue(at: edit + .minutes(10)).contains(.escalate))
    #expect(
      try await test.texts(
        "SELECT outcome FROM deadline WHERE kind = 'human' AND cycle = 2") == ["NULL"])
  }

  @Test func theHandoffListNamesWhatWaits() async throws {
    let test = try await handedOff()
    let rows = try await test.store.handoffs(waitingOnly: true, limit: 9)
    #expect(rows.map(\.messageID) == ["test/1"])
    #expect(rows.map(\.text) == ["Where is my order?"])
    _ = try await test.store.close(
      HandoffClosing(handoff: 1, as: .closed, by: "ana", at: fixtureTime))
    #expect(try await test.store.handoffs(waitingOnly: true, limit: 9).isEmpty)
    #expect(try await test.store.handoffs(waitingOnly: false, limit: 9).count == 1)
  }
}
