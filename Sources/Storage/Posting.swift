import Engine
import Foundation
import GRDB
import PluginKit

/// What a plan within a posting budget has to know: what is queued, and what was posted.
enum Posting {
  static func queueLength(_ db: Database, connector: String, atMost limit: Int) throws -> Int {
    Int(
      try db.integer(
        """
        SELECT count(*) FROM (
          SELECT 1 FROM reply WHERE connector = ? AND state = 'queued' LIMIT ?)
        """, connector, limit) ?? 0)
  }

  static func queued(_ db: Database, connector: String, limit: Int) throws -> [QueuedReply] {
    try db.all(
      """
      SELECT \(columns) FROM reply
      WHERE connector = ? AND state = 'queued' ORDER BY urgency DESC, deadline LIMIT ?
      """, connector, limit, read: reply)
  }

  /// By the table's own order: only what is new is looked at, and no more than the last `limit`.
  static func planned(
    _ db: Database, connector: String, after row: Int64?, limit: Int
  ) throws -> [QueuedReply] {
    guard let row else {
      return try db.all(
        "SELECT \(columns) FROM reply ORDER BY id DESC LIMIT 1", read: reply)
    }
    return try db.all(
      """
      SELECT \(columns) FROM reply
      WHERE id > max(?, (SELECT max(id) FROM reply) - ?) AND +connector = ? ORDER BY id
      """, row, limit, connector, read: reply)
  }

  private static let columns = "id, fence, kind, urgency, deadline, notBefore"

  private static func reply(_ columns: Columns) -> QueuedReply {
    QueuedReply(
      row: columns.int(0), fence: columns.int(1),
      kind: Reply.Kind(rawValue: columns.text(2)) ?? .answer,
      urgency: Urgency(rawValue: columns.number(3)) ?? .normal, deadline: columns.date(4),
      notBefore: columns.date(5))
  }

  /// Attempts lie in the order in which they began, so that no more of them are read than the span
  /// has. One that has no end yet may still arrive.
  static func posts(_ db: Database, connector: String, since: Date) throws -> [Date] {
    try db.all(
      """
      SELECT coalesce(a.endedAt, a.startedAt) AS at
      FROM attempt a CROSS JOIN reply r ON r.id = a.reply
      WHERE a.id > coalesce((SELECT id FROM attempt WHERE coalesce(endedAt, startedAt) < ?1
          ORDER BY id DESC LIMIT 1) - ?3, 0)
        AND r.connector = ?2 AND coalesce(a.outcome, 'unknown') IN ('posted', 'unknown', 'crashed')
        AND coalesce(a.endedAt, a.startedAt) >= ?1
      ORDER BY at
      """, since.milliseconds, connector, overlap
    ) { $0.date(0) }
  }

  /// Attempts that may have begun before one that ended earlier: those in flight with it.
  private static let overlap = 1000
}
