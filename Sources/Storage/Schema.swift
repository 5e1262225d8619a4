import Foundation
import GRDB

/// The tables, one migration each time they change. Times are integer milliseconds since 1970, keys
/// are integers: random text keys cost five times the throughput.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { db in
      for sql in [inbox, outbox, escalation, record] { try db.execute(sql: sql) }
      try db.execute(
        sql: "INSERT INTO meta(name, value) VALUES('storeID', lower(hex(randomblob(8))))")
    }
    migrator.registerMigration("v2") { db in try db.execute(sql: fewerTrees) }
    migrator.registerMigration("windowTallies") { db in try Tallies.migrate(db) }
    migrator.registerMigration("v2-media") { db in
      try db.execute(sql: "ALTER TABLE message ADD COLUMN media TEXT")
    }
    migrator.registerMigration("keeping") { db in try Keeping.migrate(db) }
    migrator.registerMigration("people") { db in try addPeople(db) }
    migrator.registerMigration("incidents") { db in try addIncidents(db) }
    migrator.registerMigration("bursts") { db in try addBursts(db) }
    migrator.registerMigration("desk") { db in try addDesk(db) }
    migrator.registerMigration("access") { db in try addAccess(db) }
    migrator.registerMigration("eligibility") { db in try MessageRules.migrate(db) }
    return migrator
  }

  /// Who wrote what, and where polling goes on.
  private static let inbox = """
    CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE cursor(connector TEXT PRIMARY KEY, text TEXT NOT NULL, at INTEGER NOT NULL)
      WITHOUT ROWID;
    CREATE TABLE author(
      id INTEGER PRIMARY KEY, connector TEXT NOT NULL, remote TEXT NOT NULL, handle TEXT NOT NULL,
      name TEXT NOT NULL, bot INTEGER NOT NULL, followers INTEGER,
      UNIQUE(connector, remote));
    CREATE TABLE conversation(
      id INTEGER PRIMARY KEY, connector TEXT NOT NULL, root TEXT NOT NULL,
      author INTEGER NOT NULL, owner TEXT NOT NULL DEFAULT 'bot',
      messages INTEGER NOT NULL DEFAULT 0, turns INTEGER NOT NULL DEFAULT 0,
      lastAutomatedAt INTEGER,
      UNIQUE(connector, root, author));
    CREATE TABLE message(
      id INTEGER PRIMARY KEY, connector TEXT NOT NULL, remote TEXT NOT NULL,
      platform TEXT NOT NULL, author INTEGER NOT NULL, conversation INTEGER NOT NULL,
      text TEXT NOT NULL, createdAt INTEGER NOT NULL, editedAt INTEGER,
      receivedAt INTEGER NOT NULL, thread TEXT, inReplyTo TEXT, language TEXT, rating INTEGER,
      visibility INTEGER NOT NULL, url TEXT, warning TEXT, automated INTEGER NOT NULL,
      state TEXT NOT NULL, cycle INTEGER NOT NULL DEFAULT 1, fence INTEGER NOT NULL DEFAULT 0,
      crashes INTEGER NOT NULL DEFAULT 0, readyAt INTEGER NOT NULL, deletedAt INTEGER,
      closing TEXT, closingDetail TEXT, closedAt INTEGER, coalescedInto INTEGER,
      UNIQUE(connector, remote));
    CREATE INDEX messageReady ON message(readyAt, id) WHERE state = 'stored';
    CREATE INDEX messageOpen ON message(state) WHERE state <> 'closed';
    CREATE INDEX messageConversation ON message(conversation, id);
    """

  private static let outbox = """
    CREATE TABLE config(id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, at INTEGER NOT NULL);
    CREATE TABLE decision(
      id INTEGER PRIMARY KEY, message INTEGER NOT NULL, cycle INTEGER NOT NULL,
      at INTEGER NOT NULL, action TEXT NOT NULL, reason TEXT NOT NULL, record TEXT NOT NULL,
      config INTEGER NOT NULL, UNIQUE(message, cycle));
    CREATE TABLE reply(
      id INTEGER PRIMARY KEY, message INTEGER NOT NULL, cycle INTEGER NOT NULL,
      kind TEXT NOT NULL, connector TEXT NOT NULL, conversation INTEGER NOT NULL,
      author INTEGER NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL, language TEXT,
      template TEXT, visibility INTEGER NOT NULL, state TEXT NOT NULL,
      fence INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
      asked INTEGER NOT NULL DEFAULT 0, notBefore INTEGER NOT NULL, deadline INTEGER NOT NULL,
      staleAt INTEGER NOT NULL, approvedBy TEXT, remote TEXT, url TEXT, postedAt INTEGER,
      detail TEXT, config INTEGER NOT NULL,
      UNIQUE(message, cycle, kind));
    CREATE INDEX replyQueue ON reply(connector, deadline) WHERE state = 'queued';
    CREATE INDEX replyAsk ON reply(connector, notBefore) WHERE state = 'unknown';
    CREATE INDEX replyFlight ON reply(conversation) WHERE state IN ('sending', 'unknown');
    CREATE INDEX replyOpen ON reply(state) WHERE state IN ('draft', 'held', 'sending');
    CREATE INDEX replyAuthor ON reply(author, postedAt) WHERE postedAt IS NOT NULL;
    CREATE INDEX replyRemote ON reply(connector, remote) WHERE remote IS NOT NULL;
    CREATE TABLE attempt(
      id INTEGER PRIMARY KEY, reply INTEGER NOT NULL, number INTEGER NOT NULL,
      startedAt INTEGER NOT NULL, endedAt INTEGER, outcome TEXT, detail TEXT);
    CREATE INDEX attemptReply ON attempt(reply);
    CREATE INDEX attemptOpen ON attempt(id) WHERE outcome IS NULL;
    """

  private static let escalation = """
    CREATE TABLE handoff(
      id INTEGER PRIMARY KEY, message INTEGER NOT NULL, cycle INTEGER NOT NULL,
      team TEXT NOT NULL, category TEXT, reason TEXT NOT NULL, state TEXT NOT NULL,
      openedAt INTEGER NOT NULL, notifiedAt INTEGER, takenAt INTEGER, takenBy TEXT,
      closedAt INTEGER, dueAt INTEGER,
      UNIQUE(message, cycle));
    CREATE INDEX handoffWaiting ON handoff(state) WHERE state IN ('open', 'notified', 'taken');
    CREATE TABLE notification(
      id INTEGER PRIMARY KEY, handoff INTEGER NOT NULL, notifier TEXT NOT NULL,
      level INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'pending',
      attempts INTEGER NOT NULL DEFAULT 0, notBefore INTEGER NOT NULL, sentAt INTEGER,
      detail TEXT, UNIQUE(handoff, notifier, level));
    CREATE INDEX notificationDue ON notification(notBefore) WHERE state = 'pending';
    CREATE TABLE deadline(
      id INTEGER PRIMARY KEY, message INTEGER NOT NULL, cycle INTEGER NOT NULL,
      kind TEXT NOT NULL, level INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL,
      firedAt INTEGER, outcome TEXT);
    CREATE INDEX deadlineDue ON deadline(at) WHERE firedAt IS NULL;
    CREATE INDEX deadlineMessage ON deadline(message);
    CREATE TABLE hold(
      id INTEGER PRIMARY KEY, scope TEXT NOT NULL, target TEXT, reason TEXT NOT NULL,
      by TEXT NOT NULL, at INTEGER NOT NULL, afterAttempt INTEGER NOT NULL,
      releasedAt INTEGER, releasedBy TEXT, untilAttempt INTEGER);
    CREATE INDEX holdActive ON hold(scope, target) WHERE releasedAt IS NULL;
    """

  /// A message touches fewer trees: windows that wait for a decision are columns, events lie beside
  /// each other, and no index repeats what another one finds. A config is recorded
  /// with what ran it.
  private static let fewerTrees = """
    ALTER TABLE message ADD COLUMN acknowledgeBy INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE message ADD COLUMN humanBy INTEGER NOT NULL DEFAULT 0;
    UPDATE message SET
      acknowledgeBy = coalesce((SELECT at FROM deadline d WHERE d.message = message.id
        AND d.cycle = message.cycle AND d.kind = 'acknowledge'), receivedAt),
      humanBy = coalesce((SELECT at FROM deadline d WHERE d.message = message.id
        AND d.cycle = message.cycle AND d.kind = 'human'), receivedAt)
    WHERE state IN ('stored', 'evaluating');
    DELETE FROM deadline WHERE firedAt IS NULL AND kind IN ('acknowledge', 'human')
      AND message IN (SELECT id FROM message WHERE state IN ('stored', 'evaluating'));

    ALTER TABLE event RENAME TO oldEvent;
    CREATE TABLE event(
      message INTEGER NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
      detail TEXT, PRIMARY KEY(message, number)) WITHOUT ROWID;
    INSERT INTO event SELECT message, row_number() OVER (PARTITION BY message ORDER BY id), at,
      kind, detail FROM oldEvent;
    DROP TABLE oldEvent;

    DROP INDEX attemptOpen;
    DROP INDEX replyOpen;
    CREATE INDEX replyWaiting ON reply(state) WHERE state IN ('draft', 'held');

    ALTER TABLE config RENAME TO oldConfig;
    CREATE TABLE config(
      id INTEGER PRIMARY KEY, hash TEXT NOT NULL, versions TEXT NOT NULL, at INTEGER NOT NULL,
      UNIQUE(hash, versions));
    INSERT INTO config SELECT id, hash, '{}', at FROM oldConfig;
    DROP TABLE oldConfig;
    """

  /// Append-only: what `why` prints.
  private static let record = """
    CREATE TABLE event(
      id INTEGER PRIMARY KEY, message INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
      detail TEXT);
    CREATE INDEX eventMessage ON event(message);
    """
}
