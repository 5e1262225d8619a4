import GRDB

/// Who has a handoff, what people said and did, and what came of it.
extension Schema {
  /// A message may have several replies of people, a notifier several reasons to tell of a handoff.
  static func addPeople(_ db: Database) throws {
    try db.execute(sql: people)
    try rebuild(
      db, "reply", "UNIQUE(message, cycle, kind)",
      as: "number INTEGER NOT NULL DEFAULT 0, UNIQUE(message, cycle, kind, number)",
      values: "*, 0")
    try rebuild(
      db, "notification", "UNIQUE(handoff, notifier, level)",
      as: "occasion TEXT NOT NULL, person TEXT, UNIQUE(handoff, notifier, occasion, level)",
      values: "*, CASE level WHEN 0 THEN 'opened' ELSE 'escalated' END, NULL")
  }

  /// SQLite cannot change what a table declares: its rows go into another one, that takes over its
  /// name, its indexes and triggers, and its next number.
  static func rebuild(
    _ db: Database, _ table: String, _ declaration: String, as changed: String, values: String
  ) throws {
    let parts = try db.rows(
      "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", table)
    let number = try lastNumber(db, table)
    for part in parts where part["type"] == "table" {
      let declared = (part["sql"] as String).replacing("\"", with: "")
      try db.execute(
        sql: declared.replacing("TABLE \(table)(", with: "TABLE kept(", maxReplacements: 1)
          .replacing(declaration, with: changed, maxReplacements: 1))
    }
    try db.execute(
      sql: """
        INSERT INTO kept SELECT \(values) FROM \(table);
        DROP TABLE \(table);
        ALTER TABLE kept RENAME TO \(table);
        """)
    for part in parts where part["type"] != "table" { try db.execute(sql: part["sql"]) }
    guard let number else { return }
    let isKnown =
      try db.run(
        "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", number, table) > 0
    if !isKnown {
      try db.run("INSERT INTO sqlite_sequence(name, seq) VALUES(?, ?)", table, number)
    }
  }

  /// nil for a table that never had rows, or gives numbers again.
  private static func lastNumber(_ db: Database, _ table: String) throws -> Int64? {
    let isKept = try db.exists("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'")
    return isKept
      ? try db.integer("SELECT seq FROM sqlite_sequence WHERE name = ?", table) : nil
  }

  private static let people = """
    ALTER TABLE handoff ADD COLUMN urgency INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE handoff ADD COLUMN asked INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE handoff ADD COLUMN assignee TEXT;
    ALTER TABLE handoff ADD COLUMN activeAt INTEGER;
    ALTER TABLE handoff ADD COLUMN snoozedUntil INTEGER;
    ALTER TABLE handoff ADD COLUMN overdueAt INTEGER;
    ALTER TABLE handoff ADD COLUMN incident TEXT NOT NULL DEFAULT '';
    ALTER TABLE handoff ADD COLUMN note TEXT;
    ALTER TABLE handoff ADD COLUMN unreachedAt INTEGER;
    CREATE INDEX handoffIncident ON handoff(incident, id)
      WHERE state IN ('open', 'notified', 'taken');
    ALTER TABLE conversation ADD COLUMN summary TEXT;

    CREATE TABLE outcome(
      id INTEGER PRIMARY KEY, message INTEGER NOT NULL, cycle INTEGER NOT NULL,
      step INTEGER NOT NULL, since INTEGER NOT NULL, at INTEGER NOT NULL, treated INTEGER NOT NULL,
      checkedAt INTEGER, result TEXT, UNIQUE(message, step));
    CREATE INDEX outcomeDue ON outcome(at) WHERE checkedAt IS NULL;

    CREATE TABLE correction(
      id INTEGER PRIMARY KEY, message INTEGER NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL,
      kind TEXT NOT NULL, was TEXT, now TEXT);
    CREATE INDEX correctionMessage ON correction(message);

    CREATE TABLE silence(
      id INTEGER PRIMARY KEY, team TEXT, category TEXT, connector TEXT, author TEXT,
      reason TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL, until INTEGER NOT NULL,
      endedAt INTEGER, endedBy TEXT);

    CREATE TABLE usedLink(
      link TEXT PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, until INTEGER NOT NULL)
      WITHOUT ROWID;

    CREATE TABLE ownPost(
      connector TEXT NOT NULL, remote TEXT NOT NULL, parent TEXT NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY(connector, remote)) WITHOUT ROWID;
    """
}
