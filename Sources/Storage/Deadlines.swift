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

  /// Of one cycle: what an earlier cycle's reply or handoff ends is not the present one's.
  static func void(
    _ db: Database, _ message: Int64, _ cycle: Int, _ kinds: [DeadlineKind], at: Int64
  ) throws {
    for kind in kinds {
      try db.run(
        """
        UPDATE deadline SET firedAt = ?, outcome = 'void'
        WHERE message = ? AND cycle = ? AND kind = ? AND firedAt IS NULL
        """, at, message, cycle, kind.rawValue)
    }
  }

  /// A reply is out: it meets the clock of the acknowledgement, an answer the human one too, and
  /// what waited for it is void.
  static func replied(
    _ db: Database, _ message: Int64, _ cycle: Int, withAnswer isAnswer: Bool, at: Int64
  ) throws {
    try db.run(
      """
      UPDATE deadline SET firedAt = ?1, outcome = CASE WHEN kind IN ('stale', 'draft') THEN 'void'
        WHEN at >= ?1 THEN 'met' ELSE 'missed' END
      WHERE message = ?2 AND cycle = ?3 AND firedAt IS NULL
        AND (kind IN ('stale', 'draft', 'acknowledge') OR (?4 AND kind = 'human'))
      """, at, message, cycle, isAnswer)
  }

  static func next(_ db: Database) throws -> Int64? {
    try db.integer(
      "SELECT min(at) FROM deadline WHERE firedAt IS NULL")
  }

  static func due(_ db: Database, limit: Int, now: Date) throws -> [DueDeadline] {
    try db.all(
      """
      SELECT d.id, d.message, m.connector, m.remote, d.kind, d.level, d.at, h.team, h.urgency,
        h.state, h.category, h.assignee, h.activeAt
      FROM deadline d CROSS JOIN message m ON m.id = d.message
        LEFT JOIN handoff h ON h.message = d.message AND h.cycle = d.cycle
      WHERE d.firedAt IS NULL AND d.at <= ? ORDER BY d.at LIMIT ?
      """, now.milliseconds, limit
    ) {
      DueDeadline(
        row: $0.int(0), message: $0.int(1),
        messageID: .init(connector: $0.text(2), remote: $0.text(3)),
        kind: DeadlineKind(rawValue: $0.text(4)) ?? .stale, level: $0.number(5), at: $0.date(6),
        handoff: $0.isNull(7) ? nil : handoff($0, at: 7))
    }
  }

  private static func handoff(_ columns: Columns, at own: Int32) -> DueDeadline.Handoff {
    DueDeadline.Handoff(
      team: columns.text(own), urgency: Urgency(rawValue: columns.number(own + 1)) ?? .normal,
      state: HandoffState(rawValue: columns.text(own + 2)) ?? .open,
      category: columns.optional(columns.text, own + 3),
      assignee: columns.optional(columns.text, own + 4),
      activeAt: columns.optional(columns.date, own + 5))
  }

  static func fire(_ db: Database, _ action: DeadlineAction) throws {
    let due = action.due
    let at = action.at.milliseconds
    let isWindow = due.kind == .acknowledge || due.kind == .human
    let isMine =
      try db.run(
        "UPDATE deadline SET firedAt = ?, outcome = ? WHERE id = ? AND firedAt IS NULL", at,
        isWindow ? "missed" : "fired", due.row) == 1
    guard isMine else { return }
    switch due.kind {
    case .escalate, .warn, .quiet, .wake: try HandoffDeadlines.fire(db, action)
    case .human:
      try db.event(due.message, "window missed", "human", at: at)
      try HandoffDeadlines.fire(db, action)
    case .acknowledge:
      try db.event(due.message, "window missed", "acknowledge", at: at)
      try handOffUnsent(db, action, ending: nil, states: "'draft', 'held'")
    case .draft: try handOffUnsent(db, action, ending: "expired", states: "'draft'")
    case .stale:
      try handOffUnsent(db, action, ending: "expired", states: "'draft','queued','held'")
      try handOffUncertain(db, action)
    }
  }

  static func cycle(_ db: Database, of due: DueDeadline) throws -> Int {
    Int(try db.integer("SELECT cycle FROM deadline WHERE id = ?", due.row) ?? 1)
  }

  /// A reply that is under way or unknown gets one more hour to be cleared up; then a human
  /// decides, also where no connector is left that could be asked.
  private static func handOffUncertain(_ db: Database, _ action: DeadlineAction) throws {
    let due = action.due
    let at = action.at.milliseconds
    let cycle = try cycle(db, of: due)
    guard
      let reply = try db.row(
        """
        SELECT id, state FROM reply
        WHERE message = ? AND cycle = ? AND kind <> 'human' AND state IN ('sending', 'unknown')
        LIMIT 1
        """, due.message, cycle)
    else { return }
    guard due.level > 0, (reply["state"] as String) == ReplyState.unknown.rawValue else {
      return try insert(
        db, due.message, cycle, .stale, level: due.level + 1, at: action.at + .hours(1))
    }
    let why = "unknown: the reply may or may not be out"
    try db.run(
      "UPDATE reply SET state = 'rejected', detail = ?, fence = fence + 1 WHERE id = ?", why,
      reply["id"] as Int64)
    try db.event(due.message, "reply rejected", why, at: at)
    if var plan = action.handoff {
      plan.reason = why
      plan.category = "unknown"
      try Handoffs.open(db, message: due.message, cycle: cycle, plan, at: at)
    }
    try Closings.closeIfSettled(db, due.message, otherwise: why, at: at)
  }

  /// A reply that is still waiting: a human has to know, and an expired one is not sent any more.
  private static func handOffUnsent(
    _ db: Database, _ action: DeadlineAction, ending: String?, states: String
  ) throws {
    let message = action.due.message
    let at = action.at.milliseconds
    guard
      let row = try db.row(
        """
        SELECT r.cycle FROM reply r JOIN message m ON m.id = r.message AND m.cycle = r.cycle
        WHERE r.message = ? AND r.kind <> 'human' AND r.state IN (\(states)) LIMIT 1
        """, message)
    else { return }
    if let ending {
      try db.run(
        """
        UPDATE reply SET state = ?, detail = ?, fence = fence + 1
        WHERE message = ? AND kind <> 'human' AND state IN (\(states))
        """, ending, action.handoff?.reason, message)
      try db.event(message, "reply \(ending)", action.handoff?.reason, at: at)
    }
    if let plan = action.handoff {
      try Handoffs.open(db, message: message, cycle: row["cycle"], plan, at: at)
    }
    try Closings.closeIfSettled(db, message, otherwise: "expired", at: at)
  }
}
