import Engine
import Foundation
import GRDB
import PluginKit

/// The deadlines of handoffs that wait for people.
enum HandoffDeadlines {
  static func fire(_ db: Database, _ action: DeadlineAction) throws {
    let due = action.due
    let cycle = try Deadlines.cycle(db, of: due)
    guard
      let id = try db.integer(
        """
        SELECT id FROM handoff
        WHERE message = ? AND cycle = ? AND state IN ('open', 'notified', 'taken')
        """, due.message, cycle), let row = try Handoffs.one(db, id)
    else { return }
    if action.isPostponed, let next = action.next {
      return try Deadlines.insert(db, due.message, cycle, due.kind, level: due.level, at: next)
    }
    let at = action.at.milliseconds
    // What became due while nobody ran is told as missed.
    let wasDue = min(at, due.at.milliseconds)
    switch due.kind {
    case .escalate: try escalate(db, row, cycle, action)
    case .human: try overdue(db, row, cycle, action)
    case .warn:
      // After downtime several are over: the last one says it all.
      let isOver = row.dueAt.map { $0 <= action.at } ?? false
      let isPassed = try db.exists(
        """
        SELECT 1 FROM deadline WHERE message = ? AND cycle = ? AND kind = 'warn' AND level > ?
          AND at <= ? LIMIT 1
        """, due.message, cycle, due.level, at)
      if isOver || isPassed { return }
      for recipient in action.recipients {
        try Notifications.add(db, id, recipient, .warning, level: due.level, at: wasDue)
      }
    case .quiet: try reassign(db, row, cycle, action)
    case .wake:
      try db.run("UPDATE handoff SET snoozedUntil = NULL WHERE id = ?", id)
      try Notifications.tell(db, id, action.recipients, .woken, at: wasDue)
      if row.state.isWaiting { try chain(db, due.message, cycle, action.next) }
    case .acknowledge, .draft, .stale: break
    }
  }

  private static func escalate(
    _ db: Database, _ row: HandoffRow, _ cycle: Int, _ action: DeadlineAction
  ) throws {
    guard row.state.isWaiting || row.overdueAt != nil else { return }
    for recipient in action.recipients {
      try Notifications.add(
        db, row.id, recipient, .escalated, level: action.due.level,
        at: min(action.at, action.due.at).milliseconds)
    }
    try chain(db, row.message, cycle, action.next)
  }

  /// Exactly one chain goes on, however many levels the team had when the handoff was opened.
  static func chain(_ db: Database, _ message: Int64, _ cycle: Int, _ next: Date?) throws {
    let isPlanned = try db.exists(
      """
      SELECT 1 FROM deadline
      WHERE message = ? AND cycle = ? AND kind IN ('escalate', 'wake') AND firedAt IS NULL LIMIT 1
      """, message, cycle)
    guard !isPlanned, let next else { return }
    let level = try db.integer(
      """
      SELECT coalesce(max(level), 0) + 1 FROM deadline
      WHERE message = ? AND cycle = ? AND kind = 'escalate'
      """, message, cycle)
    try Deadlines.insert(db, message, cycle, .escalate, level: Int(level ?? 1), at: next)
  }

  /// Also of what somebody took: they did not answer in time, and others may take it.
  private static func overdue(
    _ db: Database, _ row: HandoffRow, _ cycle: Int, _ action: DeadlineAction
  ) throws {
    let at = action.at.milliseconds
    try db.run("UPDATE handoff SET overdueAt = ? WHERE id = ? AND overdueAt IS NULL", at, row.id)
    try Notifications.tell(
      db, row.id, action.recipients, .overdue,
      at: min(at, action.due.at.milliseconds))
    try chain(db, row.message, cycle, action.next)
  }

  /// Whoever has it did nothing for too long: the next one's turn, else everybody's.
  private static func reassign(
    _ db: Database, _ row: HandoffRow, _ cycle: Int, _ action: DeadlineAction
  ) throws {
    let at = action.at.milliseconds
    guard row.assignee != nil || row.state == .taken else { return }
    let person = try action.candidates.flatMap { try Handoffs.choose(db, among: $0) }
    try db.run(
      """
      UPDATE handoff SET assignee = ?1, activeAt = ?2, takenBy = NULL, takenAt = NULL,
        state = CASE state WHEN 'taken' THEN 'notified' ELSE state END
      WHERE id = ?3
      """, person?.id, at, row.id)
    let who = row.takenBy ?? row.assignee ?? ""
    try db.event(
      row.message, "reassigned", "\(who) did nothing; now \(person?.id ?? "the team")", at: at)
    let own = person?.recipients ?? []
    let isEscalating = try db.exists(
      """
      SELECT 1 FROM deadline WHERE message = ? AND cycle = ? AND kind = 'escalate'
        AND firedAt IS NULL LIMIT 1
      """, row.message, cycle)
    try Taking.goOn(
      db, row, cycle, own.isEmpty ? action.recipients : own,
      next: isEscalating ? nil : action.next, quietAt: person == nil ? nil : action.next, at: at)
  }
}
