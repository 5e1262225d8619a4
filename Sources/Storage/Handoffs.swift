import Engine
import Foundation
import GRDB
import PluginKit

/// Handoffs and the notifications that carry them to humans.
enum Handoffs {
  /// At most one per message and cycle; its notifications and escalation deadlines with it.
  static func open(
    _ db: Database, message: Int64, cycle: Int, _ plan: PlannedHandoff, at: Int64
  ) throws {
    let isNew = try db.run(
      """
      INSERT INTO handoff(message, cycle, team, category, reason, state, openedAt, dueAt)
      VALUES(?, ?, ?, ?, ?, 'open', ?,
        (SELECT at FROM deadline WHERE message = ?1 AND cycle = ?2 AND kind = 'human'
          ORDER BY id DESC LIMIT 1))
      ON CONFLICT(message, cycle) DO NOTHING
      """, message, cycle, plan.team, plan.category, plan.reason, at) == 1
    guard isNew else { return }
    let handoff = db.lastInsertedRowID
    for notifier in plan.notifiers { try notify(db, handoff, notifier, level: 0, at: at) }
    for (index, escalation) in plan.escalations.enumerated() {
      try Deadlines.insert(db, message, cycle, .escalate, level: index + 1, at: escalation)
    }
    try db.event(message, "handoff", "to \(plan.team): \(plan.reason)", at: at)
  }

  static func notify(
    _ db: Database, _ handoff: Int64, _ notifier: String, level: Int, at: Int64
  ) throws {
    try db.run(
      """
      INSERT INTO notification(handoff, notifier, occasion, level, notBefore) VALUES(?, ?, ?, ?, ?)
      ON CONFLICT(handoff, notifier, occasion, level) DO NOTHING
      """, handoff, notifier, level == 0 ? "opened" : "escalated", level, at)
  }

  static func dueNotifications(_ db: Database, limit: Int, now: Date, storeID: String) throws
    -> [DueNotification]
  {
    let due = try db.all(
      dueSQL, now.milliseconds, limit
    ) { columns in
      let stored = StoredMessage(columns)
      return (stored, columns.number(cycleColumn), notification(columns, stored, storeID: storeID))
    }
    return try due.map { stored, cycle, notification in
      var due = notification
      due.notification.message = try stored.withBurst(db)
      due.notification.replies = try db.all(
        "SELECT text FROM reply WHERE message = ? AND cycle = ? AND state <> 'superseded'",
        stored.row, cycle
      ) { $0.text(0) }
      return due
    }
  }

  private static let dueSQL = """
    SELECT \(StoredMessage.columns), n.id, n.notifier, n.attempts, n.level, h.id, h.team, h.reason,
      h.category, h.openedAt, h.dueAt, h.cycle
    FROM notification n CROSS JOIN handoff h ON h.id = n.handoff
      CROSS JOIN \(StoredMessage.tables)
    WHERE m.id = h.message AND n.state = 'pending' AND n.notBefore <= ?
    ORDER BY n.notBefore LIMIT ?
    """
  private static let cycleColumn = StoredMessage.width + 10

  /// Without the texts of its burst and the replies.
  private static func notification(
    _ columns: Columns, _ stored: StoredMessage, storeID: String
  ) -> DueNotification {
    let own = StoredMessage.width
    let handoff = columns.int(own + 4)
    let level = columns.number(own + 3)
    return DueNotification(
      row: columns.int(own), notifier: columns.text(own + 1), attempts: columns.number(own + 2),
      notification: HandoffNotification(
        key: "replyd-\(storeID)-\(handoff)-\(level)", handoff: handoff,
        team: columns.text(own + 5), level: level, reason: columns.text(own + 6),
        category: columns.optional(columns.text, own + 7),
        message: stored.message, replies: [], openedAt: columns.date(own + 8),
        dueAt: columns.optional(columns.date, own + 9)))
  }

  static func settle(_ db: Database, _ settlement: NotificationSettlement) throws {
    let at = settlement.at.milliseconds
    switch settlement.result {
    case .sent:
      try db.run(
        """
        UPDATE notification SET state = 'sent', sentAt = ?, attempts = attempts + 1, detail = NULL
        WHERE id = ? AND state = 'pending'
        """, at, settlement.row)
      try told(db, notification: settlement.row, at: at)
    case .retry(let again, let why):
      try db.run(
        """
        UPDATE notification SET notBefore = ?, attempts = attempts + 1, detail = ?
        WHERE id = ? AND state = 'pending'
        """, again.milliseconds, why, settlement.row)
    case .refused(let why):
      try db.run(
        """
        UPDATE notification SET state = 'refused', attempts = attempts + 1, detail = ?
        WHERE id = ? AND state = 'pending'
        """, why, settlement.row)
    }
  }

