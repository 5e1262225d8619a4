import Engine
import Foundation
import GRDB
import PluginKit
import PluginTesting
import Testing

@testable import Storage

@Suite struct OpeningTests {
  private func opening(_ path: String) -> StoreFailure? {
    do {
      _ = try SQLiteStore(path: path)
      return nil
    } catch { return error }
  }

  @Test func theSettingsThatDurabilityNeedsAreReadBack() async throws {
    let test = try await StoreUnderTest(for: .daemon)
    let settings = try await test.store.commits.read { db in
      (
        try String.fetchOne(db, sql: "PRAGMA locking_mode"),
        try String.fetchOne(db, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(db, sql: "PRAGMA synchronous")
      )
    }
    #expect(settings.0 == "exclusive")
    #expect(settings.1 == "wal")
    #expect(settings.2 == 2)
  }

  @Test func aSecondOpenerIsToldWhoHasIt() async throws {
    let test = try await StoreUnderTest(for: .daemon)
    let failure = opening(test.path)
    let pid = ProcessInfo.processInfo.processIdentifier
    #expect(failure == .inUse(path: test.path, pid: pid))
    #expect(failure?.description.contains("(process \(pid))") == true)
    // The refused one has not taken the lock from the first.
    try await test.take([.make()])
    #expect(opening(test.path) == .inUse(path: test.path, pid: pid))
  }

  @Test func aClosedStoreCanBeOpenedAgain() async throws {
    let test = try await StoreUnderTest(for: .daemon)
    try await test.take([.make()], cursor: "7")
    let reopened = try await test.reopened()
    #expect(try await reopened.store.cursor(of: "test") == Cursor("7"))
    #expect(try await reopened.states() == ["stored"])
  }

  @Test func aConfigHasOneRow() async throws {
    let test = try await StoreUnderTest()
    func row(_ hash: String, _ versions: [String: String] = [:]) async throws -> Int64 {
      try await test.store.register(config: hash, versions: versions, at: fixtureTime + .hours(1))
    }
    #expect(try await row("hash") == test.config)
    #expect(try await row("other") != test.config)
    // The same config, decided by another program.
    let newer = try await row("hash", ["replyd": "9", "faq": "9"])
    #expect(newer != test.config)
    #expect(try await row("hash", ["faq": "9", "replyd": "9"]) == newer)
  }

  /// What an older replyd left behind goes on: windows, audit log, configs.
  @Test func aStoreOfTheFirstSchemaIsMigrated() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path(of: "old.sqlite")
    let old = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(old, upTo: "v1")
    try await old.write { db in
      try db.execute(
        sql: """
          INSERT INTO config(hash, at) VALUES('old', 1);
          INSERT INTO author VALUES(1, 'test', 'a1', '@a', 'A', 0, NULL);
          INSERT INTO conversation(id, connector, root, author, messages)
            VALUES(1, 'test', '1', 1, 1);
          INSERT INTO message(id, connector, remote, platform, author, conversation, text,
            createdAt, receivedAt, visibility, automated, state, readyAt)
            VALUES(1, 'test', '1', 'test', 1, 1, 'Where is it?', 5, 6, 0, 0, 'stored', 7);
          INSERT INTO deadline(message, cycle, kind, at)
            VALUES(1, 1, 'acknowledge', 50), (1, 1, 'human', 90);
          INSERT INTO event(message, at, kind, detail)
            VALUES(1, 6, 'received', NULL), (1, 7, 'second', 'x');
          """)
    }
    try old.close()
    let store = try SQLiteStore(path: path)
    let rows = try await store.commits.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT acknowledgeBy || ' ' || humanBy FROM message
          UNION ALL SELECT 'deadlines ' || count(*) FROM deadline
          UNION ALL SELECT number || ' ' || kind FROM event
          UNION ALL SELECT hash || versions FROM config
          """)
    }
    #expect(rows == ["50 90", "deadlines 0", "1 received", "2 second", "old{}"])
    let claimed = try await store.claim(limit: 1, now: fixtureTime)
    #expect(claimed.map(\.message.text) == ["Where is it?"])
    let rules = VerifyRules(maxAutomatedTurns: 3, tolerance: .minutes(2), isLive: false)
    #expect(try await store.verify(now: fixtureTime, rules: rules).isEmpty)
  }

  @Test func aCorruptFileIsAClearError() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(String(repeating: "no database ", count: 1000), to: "x.sqlite")
    guard case .cannotOpen(path, _) = try #require(opening(path)) else {
      Issue.record("expected cannotOpen")
      return
    }
    #expect(opening(path)?.description.contains("restore a backup") == true)
    #expect(try Data(contentsOf: URL(filePath: path)).count == 12_000)
  }

  /// `/proc` refuses new files even to root.
  @Test func aFolderThatCannotBeWrittenIsAClearError() throws {
    let failure = try #require(opening("/proc/replyd-test/x.sqlite"))
    guard case .cannotOpen("/proc/replyd-test/x.sqlite", _) = failure else {
      Issue.record("expected cannotOpen, got \(failure)")
      return
    }
    #expect(failure.description.contains("check the folder"))
  }

  @Test func aFolderInPlaceOfTheFileIsAClearError() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "x.sqlite/inside")
    guard case .cannotOpen = try #require(opening(folder.path(of: "x.sqlite"))) else {
      Issue.record("expected cannotOpen")
      return
    }
  }

  /// The tables whose numbers are never given again were copied.
  @Test func aStoreOfAnEarlierVersionKeepsItsRowsIndexesAndTriggers() async throws {
    let folder = try TemporaryFolder()
    let queue = try DatabaseQueue(path: folder.path(of: "replyd.sqlite"))
    try Schema.migrator.migrate(queue, upTo: "windowTallies")
    let names = "SELECT name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
    let before = try await queue.write { db in
      try db.execute(
        sql: """
          INSERT INTO author(id, connector, remote, handle, name, bot)
            VALUES(1, 'test', 'a', '@a', 'A', 0);
          INSERT INTO conversation(id, connector, root, author, messages)
            VALUES(7, 'test', 'r', 1, 1);
          INSERT INTO message(id, connector, remote, platform, author, conversation, text,
              createdAt, receivedAt, visibility, automated, state, readyAt, closing, closingDetail,
              closedAt)
            VALUES(9, 'test', '1', 'test', 1, 7, 'old words', 5, 6, 0, 0, 'closed', 6, 'ignored',
              'why not', 7);
          INSERT INTO event(message, number, at, kind) VALUES(9, 1, 6, 'received');
          INSERT INTO deadline(id, message, cycle, kind, at) VALUES(4, 9, 1, 'human', 8);
          """)
      return try String.fetchSet(db, sql: names)
    }
    try queue.close()
    let test = try await StoreUnderTest(in: folder)
    #expect(try await test.texts("SELECT text FROM message WHERE id = 9") == ["old words"])
    #expect(try await test.texts("PRAGMA integrity_check") == ["ok"])
    #expect(Set(try await test.texts(names)).isSuperset(of: before))
    try await test.sql("UPDATE deadline SET outcome = 'met' WHERE id = 4")
    #expect(
      try await test.texts("SELECT count FROM tally WHERE clock = 'human' AND outcome = 'met'")
        == ["1"])
    try await test.take([.make(id: "2")])
    #expect(try await test.texts("SELECT id FROM message ORDER BY id") == ["9", "10"])
  }
}
