import Engine
import Foundation
import GRDB

/// The embedded store: one process, one connection, WAL, every commit flushed to disk.
public final class SQLiteStore: Sendable {
  let commits: GroupCommit
  /// Distinguishes our idempotency keys from those of another installation on the same account.
  let storeID: String
  private let queue: DatabaseQueue
  // Held as long as the store lives.
  private let lock: StoreLock

  /// Opens or creates the file, takes the lock, reads back what durability depends on, migrates.
  public init(path: String) throws(StoreFailure) {
    let folder = (path as NSString).deletingLastPathComponent
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .cannotOpen(path: path, "\(error.localizedDescription)")
    }
    lock = try StoreLock(for: path)
    do {
      queue = try DatabaseQueue(path: path, configuration: Self.configuration)
      try Self.readBack(queue)
      try Schema.migrator.migrate(queue)
      storeID = try queue.read { db in
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'storeID'") ?? ""
      }
      commits = GroupCommit(queue: queue)
    } catch let failure as StoreFailure {
      throw failure
    } catch {
      throw .cannotOpen(path: path, "\(error)")
    }
  }

  /// Finishes what waits and closes the file.
  public func close() throws { try queue.close() }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "store"
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { db in
      // Not GRDB's journalMode: that would set synchronous back to NORMAL afterwards.
      try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: "PRAGMA synchronous = FULL")
    }
    return configuration
  }

  private static func readBack(_ queue: DatabaseQueue) throws {
    let (locking, journal, synchronous) = try queue.writeWithoutTransaction { db in
      (
        try String.fetchOne(db, sql: "PRAGMA locking_mode"),
        try String.fetchOne(db, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(db, sql: "PRAGMA synchronous")
      )
    }
    guard locking == "exclusive" else { throw StoreFailure.cannotGuarantee("exclusive locking") }
    guard journal == "wal" else { throw StoreFailure.cannotGuarantee("write-ahead logging") }
    guard synchronous == 2 else { throw StoreFailure.cannotGuarantee("synchronous = FULL") }
  }
}
