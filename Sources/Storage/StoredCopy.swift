import Engine
import Foundation
import GRDB

/// A copy of a backup on its way to become the store: checked, brought to this version's tables,
/// and made to know what it cannot know.
struct StoredCopy {
  private let queue: DatabaseQueue
  private let path: String

  init(_ path: String) throws {
    self.path = path
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { db in
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
      try db.execute(sql: "PRAGMA secure_delete = ON")
    }
    queue = try DatabaseQueue(path: path, configuration: configuration)
  }

  func close() throws { try queue.close() }

  /// - Parameter forgotten: tombstones of the store that it replaces.
  func prepare(at: Date, forgotten: [Grave]) throws -> RestoreReport {
    try check()
    try Schema.migrator.migrate(queue)
    let report = try queue.write { db in
      var report = try Self.contents(db)
      report.unknown = try Self.askBeforeSending(db, at: at.milliseconds)
      try db.run("UPDATE meta SET value = lower(hex(randomblob(8))) WHERE name = 'storeID'")
      report.forgotten = try Self.forgetAgain(db, forgotten)
      try AccessSessions.endAll(db, at: at)
      return report
    }
    if report.forgotten > 0 { try queue.vacuum() }
    return report
  }

  private func check() throws {
    try queue.read { db in
      let integrity = try String.fetchAll(db, sql: "PRAGMA integrity_check(3)")
      guard integrity == ["ok"] else {
        throw StoreFailure.cannotRestore("it is damaged: \(integrity.joined(separator: "; "))")
      }
      let applied = try Schema.migrator.appliedIdentifiers(db)
      guard applied.contains("v1"), try db.tableExists("message"), try db.tableExists("meta") else {
        throw StoreFailure.cannotRestore("it is no store of replyd")
      }
      guard try !Schema.migrator.hasBeenSuperseded(db) else {
        throw StoreFailure.cannotRestore("a newer replyd made it; install that one first")
      }
    }
  }

  private static func contents(_ db: Database) throws -> RestoreReport {
    var report = RestoreReport()
    report.messages = Int(try db.integer("SELECT count(*) FROM message") ?? 0)
    report.open = Int(try db.integer("SELECT count(*) FROM message WHERE state <> 'closed'") ?? 0)
    report.newest = try db.integer("SELECT max(receivedAt) FROM message")
      .map { Date(milliseconds: $0) }
    report.cursors = try db.all("SELECT connector, at FROM cursor ORDER BY connector") {
      RestoreReport.Cursor(connector: $0.text(0), at: $0.date(1))
    }
    return report
  }

  /// Whatever was about to be sent may have gone out since: it is asked for first (P3). What a
  /// human or a hold kept back is asked for when it leaves there, by the tables' triggers.
  private static func askBeforeSending(_ db: Database, at: Int64) throws -> Int {
    try db.run("INSERT OR REPLACE INTO restore(at) VALUES(?)", at)
    try db.run("UPDATE attempt SET endedAt = ?, outcome = 'crashed' WHERE outcome IS NULL", at)
    let why = "may have been sent before the restore"
    try db.run(
      """
      INSERT INTO attempt(reply, number, startedAt, endedAt, outcome, detail)
      SELECT id, attempts + 1, ?1, ?1, 'unknown', ?2 FROM reply WHERE state = 'queued'
      """, at, why)
    return try db.run(
      """
      UPDATE reply SET attempts = attempts + (state = 'queued'), state = 'unknown', asked = 0,
        notBefore = ?, fence = fence + 1, detail = ?
      WHERE state IN ('queued', 'sending')
      """, at, why)
  }

  /// What was forgotten after the backup was made stays forgotten.
  private static func forgetAgain(_ db: Database, _ graves: [Grave]) throws -> Int {
    for grave in graves {
      try db.run(
        "INSERT OR IGNORE INTO tombstone(hash, until) VALUES(?, ?)", grave.hash, grave.until)
    }
    guard !graves.isEmpty else { return 0 }
    let tombstones = try Tombstones(db)
    var erasure = try Erasure(db)
    let authors = try db.all("SELECT id, connector, remote FROM author") {
      (row: $0.int(0), connector: $0.text(1), remote: $0.text(2))
    }
    for author in authors {
      let until = try tombstones.forgotten(author: author.remote, of: author.connector, db)
      if let until { try erasure.author(author.row, at: until) }
    }
    try SearchedWords.removeDeleted(db)
    return erasure.removed["author"] ?? 0
  }
}

/// A tombstone as it lies in the table.
struct Grave: Sendable {
  var hash: String
  var until: Int64
}
