import GRDB

/// The tables behind backups, forgetting and retention.
enum Keeping {
  /// Their numbers outlive a transaction: in idempotency and notification keys, in holds, in what
  /// the engine has under way. A number that is free again must not mean somebody else.
  private static let neverReused = [
    "conversation", "message", "reply", "attempt", "handoff", "notification", "deadline",
  ]

  static func migrate(_ db: Database) throws {
    for table in neverReused { try neverReuse(db, table) }
    try Tombstones.migrate(db)
    try db.execute(
      sql: """
        CREATE INDEX conversationAuthor ON conversation(author);
        CREATE TABLE backup(path TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE restore(at INTEGER PRIMARY KEY);
        """)
    try db.execute(sql: afterRestore)
  }

  /// SQLite gives the highest number again once its row is gone, unless the table was declared
  /// otherwise: it is copied into one that is.
  private static func neverReuse(_ db: Database, _ table: String) throws {
    try Schema.rebuild(
      db, table, "id INTEGER PRIMARY KEY", as: "id INTEGER PRIMARY KEY AUTOINCREMENT", values: "*")
  }

  /// After a restore (P3). What was posted between the backup and its restore is not in the store:
  /// - a reply that leaves a draft or a hold is asked for on the platform before it is sent;
  /// - a message that is decided again is not answered without a human, since a reply with other
  ///   words could not be found by asking.
  ///
  /// Both end with messages written 10 minutes after the restore; platforms' clocks differ.
  private static let afterRestore = """
    CREATE TRIGGER restoredReply AFTER UPDATE OF state ON reply
      WHEN NEW.state = 'queued' AND OLD.state IN ('draft', 'held') AND EXISTS (
        SELECT 1 FROM restore
        WHERE at + 600000 >= (SELECT createdAt FROM message WHERE id = NEW.message)
          AND NOT EXISTS (SELECT 1 FROM attempt
            WHERE reply = NEW.id AND startedAt >= restore.at))
      BEGIN
        INSERT INTO attempt(reply, number, startedAt, endedAt, outcome, detail)
        SELECT NEW.id, NEW.attempts + 1, max(at), max(at), 'unknown',
          'may have been sent before the restore' FROM restore;
        UPDATE reply SET state = 'unknown', asked = 0, attempts = attempts + 1,
          fence = fence + 1, detail = 'may have been sent before the restore'
        WHERE id = NEW.id;
      END;
    CREATE TRIGGER restoredMessage AFTER INSERT ON reply
      WHEN NEW.state IN ('queued', 'held') AND EXISTS (
        SELECT 1 FROM restore
        WHERE at + 600000 >= (SELECT createdAt FROM message WHERE id = NEW.message))
      BEGIN
        UPDATE reply SET state = 'draft',
          detail = 'the message may have been answered before the restore'
        WHERE id = NEW.id;
      END;
    """
}
