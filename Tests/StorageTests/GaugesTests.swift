import Engine
import Foundation
import GRDB
import PluginKit
import PluginTesting
import Testing

@testable import Storage

/// What metrics ask of the store.
@Suite struct GaugesTests {
  @Test func whatWaitsIsCountedByState() async throws {
    let under = try await StoreUnderTest()
    try await under.take([.make("a", id: "1"), .make("b", id: "2")])
    var gauges = try await under.store.gauges()
    #expect(gauges.messages == ["stored": 2])
    #expect(gauges.windowsRunning == ["acknowledge": 2, "human": 2])
    #expect(gauges.oldestUnanswered != nil && gauges.oldestHandoff == nil)
    let plan = PlannedHandoff(
      team: "care", category: nil, reason: "test", recipients: [Recipient(notifier: "desk")],
      notifyAt: fixtureTime,
      escalations: [fixtureTime + .hours(1)])
    try await under.decideAll(.handoff, handoff: plan)
    gauges = try await under.store.gauges()
    #expect(gauges.handoffs == ["open": 2])
    #expect(gauges.pendingNotifications == 2)
    #expect(gauges.oldestHandoff == fixtureTime)
    _ = try await under.store.hold(.everything, reason: "r", by: "b", at: fixtureTime)
    #expect(try await under.store.gauges().holds.count == 1)
  }

  /// The counters and the rows that they count never disagree.
  @Test func windowsAreCountedWhereTheyEnd() async throws {
    let under = try await StoreUnderTest()
    try await under.take([.make("a", id: "1"), .make("b", id: "2"), .make("c", id: "3")])
    let plan = PlannedHandoff(
      team: "care", category: nil, reason: "test", recipients: [], notifyAt: fixtureTime,
      escalations: [])
    try await under.decideAll(.handoff, handoff: plan)
    for (handoff, state) in [(Int64(1), HandoffState.answered), (2, .closed)] {
      _ = try await under.store.close(
        HandoffClosing(handoff: handoff, as: state, by: "ana", at: fixtureTime + .minutes(10)))
    }
    let late = fixtureTime + .hours(30)
    let due = try await under.store.dueDeadlines(limit: 9, now: late)
    try await under.store.fire(due.map { DeadlineAction(due: $0, at: late) })
    try await under.store.fire(due.map { DeadlineAction(due: $0, at: late) })
    let gauges = try await under.store.gauges()
    let status = try await under.store.status(now: late)
    #expect(gauges.windowsMet == ["acknowledge": 1, "human": 1])
    #expect(gauges.windowsMissed == ["acknowledge": 1, "human": 1])
    #expect(gauges.windowsRunning == [:])
    #expect(status.windowsMet == gauges.windowsMet)
    #expect(status.windowsMissed == gauges.windowsMissed)
  }

  @Test func windowsFromBeforeTheCountersAreCounted() throws {
    let queue = try DatabaseQueue()
    try queue.write { db in
      try db.execute(
        sql: """
          CREATE TABLE deadline(kind TEXT, outcome TEXT);
          INSERT INTO deadline VALUES ('human', 'met'), ('human', 'met'), ('acknowledge', 'missed'),
            ('escalate', 'fired'), ('human', 'void');
          """)
      try Tallies.migrate(db)
      let rows = try Row.fetchAll(db, sql: "SELECT count FROM tally ORDER BY clock, outcome")
      #expect(rows.map { $0[0] } == [0, 1, 2, 0])
    }
  }

  /// A scrape costs as much as what waits, not as much as what was ever stored.
  @Test(
    arguments: Gauges.replies + [
      Gauges.openMessages, Gauges.oldestMessage, Gauges.handoffs, Gauges.oldestHandoff,
      Gauges.notifications, Gauges.windowsRunning,
    ])
  func aScrapeReadsNoWholeTable(_ sql: String) async throws {
    let under = try await StoreUnderTest()
    let plan = try await under.store.commits.read { db in
      try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] as String }
    }
    #expect(plan.contains { $0.contains("INDEX") }, "\(plan)")
    #expect(!plan.contains { $0.hasPrefix("SCAN") && !$0.contains("INDEX") }, "\(plan)")
  }

  @Test func aTestWriteLeavesOneRow() async throws {
    let under = try await StoreUnderTest(for: .daemon)
    for minute in 0..<3 { try await under.store.probe(at: fixtureTime + .minutes(minute)) }
    let rows = try await under.store.commits.read { db in
      try db.integer("SELECT count(*) FROM meta WHERE name = 'probedAt'")
    }
    #expect(rows == 1)
    try under.store.close()
    await #expect(throws: (any Error).self) { try await under.store.probe(at: fixtureTime) }
  }
}
