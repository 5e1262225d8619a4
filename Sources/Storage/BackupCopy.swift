import Engine
import Foundation
import GRDB
import GRDBSQLite

/// Copies a store in slices while it goes on working, by SQLite's online backup API
/// (https://sqlite.org/backup.html): what the same connection writes between two slices goes into
/// the copy as well, so that the copy is the store as it is at the last slice.
///
/// Written beside its place and moved there when it is whole, on disk and checked.
// Every use but `publish` is inside the store's serial queue, one after the other.
final class BackupCopy: @unchecked Sendable {
  /// 256 KiB: a millisecond.
  static let pagesPerSlice: Int32 = 64

  private let path: String
  private var partial: String { path + ".partial" }
  private var target: OpaquePointer?
  private var backup: OpaquePointer?

  init(to path: String) throws(StoreFailure) {
    self.path = path
    guard !FileManager.default.fileExists(atPath: path) else {
      throw .cannotBackUp("\(path) exists already; name a file that does not")
    }
    try FileDurability.create(partial)
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX
    guard sqlite3_open_v2(partial, &target, flags, nil) == SQLITE_OK else {
      throw .cannotBackUp("SQLite cannot open \(partial)")
    }
  }

  deinit { abandon() }

  /// Copies one slice; whether that was the last.
  func step(from db: Database) throws -> Bool {
    if backup == nil { backup = sqlite3_backup_init(target, "main", db.sqliteConnection, "main") }
    guard let backup else { throw failure() }
    switch sqlite3_backup_step(backup, Self.pagesPerSlice) {
    case SQLITE_DONE: return true
    case SQLITE_OK, SQLITE_BUSY, SQLITE_LOCKED: return false
    default: throw failure()
    }
  }

  /// Ends the copying and moves the file to its place; its size in bytes.
  func publish() throws -> Int64 {
    sqlite3_backup_finish(backup)
    backup = nil
    // One file: the copy says of itself that it has a write-ahead log, as the store has.
    guard sqlite3_exec(target, "PRAGMA journal_mode = DELETE", nil, nil, nil) == SQLITE_OK else {
      throw failure()
    }
    sqlite3_close(target)
    target = nil
    do {
      return try FileDurability.publish(partial, as: path)
    } catch {
      throw StoreFailure.cannotBackUp("\(error)")
    }
  }

  /// Removes what there is of it.
  func abandon() {
    sqlite3_backup_finish(backup)
    backup = nil
    if target != nil { unlink(partial) }
    sqlite3_close(target)
    target = nil
  }

  private func failure() -> StoreFailure {
    let why = sqlite3_errmsg(target).map { String(cString: $0) } ?? "no words"
    return .cannotBackUp("\(why); check the free space beside \(path)")
  }
}
