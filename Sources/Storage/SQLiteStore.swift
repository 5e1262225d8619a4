import Engine
import Foundation
import GRDB

/// The embedded store: one process, one connection, WAL, every commit flushed to disk.
public final class SQLiteStore: Sendable {
  /// How the store is used.
  public enum Use: Sendable {
    /// Every commit is flushed; writes that wait share the next commit.
    case daemon
    /// Every verb runs on the caller's thread and nothing is flushed: for virtual time, where a
    /// crash is simulated and the machine's own is of no interest.
    case simulation
    /// As `simulation`, and a thousand verbs share a transaction: for what nobody opens again.
    case replay
  }

  let commits: GroupCommit
  /// Distinguishes our idempotency keys from those of another installation on the same account.
  let storeID: String
  let path: String
  private let queue: DatabaseQueue
  // Held as long as the store lives.
  private let lock: StoreLock

  /// Opens or creates the file, takes the lock, reads back what durability depends on, migrates.
  public init(path: String, for use: Use = .daemon) throws(StoreFailure) {
    let folder = (path as NSString).deletingLastPathComponent
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .cannotOpen(path: path, "\(error.localizedDescription)")
    }
    self.path = path
    lock = try StoreLock(for: path)
    do {
      queue = try DatabaseQueue(path: path, configuration: Self.configuration(use))
      try Self.readBack(queue, use)
      try Schema.migrator.migrate(queue)
      storeID = try queue.read { db in
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'storeID'") ?? ""
      }
      commits = GroupCommit(queue: queue, for: use)
    } catch let failure as StoreFailure {
      throw failure
    } catch {
      throw .cannotOpen(path: path, "\(error)")
    }
  }

  /// Finishes what waits and closes the file.
  public func close() throws {
    try queue.close()
    lock.release()
  }

  private static func configuration(_ use: Use) -> Configuration {
    var configuration = Configuration()
    configuration.label = "store"
    configuration.foreignKeysEnabled = false
    configuration.allowsUnsafeTransactions = use == .replay
    configuration.prepareDatabase { db in
      TopicFunction.add(to: db)
      // Not GRDB's journalMode: that would set synchronous back to NORMAL afterwards.
      try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
      // The pages that every message touches stay in memory, and so does what a savepoint keeps.
      try db.execute(sql: "PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY")
      // What is deleted is overwritten.
      try db.execute(sql: "PRAGMA secure_delete = ON")
      try db.execute(sql: "PRAGMA synchronous = \(use == .daemon ? "FULL" : "OFF")")
      #if DEBUG
        if PlantedBug.synchronousNormal.isPlanted {
          try db.execute(sql: "PRAGMA synchronous = NORMAL")
        }
      #endif
    }
    return configuration
  }

  private static func readBack(_ queue: DatabaseQueue, _ use: Use) throws {
    let (locking, journal, synchronous) = try queue.writeWithoutTransaction { db in
      (
        try String.fetchOne(db, sql: "PRAGMA locking_mode"),
        try String.fetchOne(db, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(db, sql: "PRAGMA synchronous")
      )
    }
    guard locking == "exclusive" else { throw StoreFailure.cannotGuarantee("exclusive locking") }
    guard journal == "wal" else { throw StoreFailure.cannotGuarantee("write-ahead logging") }
    guard synchronous == (use == .daemon ? 2 : 0) else {
      throw StoreFailure.cannotGuarantee("synchronous = FULL")
    }
  }
}
