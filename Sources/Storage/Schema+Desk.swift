import GRDB

/// What people who work in the console leave there, and what finds handoffs for them.
extension Schema {
  static func addDesk(_ db: Database) throws {
    try db.execute(sql: desk)
    try db.execute(sql: words)
  }

  /// What the inbox is sorted by: critical ones, then the others by their deadline, at last those
  /// without one. Never negative. The index holds this very expression.
  ///
  /// - Parameter table: the name of `handoff` in the query with its dot.
  static func dueKey(_ table: String = "") -> String {
    """
    (\(table)urgency < 3) * 1000000000000000
      + max(0, min(coalesce(\(table)dueAt, 900000000000000), 900000000000000))
    """
  }

  /// The queues, and how many each has, are read from the indexes alone.
  private static let desk = """
    CREATE INDEX handoffInbox
      ON handoff(\(dueKey()), id, state, team, urgency, snoozedUntil, takenBy, assignee)
      WHERE state IN ('open', 'notified', 'taken');
    CREATE INDEX handoffEnded ON handoff(closedAt, id, team, urgency, message)
      WHERE state IN ('answered', 'returned', 'closed');

    CREATE TABLE note(
      id INTEGER PRIMARY KEY AUTOINCREMENT, conversation INTEGER NOT NULL, at INTEGER NOT NULL,
      by TEXT NOT NULL, text TEXT NOT NULL);
    CREATE INDEX noteConversation ON note(conversation, id);
    CREATE TABLE macro(
      id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE,
      text TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL);
    """

  /// The words of messages that were handed off, with those of their bursts: people search nothing
  /// else. To index every message would cost the intake more than all its rows.
  ///
  /// `messageWords_docsize` has a row for each message in the index.
  private static let words = """
    CREATE VIRTUAL TABLE messageWords USING fts5(
      text, content = 'message', content_rowid = 'id',
      tokenize = 'unicode61 remove_diacritics 2');
    INSERT INTO messageWords(rowid, text) SELECT id, text FROM message m
      WHERE EXISTS (SELECT 1 FROM handoff h WHERE h.message IN (m.id, m.coalescedInto));
    CREATE TRIGGER wordsOfHandoff AFTER INSERT ON handoff
      BEGIN
        INSERT INTO messageWords(rowid, text) SELECT m.id, m.text FROM message m
        WHERE m.conversation = (SELECT conversation FROM message WHERE id = NEW.message)
          AND (m.id = NEW.message OR m.coalescedInto = NEW.message)
          AND NOT EXISTS (SELECT 1 FROM messageWords_docsize d WHERE d.id = m.id);
      END;
    CREATE TRIGGER wordsChanged AFTER UPDATE OF text ON message
      WHEN OLD.text IS NOT NEW.text
        AND EXISTS (SELECT 1 FROM messageWords_docsize WHERE id = OLD.id)
      BEGIN
        INSERT INTO messageWords(messageWords, rowid, text) VALUES('delete', OLD.id, OLD.text);
        INSERT INTO messageWords(rowid, text) VALUES(NEW.id, NEW.text);
      END;
    CREATE TRIGGER wordsGone AFTER DELETE ON message
      WHEN EXISTS (SELECT 1 FROM messageWords_docsize WHERE id = OLD.id)
      BEGIN
        INSERT INTO messageWords(messageWords, rowid, text) VALUES('delete', OLD.id, OLD.text);
      END;
    """
}
