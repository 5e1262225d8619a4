/// Who has a handoff, what people said and did, and what came of it.
extension Schema {
  /// A message may have several replies of people, a notifier several reasons to tell of a handoff.
  static let people = """
    ALTER TABLE handoff ADD COLUMN urgency INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE handoff ADD COLUMN assignee TEXT;
    ALTER TABLE handoff ADD COLUMN activeAt INTEGER;
    ALTER TABLE handoff ADD COLUMN snoozedUntil INTEGER;
    ALTER TABLE handoff ADD COLUMN overdueAt INTEGER;
    ALTER TABLE handoff ADD COLUMN incident TEXT;
    ALTER TABLE handoff ADD COLUMN unreachedAt INTEGER;
    CREATE INDEX handoffIncident ON handoff(incident, id)
      WHERE state IN ('open', 'notified', 'taken');
    ALTER TABLE conversation ADD COLUMN summary TEXT;

    ALTER TABLE notification RENAME TO oldNotification;
    DROP INDEX notificationDue;
    CREATE TABLE notification(
      id INTEGER PRIMARY KEY, handoff INTEGER NOT NULL, notifier TEXT NOT NULL, person TEXT,
      occasion TEXT NOT NULL, level INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'pending',
      attempts INTEGER NOT NULL DEFAULT 0, notBefore INTEGER NOT NULL, sentAt INTEGER,
      detail TEXT, UNIQUE(handoff, notifier, occasion, level));
    INSERT INTO notification SELECT id, handoff, notifier, NULL,
      CASE level WHEN 0 THEN 'opened' ELSE 'escalated' END, level, state, attempts, notBefore,
      sentAt, detail FROM oldNotification;
    DROP TABLE oldNotification;
    CREATE INDEX notificationDue ON notification(notBefore) WHERE state = 'pending';

    DROP INDEX replyQueue; DROP INDEX replyAsk; DROP INDEX replyFlight; DROP INDEX replyWaiting;
    DROP INDEX replyAuthor; DROP INDEX replyRemote;
    ALTER TABLE reply RENAME TO oldReply;
    CREATE TABLE reply(
      id INTEGER PRIMARY KEY, message INTEGER NOT NULL, cycle INTEGER NOT NULL,
      kind TEXT NOT NULL, number INTEGER NOT NULL DEFAULT 0, connector TEXT NOT NULL,
      conversation INTEGER NOT NULL,
      author INTEGER NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL, language TEXT,
      template TEXT, visibility INTEGER NOT NULL, state TEXT NOT NULL,
      fence INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
      asked INTEGER NOT NULL DEFAULT 0, notBefore INTEGER NOT NULL, deadline INTEGER NOT NULL,
      staleAt INTEGER NOT NULL, approvedBy TEXT, remote TEXT, url TEXT, postedAt INTEGER,
      detail TEXT, config INTEGER NOT NULL,
      UNIQUE(message, cycle, kind, number));
    INSERT INTO reply SELECT id, message, cycle, kind, 0, connector, conversation, author, key,
      text, language, template, visibility, state, fence, attempts, asked, notBefore, deadline,
      staleAt, approvedBy, remote, url, postedAt, detail, config FROM oldReply;
    DROP TABLE oldReply;
    CREATE INDEX replyQueue ON reply(connector, deadline) WHERE state = 'queued';
    CREATE INDEX replyAsk ON reply(connector, notBefore) WHERE state = 'unknown';
    CREATE INDEX replyFlight ON reply(conversation) WHERE state IN ('sending', 'unknown');
    CREATE INDEX replyWaiting ON reply(state) WHERE state IN ('draft', 'held');
    CREATE INDEX replyAuthor ON reply(author, postedAt) WHERE postedAt IS NOT NULL;
    CREATE INDEX replyRemote ON reply(connector, remote) WHERE remote IS NOT NULL;

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
