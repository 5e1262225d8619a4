import GRDB

/// How many response windows were met and missed, counted where they end, in the same transaction:
/// counting the rows would take longer with every message that was ever stored.
enum Tallies {
  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE tally(
          clock TEXT NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL,
          PRIMARY KEY(clock, outcome)) WITHOUT ROWID;
        INSERT INTO tally VALUES
          ('acknowledge', 'met', 0), ('acknowledge', 'missed', 0),
          ('human', 'met', 0), ('human', 'missed', 0);
        UPDATE tally SET count = (SELECT count(*) FROM deadline d
          WHERE d.kind = tally.clock AND d.outcome = tally.outcome);
        CREATE TRIGGER windowEnded AFTER UPDATE OF outcome ON deadline
          WHEN NEW.outcome IN ('met', 'missed') AND NEW.kind IN ('acknowledge', 'human')
          BEGIN
            UPDATE tally SET count = count + 1
            WHERE clock = NEW.kind AND outcome = NEW.outcome;
          END;
        """)
  }
}
