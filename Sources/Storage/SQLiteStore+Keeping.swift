public import Engine
public import Foundation
import GRDB

/// Backups, forgetting and retention.
extension SQLiteStore {
  public func backup(to path: String, at: Date) async throws -> BackupReport {
    let path = (path as NSString).standardizingPath
    guard path.hasPrefix("/"), !path.hasPrefix(self.path) else {
      throw StoreFailure.cannotBackUp("\(path) is no place for one; name another file, from /")
    }
    let copy = try BackupCopy(to: path)
    do {
      // First, so that no file is forgotten, whenever the process ends.
      let messages = try await commits.write { db in
        try db.run(
          """
          INSERT INTO backup(path, at) VALUES(?, ?)
          ON CONFLICT(path) DO UPDATE SET at = excluded.at
          """, path, at.milliseconds)
        return Int(try db.integer("SELECT count(*) FROM message") ?? 0)
      }
      while try await commits.outside({ db in try !copy.step(from: db) }) {}
      return BackupReport(path: path, at: at, messages: messages, bytes: try copy.publish())
    } catch {
      try await commits.outside { db in
        copy.abandon()
        try db.run("DELETE FROM backup WHERE path = ?", path)
      }
      throw error
    }
  }

  public func forget(_ author: String, at: Date) async throws -> ForgetOutcome {
    let outcome = try await commits.write { db in try Erasure.forget(db, author, at: at) }
    guard case .forgotten(var report) = outcome else { return outcome }
    for index in report.backups.indices {
      report.backups[index].isThere = FileManager.default.fileExists(
        atPath: report.backups[index].path)
    }
    do {
      try await commits.outside { db in try Self.scrub(db) }
    } catch {
      report.residue = "\(error)"
    }
    return .forgotten(report)
  }

  public func prune(_ slice: PruneSlice) async throws -> PruneResult {
    try await commits.write { db in try Erasure.prune(db, slice) }
  }

  /// `secure_delete` blanks the rows themselves; pages that SQLite had moved rows out of may still
  /// show them, so the file is written anew, and the log after it is cut to nothing.
  private static func scrub(_ db: Database) throws {
    try db.execute(sql: "VACUUM")
    let busy = try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    guard busy == 0 else { throw StoreFailure.cannotWrite("its log could not be emptied") }
  }
}
