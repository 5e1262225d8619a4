import GRDB

/// Users, what they are signed in with, and what everybody did. Of passwords and tokens there is
/// nothing here that opens a door.
extension Schema {
  static func addAccess(_ db: Database) throws {
    try db.execute(sql: access)
  }

  private static let access = """
    CREATE TABLE user(
      id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, teams TEXT,
      password TEXT NOT NULL, totpSecret TEXT, totpPending TEXT,
      totpStep INTEGER NOT NULL DEFAULT 0, createdAt INTEGER NOT NULL, signedInAt INTEGER,
      disabledAt INTEGER);
    CREATE TABLE session(
      id INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL UNIQUE, user INTEGER NOT NULL,
      createdAt INTEGER NOT NULL, seenAt INTEGER NOT NULL, address TEXT NOT NULL,
      agent TEXT NOT NULL, confirmedAt INTEGER NOT NULL);
    CREATE INDEX sessionUser ON session(user, seenAt);
    CREATE TABLE apiToken(
      id INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
      role TEXT NOT NULL, scopes TEXT NOT NULL, teams TEXT, createdBy TEXT NOT NULL,
      maker INTEGER, createdAt INTEGER NOT NULL, expiresAt INTEGER, lastUsedAt INTEGER,
      revokedAt INTEGER);

    CREATE TABLE audit(
      id INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, role TEXT,
      action TEXT NOT NULL, target TEXT, detail TEXT, address TEXT, outcome TEXT NOT NULL);
    CREATE INDEX auditWho ON audit(who, id);
    CREATE TRIGGER auditStays BEFORE UPDATE ON audit
      BEGIN SELECT raise(ABORT, 'the audit log is only added to'); END;
    CREATE TRIGGER auditIsKept BEFORE DELETE ON audit
      BEGIN SELECT raise(ABORT, 'the audit log is only added to'); END;
    CREATE TRIGGER auditGrows BEFORE INSERT ON audit
      WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
      BEGIN SELECT raise(ABORT, 'the audit log is only added to'); END;

    CREATE TABLE signInFailure(
      key TEXT PRIMARY KEY, count INTEGER NOT NULL, lastAt INTEGER NOT NULL, until INTEGER)
      WITHOUT ROWID;
    CREATE INDEX signInFailureFew ON signInFailure(count, lastAt);
    """
}
