import Engine
import Foundation
import GRDB
import PluginKit

/// What people do with handoffs. Each change is one guarded update: one wins.
enum Taking {
  static func take(_ db: Database, _ taking: Engine.Taking) throws -> HandoffRow? {
    let at = taking.at.milliseconds
    let isMine =
      try db.run(
        """
        UPDATE handoff SET state = 'taken', takenAt = ?1, takenBy = ?2, assignee = ?3,
        activeAt = ?1,
          snoozedUntil = NULL, unreachedAt = NULL
        WHERE id = ?4 AND (state IN ('open', 'notified')
          OR (state = 'taken' AND overdueAt IS NOT NULL AND takenBy IS NOT ?2))
        """, at, taking.by, taking.person, taking.handoff) == 1
    guard isMine, let taken = try Handoffs.one(db, taking.handoff) else { return nil }
    try own(db, taken)
    let cycle = try cycle(db, of: taking.handoff)
    try stop(db, taken, cycle, [.escalate, .quiet, .wake], at: at)
    if let quiet = taking.quietAt {
      try Deadlines.insert(db, taken.message, cycle, .quiet, at: quiet)
    }
    if taken.overdueAt != nil {
      try HandoffDeadlines.chain(db, taken.message, cycle, taking.overdueAt)
    }
    try Notifications.tellTold(db, taken.id, .taken, at: at)
    try db.event(taken.message, "taken", taking.by, at: at)
    try Closings.closeIfSettled(db, taken.message, otherwise: "", at: at)
    return taken
  }

  static func close(_ db: Database, _ closing: HandoffClosing) throws -> HandoffRow? {
    let at = closing.at.milliseconds
    let isMine =
      try db.run(
        """
        UPDATE handoff SET state = ?1, closedAt = ?2, takenBy = coalesce(takenBy, ?3),
          note = ?4, unreachedAt = NULL, snoozedUntil = NULL
        WHERE id = ?5 AND state IN ('open', 'notified', 'taken')
        """, closing.state.rawValue, at, closing.by,
        "\(closing.state.rawValue) by \(closing.by)", closing.handoff) == 1
    guard isMine, let closed = try Handoffs.one(db, closing.handoff) else { return nil }
    try db.run(
      """
      UPDATE conversation SET owner = 'bot', summary = coalesce(?2, summary)
      WHERE id = ?1 AND NOT EXISTS (
        SELECT 1 FROM message m JOIN handoff h ON h.message = m.id
        WHERE m.conversation = ?1 AND h.state = 'taken')
      """, closed.conversation, closing.summary)
    let cycle = try cycle(db, of: closing.handoff)
    try stop(db, closed, cycle, [.escalate, .quiet, .wake, .warn], at: at)
    if closing.state == .answered {
      try Outcomes.replied(db, message: closed.message, at: at)
      try Deadlines.meet(db, closed.message, cycle, .acknowledge, at: at)
      try Deadlines.meet(db, closed.message, cycle, .human, at: at)
    } else {
      try Deadlines.void(db, closed.message, cycle, [.acknowledge, .human], at: at)
    }
    // One alert stands for all of an incident: the last to end ends it.
    let goesOn = try db.exists(
      """
      SELECT 1 FROM handoff o JOIN handoff h ON h.incident = o.incident
      WHERE h.id = ? AND o.id <> h.id AND o.incident <> ''
        AND o.state IN ('open', 'notified', 'taken') LIMIT 1
      """, closed.id)
    if !goesOn { try Notifications.tellTold(db, closed.id, .ended, at: at) }
    try db.event(closed.message, "handoff \(closing.state.rawValue)", closing.by, at: at)
    try Closings.closeIfSettled(db, closed.message, otherwise: "", at: at)
    return closed
  }

  /// Whoever snoozes it knows of it: it counts as told.
  static func snooze(_ db: Database, _ id: Int64, until: Date, by: String, at: Int64) throws
    -> HandoffRow?
  {
    let isMine =
      try db.run(
        """
        UPDATE handoff SET snoozedUntil = ?1, activeAt = ?2, unreachedAt = NULL,
          state = CASE state WHEN 'open' THEN 'notified' ELSE state END,
          notifiedAt = coalesce(notifiedAt, ?2)
        WHERE id = ?3 AND state IN ('open', 'notified', 'taken')
        """, until.milliseconds, at, id) == 1
    guard isMine, let row = try Handoffs.one(db, id) else { return nil }
    let cycle = try cycle(db, of: id)
    try stop(db, row, cycle, [.escalate, .quiet, .wake], at: at)
    try Deadlines.insert(db, row.message, cycle, .wake, at: until)
    try db.event(row.message, "snoozed", "by \(by) until \(until.formatted(.iso8601))", at: at)
    try Closings.closeIfSettled(db, row.message, otherwise: "", at: at)
    return row
  }

  static func assign(_ db: Database, _ assignment: Assignment) throws -> HandoffRow? {
    let at = assignment.at.milliseconds
    let isMine =
      try db.run(
        """
        UPDATE handoff SET assignee = ?1, activeAt = ?2, takenBy = NULL, takenAt = NULL,
          snoozedUntil = NULL, state = CASE state WHEN 'taken' THEN 'notified' ELSE state END
        WHERE id = ?3 AND state IN ('open', 'notified', 'taken')
        """, assignment.to.id, at, assignment.handoff) == 1
    guard isMine, let row = try Handoffs.one(db, assignment.handoff) else { return nil }
    let cycle = try cycle(db, of: row.id)
    try stop(db, row, cycle, [.escalate, .quiet, .wake], at: at)
    try goOn(
      db, row, cycle, assignment.to.recipients, next: assignment.next, quietAt: assignment.quietAt,
      at: at)
    try db.event(row.message, "assigned", "to \(assignment.to.id) by \(assignment.by)", at: at)
    return row
  }

  /// A handoff that is another person's now is told and escalates anew.
  static func goOn(
    _ db: Database, _ row: HandoffRow, _ cycle: Int, _ recipients: [Recipient], next: Date?,
    quietAt: Date?, at: Int64
  ) throws {
    try Notifications.tell(db, row.id, recipients, .reassigned, at: at)
    if let next {
      let level = try db.integer(
        """
        SELECT coalesce(max(level), 0) + 1 FROM deadline
        WHERE message = ? AND cycle = ? AND kind = 'escalate'
        """, row.message, cycle)
      try Deadlines.insert(db, row.message, cycle, .escalate, level: Int(level ?? 1), at: next)
    }
    if let quietAt { try Deadlines.insert(db, row.message, cycle, .quiet, at: quietAt) }
  }

  /// The conversation is a human's: what the bot had ready for it is not sent.
  private static func own(_ db: Database, _ taken: HandoffRow) throws {
    try db.run("UPDATE conversation SET owner = 'human' WHERE id = ?", taken.conversation)
  }

  /// No more of these deadlines, and of what was to be told.
  private static func stop(
    _ db: Database, _ row: HandoffRow, _ cycle: Int, _ kinds: [DeadlineKind], at: Int64
  ) throws {
    try Deadlines.void(db, row.message, cycle, kinds, at: at)
    try db.run(
      "UPDATE notification SET state = 'void' WHERE handoff = ? AND state = 'pending'", row.id)
  }

  static func cycle(_ db: Database, of handoff: Int64) throws -> Int {
    Int(try db.integer("SELECT cycle FROM handoff WHERE id = ?", handoff) ?? 1)
  }
}
