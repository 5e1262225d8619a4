public import Engine
public import Foundation
import GRDB

/// A store file that no daemon uses.
public struct StoreFile: Sendable {
  private let path: String

  public init(path: String) { self.path = path }

  /// Makes a backup the store. The store that was there stays beside it under another name.
  ///
  /// - Parameter replacing: whether a store may be there.
  public func restore(_ backup: String, replacing: Bool, at: Date) throws -> RestoreReport {
    let folder = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let lock = try StoreLock(for: path)
    defer { lock.release() }
    let isThere = exists(path)
    guard replacing || !isThere else {
      throw StoreFailure.cannotRestore(
        "there is a store at \(path); with --force it is kept beside the restored one")
    }
    let partial = path + ".restoring"
    defer { for end in ["", "-journal"] { unlink(partial + end) } }
    try copy(backup, to: partial)
    var graves: [Grave] = []
    if isThere { graves = settled() }
    let copied = try opened(partial)
    var report: RestoreReport
    do {
      report = try copied.prepare(at: at, forgotten: graves)
      try copied.close()
    } catch let error as DatabaseError {
      throw StoreFailure.cannotRestore("\(backup): \(error.message ?? "\(error.resultCode)")")
    }
    if isThere { report.kept = try keepOld(at: at) }
    try FileDurability.publish(partial, as: path)
    return report
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private func opened(_ partial: String) throws -> StoredCopy {
    do {
      return try StoredCopy(partial)
    } catch {
      throw StoreFailure.cannotRestore("it is no store of replyd")
    }
  }

  /// A file with a log beside it is half a store: somebody copied a live one.
  private func copy(_ backup: String, to partial: String) throws {
    guard exists(backup) else { throw StoreFailure.cannotRestore("there is no file \(backup)") }
    var log = stat()
    if stat(backup + "-wal", &log) == 0, log.st_size > 0 {
      throw StoreFailure.cannotRestore(
        "\(backup)-wal lies beside it: this is a copy of a live file; use one by `replyd backup`")
    }
    unlink(partial)
    try FileDurability.create(partial)
    let source = try FileHandle(forReadingFrom: URL(filePath: backup))
    let target = try FileHandle(forWritingTo: URL(filePath: partial))
    while let bytes = try source.read(upToCount: 1 << 20), !bytes.isEmpty {
      try target.write(contentsOf: bytes)
    }
    try target.close()
    try source.close()
  }

  /// The tombstones of the store that is there, its log written into it; none if it is damaged.
  private func settled() -> [Grave] {
    do {
      let queue = try DatabaseQueue(path: path)
      let graves = try queue.writeWithoutTransaction { db in
        try db.checkpoint(.truncate)
        guard try db.tableExists("tombstone") else { return [Grave]() }
        return try db.all("SELECT hash, until FROM tombstone") {
          Grave(hash: $0.text(0), until: $0.int(1))
        }
      }
      try queue.close()
      return graves
    } catch {
      return []
    }
  }

  /// Links the old files to another name, so that there is a store at every moment.
  private func keepOld(at: Date) throws -> String {
    let stamp = Int64(at.timeIntervalSince1970)
    let kept = (path as NSString).deletingPathExtension + ".before-restore-\(stamp).sqlite"
    for end in ["", "-wal"] where exists(path + end) {
      guard link(path + end, kept + end) == 0 else { throw FileDurability.Failure(kept + end) }
    }
    // A log of the old file must never be read into the new one.
    for end in ["-wal", "-shm"] { unlink(path + end) }
    return kept
  }
}
