import Engine
import Foundation
import GRDB

/// Who is signed in.
enum AccessSessions {
  private static let columns = """
    s.id, s.user, s.createdAt, s.seenAt, s.address, s.agent, s.confirmedAt
    """
  private static let columnCount: Int32 = 7

  private static func row(_ columns: Columns) -> SessionRow {
    SessionRow(
      id: columns.int(0), user: columns.int(1), createdAt: columns.date(2),
      seenAt: columns.date(3), address: columns.text(4), agent: columns.text(5),
      confirmedAt: columns.date(6))
  }

  static func add(_ db: Database, _ session: NewSession, audit: AuditEntry) throws -> SessionRow? {
    let at = session.at.milliseconds
    try db.run(
      "DELETE FROM session WHERE seenAt < ? OR createdAt < ?",
      session.seenAfter.milliseconds, session.createdAfter.milliseconds)
    let isAllowed =
      try db.run(
        """
        UPDATE user SET signedInAt = ? WHERE id = ? AND password = ? AND disabledAt IS NULL
        """, at, session.user, session.password.text) == 1
    guard isAllowed else { return nil }
    try db.run(
      """
      DELETE FROM session WHERE id IN (
        SELECT id FROM session WHERE user = ? ORDER BY seenAt DESC, id DESC LIMIT -1 OFFSET ?)
      """, session.user, NewSession.limit - 1)
    try db.run(
      """
      INSERT INTO session(token, user, createdAt, seenAt, address, agent, confirmedAt)
      VALUES(?1, ?2, ?3, ?3, ?4, ?5, ?3)
      """, session.token, session.user, at, session.address, session.agent)
    let id = db.lastInsertedRowID
    try AuditLog.append(db, audit)
    return try db.first("SELECT \(columns) FROM session s WHERE s.id = ?", id, read: row)
  }

  static func one(_ db: Database, token: String) throws -> (SessionRow, UserRow)? {
    try db.first(
      """
      SELECT \(columns), \(AccessUsers.selected) FROM session s JOIN user u ON u.id = s.user
      WHERE s.token = ?
      """, token
    ) { (row($0), try AccessUsers.row($0, from: columnCount)) }
  }

  static func all(_ db: Database, of user: Int64) throws -> [SessionRow] {
    try db.all(
      "SELECT \(columns) FROM session s WHERE s.user = ? ORDER BY s.seenAt DESC, s.id DESC", user,
      read: row)
  }

  static func touch(_ db: Database, _ id: Int64, address: String, at: Int64) throws {
    try db.run(
      "UPDATE session SET seenAt = max(seenAt, ?), address = ? WHERE id = ?", at,
      String(address.prefix(NewSession.addressLimit)), id)
  }

  static func rotate(_ db: Database, _ token: String, to new: String, confirmedAt: Int64?) throws
    -> Bool
  {
    try db.run(
      "UPDATE session SET token = ?, confirmedAt = coalesce(?, confirmedAt) WHERE token = ?", new,
      confirmedAt, token) == 1
  }

  /// After a restore: sessions that ended since the backup must not come back.
  static func endAll(_ db: Database, at: Date) throws {
    try db.run("DELETE FROM session")
    try AuditLog.append(
      db, AuditEntry(at: at, who: "operator", role: "operator", action: "store.restore"))
  }

  static func end(_ db: Database, of user: Int64, only id: Int64?, audit: AuditEntry?) throws
    -> Int
  {
    let count = try db.run(
      "DELETE FROM session WHERE user = ?1 AND (?2 IS NULL OR id = ?2)", user, id)
    if count > 0, let audit { try AuditLog.append(db, audit) }
    return count
  }
}
