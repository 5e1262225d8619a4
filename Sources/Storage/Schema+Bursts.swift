import GRDB

/// Incidents of many messages, who is told of them, and what usual volumes are.
extension Schema {
  static func addBursts(_ db: Database) throws {
    try db.execute(sql: bursts)
  }

  private static let bursts = """
    ALTER TABLE incident ADD COLUMN kind TEXT NOT NULL DEFAULT 'message';
    ALTER TABLE incident ADD COLUMN name TEXT;
    ALTER TABLE incident ADD COLUMN topic TEXT;
    ALTER TABLE incident ADD COLUMN usualPerHour REAL NOT NULL DEFAULT 0;
    ALTER TABLE incident ADD COLUMN counted INTEGER;
    ALTER TABLE incident ADD COLUMN since INTEGER;
    ALTER TABLE incident ADD COLUMN lastAt INTEGER;
    ALTER TABLE incident ADD COLUMN quietAt INTEGER;
    ALTER TABLE incident ADD COLUMN examples TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE incident ADD COLUMN mergedInto INTEGER;
    ALTER TABLE incident ADD COLUMN config INTEGER;
    CREATE INDEX incidentBurst ON incident(subject) WHERE kind <> 'message';

    CREATE TABLE incidentNotice(
      id INTEGER PRIMARY KEY, incident INTEGER NOT NULL, notifier TEXT NOT NULL, person TEXT,
      occasion TEXT NOT NULL, level INTEGER NOT NULL, counted INTEGER NOT NULL,
      state TEXT NOT NULL DEFAULT 'pending', attempts INTEGER NOT NULL DEFAULT 0,
      notBefore INTEGER NOT NULL, sentAt INTEGER, detail TEXT,
      UNIQUE(incident, notifier, occasion, level));
    CREATE INDEX incidentNoticeDue ON incidentNotice(notBefore) WHERE state = 'pending';
    CREATE TABLE volume(stream TEXT PRIMARY KEY, state TEXT NOT NULL, at INTEGER NOT NULL)
      WITHOUT ROWID;
    """
}
