import Engine
import Foundation
import GRDB

/// Who did what; triggers of the table keep anybody from changing or removing it.
enum AuditLog {
  static func append(_ db: Database, _ entry: AuditEntry) throws {
    try db.run(
      """
      INSERT INTO audit(at, who, role, action, target, detail, address, outcome)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?)
      """, entry.at.milliseconds, entry.who, entry.role, entry.action, entry.target, entry.detail,
      entry.address, entry.outcome.rawValue)
  }

  static func entries(_ db: Database, _ query: AuditQuery) throws -> [AuditEntry] {
    try db.all(
      """
      SELECT id, at, who, role, action, target, detail, address, outcome FROM audit
      WHERE (?1 IS NULL OR who = ?1)
        AND (?2 IS NULL OR action = ?2 OR substr(action, 1, length(?2) + 1) = ?2 || '.')
        AND (?3 IS NULL OR at >= ?3) AND (?4 IS NULL OR id < ?4)
      ORDER BY id DESC LIMIT ?5
      """, query.who, query.action, query.since?.milliseconds, query.before, query.limit, read: row)
  }

  private static func row(_ columns: Columns) throws -> AuditEntry {
    guard let outcome = AuditEntry.Outcome(rawValue: columns.text(8)) else {
      throw StoreFailure.damaged("entry \(columns.int(0)) of the audit log has no outcome")
    }
    return AuditEntry(
      id: columns.int(0), at: columns.date(1), who: columns.text(2),
      role: columns.optional(columns.text, 3), action: columns.text(4),
      target: columns.optional(columns.text, 5), detail: columns.optional(columns.text, 6),
      address: columns.optional(columns.text, 7), outcome: outcome)
  }
}
