import Engine
import Foundation
import GRDB

/// Programs that may use the API.
enum AccessTokens {
  private static let columns = """
    t.id, t.name, t.role, t.scopes, t.teams, t.createdBy, t.createdAt, t.expiresAt, t.lastUsedAt,
    t.revokedAt
    """
  private static let columnCount: Int32 = 10
  /// Whether it acts, now being ?1.
  private static let acts = "revokedAt IS NULL AND (expiresAt IS NULL OR expiresAt > ?1)"

  private static func row(_ columns: Columns) throws -> ApiTokenRow {
    func date(_ index: Int32) -> Date? { columns.optional(columns.date, index) }
    guard let role = Role(rawValue: columns.text(2)) else {
      throw StoreFailure.damaged("token \(columns.int(0)) has no role")
    }
    return ApiTokenRow(
      id: columns.int(0), name: columns.text(1), role: role,
      scopes: Set(try AccessNames.read(columns.text(3)).compactMap(Scope.init)),
      teams: try columns.optional(columns.text, 4).map(AccessNames.read),
      createdBy: columns.text(5), createdAt: columns.date(6), expiresAt: date(7),
      lastUsedAt: date(8), revokedAt: date(9))
  }

  static func all(_ db: Database, now: Int64) throws -> [ApiTokenRow] {
    try db.all(
      """
      SELECT \(columns) FROM apiToken t ORDER BY (\(acts)) DESC, t.id DESC LIMIT ?2
      """, now, ApiTokenRow.limit + ApiTokenRow.deadLimit
    ) { try row($0) }
  }

  static func add(
    _ db: Database, _ token: NewApiToken, by name: String, maker: Int64?, audit: AuditEntry
  ) throws -> ApiTokenRow? {
    let now = audit.at.milliseconds
    let count = try db.integer("SELECT count(*) FROM apiToken WHERE \(acts)", now) ?? 0
    let isTaken = try db.exists("SELECT 1 FROM apiToken WHERE token = ?", token.token)
    guard count < ApiTokenRow.limit, !isTaken else { return nil }
    try db.run(
      """
      DELETE FROM apiToken WHERE id IN (
        SELECT id FROM apiToken WHERE NOT (\(acts)) ORDER BY id DESC LIMIT -1 OFFSET ?2)
      """, now, ApiTokenRow.deadLimit - 1)
    try db.run(
      """
      INSERT INTO apiToken(token, name, role, scopes, teams, createdBy, maker, createdAt, expiresAt)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, token.token, token.name, token.role.rawValue,
      AccessNames.text(Set(token.scopes.map(\.rawValue))), AccessNames.text(token.teams), name,
      maker, now, token.expiresAt?.milliseconds)
    let id = db.lastInsertedRowID
    var entry = audit
    entry.target = "\(id)"
    entry.detail =
      "\(token.name): \(token.role.rawValue), "
      + token.scopes.map(\.rawValue).sorted().joined(separator: " ")
    try AuditLog.append(db, entry)
    return try db.first("SELECT \(columns) FROM apiToken t WHERE t.id = ?", id) { try row($0) }
  }

  static func one(_ db: Database, _ token: String) throws -> KnownApiToken? {
    try db.first(
      """
      SELECT \(columns), \(AccessUsers.selected)
      FROM apiToken t LEFT JOIN user u ON u.id = t.maker WHERE t.token = ?
      """, token
    ) {
      KnownApiToken(
        row: try row($0),
        maker: $0.isNull(columnCount) ? nil : try AccessUsers.row($0, from: columnCount))
    }
  }

  static func used(_ db: Database, _ id: Int64, at: Int64) throws {
    try db.run(
      "UPDATE apiToken SET lastUsedAt = max(coalesce(lastUsedAt, 0), ?) WHERE id = ?", at, id)
  }

  static func revoke(_ db: Database, _ id: Int64, audit: AuditEntry) throws -> Bool {
    let isRevoked =
      try db.run(
        "UPDATE apiToken SET revokedAt = ?1 WHERE id = ?2 AND \(acts)", audit.at.milliseconds, id)
      == 1
    if isRevoked { try AuditLog.append(db, audit) }
    return isRevoked
  }
}
