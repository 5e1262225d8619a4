import Engine
import Foundation
import GRDB
import PluginKit

/// Who may sign in.
enum AccessUsers {
  private static let columns = """
    u.id, u.name, u.role, u.teams, u.password, u.totpSecret, u.totpPending, u.createdAt,
    u.signedInAt, u.disabledAt
    """
  /// With the user's columns from `offset` on.
  static let selected = columns
  private static let first = "SELECT \(columns) FROM user u"

  /// Reads `selected`, which begins at `start`.
  static func row(_ columns: Columns, from start: Int32 = 0) throws -> UserRow {
    func date(_ index: Int32) -> Date? { columns.optional(columns.date, start + index) }
    guard let role = Role(rawValue: columns.text(start + 2)),
      let password = PasswordDigest(columns.text(start + 4))
    else { throw StoreFailure.damaged("user \(columns.int(start)) has no role or no password") }
    return UserRow(
      id: columns.int(start), name: columns.text(start + 1), role: role,
      teams: try columns.optional(columns.text, start + 3).map(AccessNames.read),
      password: password,
      totpSecret: columns.optional(columns.text, start + 5).map { Secret($0) },
      totpPending: columns.optional(columns.text, start + 6).map { Secret($0) },
      createdAt: columns.date(start + 7), signedInAt: date(8), disabledAt: date(9))
  }

  static func all(_ db: Database) throws -> [UserRow] {
    try db.all("\(first) ORDER BY u.name LIMIT ?", UserRow.limit) { try row($0) }
  }

  static func one(_ db: Database, _ id: Int64) throws -> UserRow? {
    try db.first("\(first) WHERE u.id = ?", id) { try row($0) }
  }

  static func one(_ db: Database, named name: String) throws -> UserRow? {
    try db.first("\(first) WHERE u.name = ?", name) { try row($0) }
  }

  static func add(_ db: Database, _ user: NewUser, audit: AuditEntry) throws -> UserRow? {
    let isNew =
      try db.run(
        """
        INSERT INTO user(name, role, teams, password, createdAt)
        SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM user) < ?6
        ON CONFLICT(name) DO NOTHING
        """, user.name, user.role.rawValue, AccessNames.text(user.teams), user.password.text,
        audit.at.milliseconds, UserRow.limit) == 1
    guard isNew else { return nil }
    try AuditLog.append(db, audit)
    return try one(db, named: user.name)
  }

  static func change(
    _ db: Database, _ name: String, _ change: UserChange, audit: AuditEntry
  ) throws -> UserChangeOutcome {
    guard let user = try one(db, named: name) else { return .unknown }
    if try wouldLockOut(db, user, change) {
      var refused = audit
      refused.outcome = .refused
      try AuditLog.append(db, refused)
      return .lastAdmin
    }
    try apply(db, user, change, at: audit.at.milliseconds)
    try AuditLog.append(db, audit)
    return try one(db, user.id).map { .changed($0) } ?? .unknown
  }

  /// Whether the change would take the last admin away.
  private static func wouldLockOut(_ db: Database, _ user: UserRow, _ change: UserChange) throws
    -> Bool
  {
    let takesAway =
      switch change {
      case .role(let role): role < .admin
      case .disabled(let isDisabled): isDisabled
      default: false
      }
    guard takesAway, user.role == .admin, !user.isDisabled else { return false }
    return try !db.exists(
      "SELECT 1 FROM user WHERE role = 'admin' AND disabledAt IS NULL AND id <> ?", user.id)
  }

  private static func apply(
    _ db: Database, _ user: UserRow, _ change: UserChange, at: Int64
  ) throws {
    let id = user.id
    switch change {
    case .password(let digest, let kept):
      try db.run("UPDATE user SET password = ? WHERE id = ?", digest.text, id)
      try db.run("DELETE FROM session WHERE user = ? AND id IS NOT ?", id, kept)
    case .role(let role):
      try db.run("UPDATE user SET role = ? WHERE id = ?", role.rawValue, id)
    case .teams(let teams):
      try db.run("UPDATE user SET teams = ? WHERE id = ?", AccessNames.text(teams), id)
    case .disabled(true):
      try db.run(
        "UPDATE user SET disabledAt = coalesce(disabledAt, ?) WHERE id = ?", at, id)
      try db.run("DELETE FROM session WHERE user = ?", id)
    case .disabled(false):
      try db.run("UPDATE user SET disabledAt = NULL WHERE id = ?", id)
    case .totpPending(let secret):
      try db.run("UPDATE user SET totpPending = ? WHERE id = ?", secret, id)
    case .totpOn(let step):
      try db.run(
        """
        UPDATE user SET totpSecret = totpPending, totpPending = NULL, totpStep = ?
        WHERE id = ? AND totpPending IS NOT NULL
        """, step, id)
    case .totpOff:
      try db.run("UPDATE user SET totpSecret = NULL, totpPending = NULL WHERE id = ?", id)
    }
  }

  static func rehash(_ db: Database, _ id: Int64, from old: String, to new: String) throws {
    try db.run("UPDATE user SET password = ? WHERE id = ? AND password = ?", new, id, old)
  }

  static func useCode(_ db: Database, step: Int64, of user: Int64) throws -> Bool {
    try db.run(
      "UPDATE user SET totpStep = ?1 WHERE id = ?2 AND totpStep < ?1", step, user) == 1
  }
}

/// Sets of names as JSON; NULL is all of them.
enum AccessNames {
  static func text(_ names: Set<String>?) -> String? {
    names.map { JSONValue.array($0.sorted().map { .string($0) }).text() }
  }

  static func read(_ text: String) throws -> Set<String> {
    guard let list = try JSONReader.read(text.utf8).plain.array else {
      throw StoreFailure.damaged("a list of names is none")
    }
    return Set(list.compactMap(\.string))
  }
}
