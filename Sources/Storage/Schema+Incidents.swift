import GRDB

/// Incidents, their procedures, what they hold and say, and who ended them.
extension Schema {
  static func addIncidents(_ db: Database) throws {
    try db.execute(sql: incidents)
  }

  /// A reply's urgency comes before its deadline; a hold may be an incident's.
  private static let incidents = """
    ALTER TABLE reply ADD COLUMN urgency INTEGER NOT NULL DEFAULT 1;
    DROP INDEX replyQueue;
    CREATE INDEX replyQueue ON reply(connector, urgency DESC, deadline) WHERE state = 'queued';
    ALTER TABLE hold ADD COLUMN incident INTEGER;
    CREATE INDEX holdIncident ON hold(incident) WHERE incident IS NOT NULL;

    CREATE TABLE incident(
      id INTEGER PRIMARY KEY AUTOINCREMENT, procedure TEXT NOT NULL, category TEXT NOT NULL,
      subject TEXT NOT NULL, severity REAL, message INTEGER, openedAt INTEGER NOT NULL,
      openedBy TEXT NOT NULL, people INTEGER NOT NULL, mayResume TEXT NOT NULL,
      resources TEXT NOT NULL, staleAfter INTEGER NOT NULL, resumedAt INTEGER);
    CREATE INDEX incidentOpen ON incident(procedure, subject) WHERE resumedAt IS NULL;
    CREATE TABLE incidentMessage(
      incident INTEGER NOT NULL, message INTEGER NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY(incident, message)) WITHOUT ROWID;
    CREATE INDEX incidentOfMessage ON incidentMessage(message);
    CREATE TABLE incidentStep(
      incident INTEGER NOT NULL, number INTEGER NOT NULL, action TEXT NOT NULL,
      dueAt INTEGER NOT NULL, doneAt INTEGER, outcome TEXT, PRIMARY KEY(incident, number))
      WITHOUT ROWID;
    CREATE INDEX incidentStepDue ON incidentStep(dueAt) WHERE doneAt IS NULL;
    CREATE TABLE incidentEvent(
      incident INTEGER NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
      detail TEXT, PRIMARY KEY(incident, number)) WITHOUT ROWID;
    CREATE TABLE incidentAgreement(
      incident INTEGER NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY(incident, person)) WITHOUT ROWID;
    CREATE TABLE incidentStatement(
      incident INTEGER NOT NULL, author INTEGER NOT NULL, message INTEGER NOT NULL,
      PRIMARY KEY(incident, author)) WITHOUT ROWID;
    CREATE TABLE heldReply(
      incident INTEGER NOT NULL, reply INTEGER NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY(incident, reply)) WITHOUT ROWID;
    CREATE INDEX heldReplyOf ON heldReply(reply);
    """
}
