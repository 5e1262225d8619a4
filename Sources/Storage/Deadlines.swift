import Engine
import Foundation
import GRDB
import PluginKit

/// Deadlines are rows: one that passed during downtime fires at the next start (P4).
enum Deadlines {
  static func insert(
    _ db: Database, _ message: Int64, _ cycle: Int, _ kind: DeadlineKind, level: Int = 0, at: Date
  ) throws {
    try db.run(
      "INSERT INTO deadline(message, cycle, kind, level, at) VALUES(?, ?, ?, ?, ?)", message,
      cycle, kind.rawValue, level, at.milliseconds)
  }

  /// Ends a clock in time or late, whichever is true.
  static func meet(
    _ db: Database, _ message: Int64, _ cycle: Int, _ kind: DeadlineKind, at: Int64
  ) throws {
    try db.run(
      """
      UPDATE deadline SET firedAt = ?1, outcome = CASE WHEN at >= ?1 THEN 'met' ELSE 'missed' END
      WHERE message = ?2 AND cycle = ?3 AND kind = ?4 AND firedAt IS NULL
      """, at, message, cycle, kind.rawValue)
  }

  static func void(_ db: Database, _ message: Int64, _ kinds: [DeadlineKind], at: Int64) throws {
    for kind in kinds {
      try db.run(
        """
        UPDATE deadline SET firedAt = ?, outcome = 'void'
        WHERE message = ? AND kind = ? AND firedAt IS NULL
        """, at, message, kind.rawValue)
    }
  }

  /// A message that no stage has seen yet has only provisional windows; they wait for its decision.
  static func due(_ db: Database, limit: Int, now: Date) throws -> [DueDeadline] {
    try db.rows(
      """
      SELECT d.*, m.connector, m.remote,
        (SELECT team FROM handoff h WHERE h.message = d.message AND h.cycle = d.cycle) AS team
      FROM deadline d JOIN message m ON m.id = d.message
      WHERE d.firedAt IS NULL AND d.at <= ? ORDER BY d.at LIMIT ?
      """, now.milliseconds, limit
    ).map { row in
      DueDeadline(
        row: row["id"], message: row["message"],
        messageID: .init(connector: row["connector"], remote: row["remote"]),
        kind: DeadlineKind(rawValue: row["kind"]) ?? .stale, level: row["level"],
        at: row.date("at") ?? now, handoffTeam: row["team"])
    }
  }

  static func fire(_ db: Database, _ action: DeadlineAction) throws {
    let due = action.due
    let at = action.at.milliseconds
    let isWindow = due.kind == .acknowledge || due.kind == .human
    let isMine = try db.run(
      "UPDATE deadline SET firedAt = ?, outcome = ? WHERE id = ? AND firedAt IS NULL", at,
      isWindow ? "missed" : "fired", due.row) == 1
    guard isMine else { return }
    switch due.kind {
    case .escalate: try escalate(db, action)
    case .human: try db.event(due.message, "window missed", "human", at: at)
    case .acknowledge:
      try db.event(due.message, "window missed", "acknowledge", at: at)
      try handOffUnsent(db, action, ending: nil, states: "'draft', 'held'")
    case .draft: try handOffUnsent(db, action, ending: "expired", states: "'draft'")
    case .stale: try handOffUnsent(db, action, ending: "expired", states: "'draft','queued','held'")
    }
  }

  private static func escalate(_ db: Database, _ action: DeadlineAction) throws {
    let due = action.due
    let cycle = try db.integer("SELECT cycle FROM deadline WHERE id = ?", due.row) ?? 1
    guard let handoff = try db.integer(
      """
      SELECT id FROM handoff WHERE message = ? AND cycle = ? AND state IN ('open', 'notified')
      """, due.message, cycle)
    else { return }
    for notifier in action.notifiers {
      try Handoffs.notify(db, handoff, notifier, level: due.level, at: action.at.milliseconds)
    }
    if let next = action.next {
      try insert(db, due.message, Int(cycle), .escalate, level: due.level + 1, at: next)
    }
  }

  /// A reply that is still waiting: a human has to know, and an expired one is not sent any more.
  private static func handOffUnsent(
    _ db: Database, _ action: DeadlineAction, ending: String?, states: String
  ) throws {
    let message = action.due.message
    let at = action.at.milliseconds
    guard let row = try db.row(
      """
      SELECT r.cycle FROM reply r JOIN message m ON m.id = r.message AND m.cycle = r.cycle
      WHERE r.message = ? AND r.state IN (\(states)) LIMIT 1
      """, message)
    else { return }
    if let ending {
      try db.run(
        """
        UPDATE reply SET state = ?, detail = ?, fence = fence + 1
        WHERE message = ? AND state IN (\(states))
        """, ending, action.handoff?.reason, message)
      try db.event(message, "reply \(ending)", action.handoff?.reason, at: at)
    }
    if let plan = action.handoff {
      try Handoffs.open(db, message: message, cycle: row["cycle"], plan, at: at)
    }
    try Closings.closeIfSettled(db, message, otherwise: "expired", at: at)
  }
}
