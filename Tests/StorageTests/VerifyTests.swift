import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

/// `verify` finds nothing on a healthy store, and each broken promise where it is planted.
@Suite struct VerifyTests {
  struct Plant: Sendable, CustomTestStringConvertible {
    var promise: String
    var what: String
    var sql: String
    var isLive = true
    var testDescription: String { "\(promise) \(what)" }
  }

  /// 1 answered, 2 acknowledged and handed off, 3 ignored, 4 handed off and not yet told, 5 stored.
  private func healthy() async throws -> StoreUnderTest {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1")])
    try await test.decideAll(.answer, reply: .make())
    try await test.take([.make(id: "2")])
    try await test.decideAll(
      .acknowledgeAndHandoff, reply: .make(kind: .acknowledgement), handoff: .make())
    try await test.settleAll(try await test.beginAll(), .posted(Receipt(remote: "ours")))
    try await test.tellAll()
    try await test.take([.make(id: "3")])
    try await test.decideAll(.ignore)
    try await test.take([.make(id: "4")])
    try await test.decideAll(.handoff, handoff: .make())
    try await test.take([.make(id: "5")])
    return test
  }

  @Test(arguments: [true, false])
  func aHealthyStoreHasNoViolation(_ isLive: Bool) async throws {
    let test = try await healthy()
    #expect(try await test.closings() == ["answered", "handedOff", "ignored", "NULL", "NULL"])
    #expect(try await test.violations(live: isLive).isEmpty)
  }

  @Test(arguments: plants)
  func aPlantedViolationIsFound(_ plant: Plant) async throws {
    let test = try await healthy()
    try await test.sql(plant.sql)
    let found = try await test.violations(live: plant.isLive)
    #expect(
      found.contains { $0.promise == plant.promise && $0.what.contains(plant.what) },
      "found only \(found.map(\.what))")
    #expect(found.allSatisfy { !$0.repair.isEmpty })
  }

  @Test func aStoppedStoreMayHaveOverdueWork() async throws {
    let test = try await healthy()
    #expect(try await test.violations(live: false, at: fixtureTime + .hours(99)).isEmpty)
    #expect(!(try await test.violations(live: true, at: fixtureTime + .hours(99)).isEmpty))
  }

  static let plants: [Plant] = [
    Plant(
      promise: "P1", what: "event of its arrival",
      sql: "DELETE FROM event WHERE kind = 'received' AND message = 1"),
    Plant(
      promise: "P2", what: "without a reason", sql: "UPDATE message SET closing = NULL WHERE id = 1"),
    Plant(
      promise: "P2", what: "without a reason",
      sql: "UPDATE message SET closingDetail = '' WHERE id = 3"),
    Plant(
      promise: "P2", what: "says otherwise",
      sql: "UPDATE reply SET state = 'queued', remote = NULL WHERE message = 1"),
    Plant(promise: "P2", what: "says otherwise", sql: "DELETE FROM handoff WHERE message = 2"),
    Plant(
      promise: "P2", what: "nothing more will happen",
      sql: "UPDATE message SET state = 'decided', closing = NULL WHERE id = 3"),
    Plant(
      promise: "P6", what: "waits for its evaluation",
      sql: "UPDATE message SET readyAt = 0 WHERE id = 5"),
    Plant(
      promise: "P3", what: "two replies of one kind",
      sql: """
        CREATE TABLE copy AS SELECT * FROM reply; DROP TABLE reply;
        ALTER TABLE copy RENAME TO reply; INSERT INTO reply SELECT * FROM reply
        """),
    Plant(
      promise: "P3", what: "without receipt", sql: "UPDATE reply SET remote = NULL WHERE id = 1"),
    Plant(promise: "P3", what: "without receipt", sql: "DELETE FROM attempt"),
    Plant(
      promise: "P3", what: "never ended",
      sql: "UPDATE attempt SET outcome = NULL, endedAt = NULL WHERE id = 1"),
    Plant(
      promise: "P7", what: "to a machine", sql: "UPDATE message SET automated = 1 WHERE id = 1"),
    Plant(promise: "P7", what: "more than 1", sql: "UPDATE reply SET conversation = 1"),
    Plant(
      promise: "P8", what: "during a hold",
      sql: """
        INSERT INTO hold(scope, reason, by, at, afterAttempt) VALUES('everything', 'r', 'b', 0, 0)
        """),
    Plant(
      promise: "P8", what: "during a hold",
      sql: """
        INSERT INTO hold(scope, target, reason, by, at, afterAttempt, releasedAt, untilAttempt)
        VALUES('conversation', '1', 'r', 'b', 0, 0, 0, 1)
        """),
    Plant(
      promise: "P9", what: "wider than its parent",
      sql: "UPDATE message SET visibility = 3 WHERE id = 1"),
    Plant(promise: "P10", what: "without its text", sql: "UPDATE reply SET text = ''"),
    Plant(promise: "P10", what: "config or decision", sql: "DELETE FROM config"),
    Plant(promise: "P10", what: "config or decision", sql: "DELETE FROM decision"),
    Plant(
      promise: "P4", what: "without deadlines", sql: "DELETE FROM deadline WHERE message = 4"),
    Plant(
      promise: "P4", what: "without deadlines",
      sql: "UPDATE message SET acknowledgeBy = 0 WHERE id = 5"),
    Plant(
      promise: "P4", what: "overdue deadline",
      sql: "UPDATE deadline SET at = 0 WHERE message = 4"),
    Plant(
      promise: "P5", what: "no notifier", sql: "UPDATE notification SET state = 'refused'"),
    Plant(
      promise: "P5", what: "without a next escalation",
      sql: "DELETE FROM deadline WHERE message = 4 AND kind = 'escalate'"),
    Plant(
      promise: "store", what: "SQLite:",
      sql: """
        PRAGMA writable_schema = ON;
        DELETE FROM sqlite_schema WHERE name = 'messageOpen';
        PRAGMA writable_schema = RESET
        """, isLive: false),
  ]
}