  private static func told(_ db: Database, notification: Int64, at: Int64) throws {
    guard let (handoff, message, notifier, level) = try db.first(
      """
      SELECT h.id, h.message, n.notifier, n.level FROM notification n
      JOIN handoff h ON h.id = n.handoff WHERE n.id = ?
      """, notification,
      read: { ($0.int(0), $0.int(1), $0.text(2), $0.int(3)) })
    else { return }
    let isFirst = try db.run(
      "UPDATE handoff SET state = 'notified', notifiedAt = ? WHERE id = ? AND state = 'open'", at,
      handoff) == 1
    try db.event(message, level == 0 ? "notified" : "escalated", notifier, at: at)
    if isFirst { try Closings.closeIfSettled(db, message, otherwise: "", at: at) }
  }

  /// An edit opens a new cycle, which hands off again if it must; what a human took stays theirs.
  static func endWaiting(_ db: Database, message: Int64, reason: String, at: Int64) throws {
    try db.run(
      """
      UPDATE handoff SET state = 'closed', closedAt = ?, reason = reason || ' (' || ? || ')'
      WHERE message = ? AND state IN ('open', 'notified')
      """, at, reason, message)
    try db.run(
      """
      UPDATE notification SET state = 'void'
      WHERE state = 'pending' AND handoff IN (SELECT id FROM handoff WHERE message = ?)
      """, message)
  }
}

extension Handoffs {
  static let listSQL = """
    SELECT h.*, m.connector || '/' || m.remote AS messageID, m.text, a.handle FROM handoff h
    JOIN message m ON m.id = h.message JOIN author a ON a.id = m.author
    """

  static func list(_ db: Database, waitingOnly: Bool, limit: Int) throws -> [HandoffRow] {
    let filter = waitingOnly ? " WHERE h.state IN ('open', 'notified', 'taken')" : ""
    return try db.rows(listSQL + filter + " ORDER BY h.dueAt, h.id LIMIT ?", limit).map(row)
  }

  /// One wins; who comes later gets nil.
  static func take(_ db: Database, _ id: Int64, by: String, at: Int64) throws -> HandoffRow? {
    let isMine = try db.run(
      """
      UPDATE handoff SET state = 'taken', takenAt = ?, takenBy = ?
      WHERE id = ? AND state IN ('open', 'notified')
      """, at, by, id) == 1
    guard isMine, let taken = try one(db, id) else { return nil }
    try db.run(
      """
      UPDATE conversation SET owner = 'human'
      WHERE id = (SELECT conversation FROM message WHERE id = ?)
      """, taken.message)
    try stop(db, taken.id, message: taken.message, cycle: try cycle(db, of: id), at: at)
    try db.event(taken.message, "taken", by, at: at)
    try Closings.closeIfSettled(db, taken.message, otherwise: "", at: at)
    return taken
  }

  /// - Parameter state: answered, returned or closed.
  static func close(
    _ db: Database, _ id: Int64, as state: HandoffState, by: String, at: Int64
  ) throws -> HandoffRow? {
    let isMine = try db.run(
      """
      UPDATE handoff SET state = ?, closedAt = ?, takenBy = coalesce(takenBy, ?)
      WHERE id = ? AND state IN ('open', 'notified', 'taken')
      """, state.rawValue, at, by, id) == 1
    guard isMine, let closed = try one(db, id) else { return nil }
    try db.run(
      """
      UPDATE conversation SET owner = 'bot'
      WHERE id = (SELECT conversation FROM message WHERE id = ?1) AND NOT EXISTS (
        SELECT 1 FROM handoff h JOIN message m ON m.id = h.message WHERE h.state = 'taken'
          AND m.conversation = (SELECT conversation FROM message WHERE id = ?1))
      """, closed.message)
    let cycle = try cycle(db, of: id)
    try stop(db, id, message: closed.message, cycle: cycle, at: at)
    if state == .answered {
      try Deadlines.meet(db, closed.message, cycle, .acknowledge, at: at)
      try Deadlines.meet(db, closed.message, cycle, .human, at: at)
    } else {
      try Deadlines.void(db, closed.message, cycle, [.acknowledge, .human], at: at)
    }
    try db.event(closed.message, "handoff \(state.rawValue)", by, at: at)
    try Closings.closeIfSettled(db, closed.message, otherwise: "", at: at)
    return closed
  }

  /// No more notifications and escalations.
  private static func stop(
    _ db: Database, _ id: Int64, message: Int64, cycle: Int, at: Int64
  ) throws {
    try Deadlines.void(db, message, cycle, [.escalate], at: at)
    try db.run(
      "UPDATE notification SET state = 'void' WHERE handoff = ? AND state = 'pending'", id)
  }

  private static func cycle(_ db: Database, of handoff: Int64) throws -> Int {
    Int(try db.integer("SELECT cycle FROM handoff WHERE id = ?", handoff) ?? 1)
  }

  private static func one(_ db: Database, _ id: Int64) throws -> HandoffRow? {
    try db.row(listSQL + " WHERE h.id = ?", id).map(row)
  }

  static func row(_ row: Row) -> HandoffRow {
    HandoffRow(
      id: row["id"], message: row["message"], messageID: row["messageID"], team: row["team"],
      category: row["category"], reason: row["reason"],
      state: HandoffState(rawValue: row["state"]) ?? .open,
      openedAt: row.date("openedAt") ?? .distantPast, dueAt: row.date("dueAt"),
      takenBy: row["takenBy"], author: row["handle"], text: row["text"])
  }
}
