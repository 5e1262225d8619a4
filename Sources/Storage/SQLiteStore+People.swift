public import Engine
public import Foundation
import GRDB
public import PluginKit

/// The verbs of people.
extension SQLiteStore {
  public func handoffs(waitingOnly: Bool, limit: Int) async throws -> [HandoffRow] {
    try await commits.read { db in
      try Handoffs.list(db, waitingOnly: waitingOnly, limit: limit)
    }
  }

  public func handoff(_ id: Int64) async throws -> HandoffRow? {
    try await commits.read { db in try Handoffs.one(db, id) }
  }

  public func message(of handoff: Int64) async throws -> Message? {
    try await commits.read { db in
      try db.first(
        """
        SELECT \(StoredMessage.columns) FROM \(StoredMessage.tables)
        WHERE m.id = (SELECT message FROM handoff WHERE id = ?)
        """, handoff, read: StoredMessage.init)?.withBurst(db)
    }
  }

  public func take(_ taking: Engine.Taking) async throws -> HandoffRow? {
    try await commits.write { db in try Taking.take(db, taking) }
  }

  public func close(_ closing: HandoffClosing) async throws -> HandoffRow? {
    try await commits.write { db in try Taking.close(db, closing) }
  }

  public func snooze(handoff: Int64, until: Date, by: String, at: Date) async throws
    -> HandoffRow?
  {
    try await commits.write { db in
      try Taking.snooze(db, handoff, until: until, by: by, at: at.milliseconds)
    }
  }

  public func assign(_ assignment: Assignment) async throws -> HandoffRow? {
    try await commits.write { db in try Taking.assign(db, assignment) }
  }

  public func reply(_ reply: HumanReply) async throws -> HandoffRow? {
    try await commits.write { [storeID] db in
      try HumanReplies.queue(db, reply, storeID: storeID)
    }
  }

  public func open(_ plan: PlannedHandoff, for message: String, by: String, at: Date) async throws
    -> HandoffRow?
  {
    try await commits.write { db in
      guard let row = try Why.row(db, of: message),
        let cycle = try db.integer(
          "SELECT cycle FROM message WHERE id = ? AND state IN ('decided', 'closed')", row)
      else { return nil }
      let isKnown = try db.exists(
        "SELECT 1 FROM handoff WHERE message = ? AND cycle = ?", row, cycle)
      if isKnown { return nil }
      let now = at.milliseconds
      try Handoffs.open(db, message: row, cycle: Int(cycle), plan, at: now)
      guard
        let id = try db.integer(
          """
          SELECT id FROM handoff WHERE message = ? AND cycle = ? AND openedAt = ? AND state = 'open'
          """, row, cycle, now)
      else { return nil }
      try Corrections.add(db, row, .missedHandoff, by: by, at: now)
      return try Handoffs.one(db, id)
    }
  }

  public func dueOutcomes(limit: Int, now: Date) async throws -> [DueOutcome] {
    try await commits.read { db in try Outcomes.due(db, limit: limit, now: now.milliseconds) }
  }

  public func settle(_ outcomes: [SeenOutcome]) async throws {
    try await commits.write { db in for seen in outcomes { try Outcomes.settle(db, seen) } }
  }

  public func dropOutcomes(limit: Int) async throws -> Int {
    try await commits.write { db in try Outcomes.drop(db, limit: limit) }
  }

  public func clockSetBack(by: Duration) async throws {
    let shift = Int64(by.seconds * 1000)
    try await commits.write { db in
      try db.run(
        """
        UPDATE deadline SET at = at - ?
        WHERE firedAt IS NULL AND kind IN ('escalate', 'quiet', 'wake')
        """, shift)
      try db.run(
        "UPDATE notification SET notBefore = notBefore - ? WHERE state = 'pending'", shift)
    }
  }

  public func silences(now: Date) async throws -> [Silence] {
    try await commits.read { db in try Silences.active(db, now: now.milliseconds) }
  }

  public func add(_ silence: Silence) async throws -> Silence {
    try await commits.write { db in try Silences.add(db, silence) }
  }

  public func endSilence(_ id: Int64, by: String, at: Date) async throws -> Bool {
    try await commits.write { db in try Silences.end(db, id, by: by, at: at.milliseconds) }
  }

  public func correct(_ correction: Correction, message: String) async throws -> Bool {
    try await commits.write { db in
      guard let row = try Why.row(db, of: message) else { return false }
      try Corrections.add(
        db, row, correction.kind, by: correction.by, was: correction.was, now: correction.now,
        at: correction.at.milliseconds)
      return true
    }
  }

  public func corrections(after: Int64, limit: Int) async throws -> [Correction] {
    try await commits.read { db in try Corrections.list(db, after: after, limit: limit) }
  }
}
