import Engine
import Foundation
import GRDB
import Synchronization

/// Runs writes in arrival order; those that wait while a commit is under way share the next one, so
/// that the disk's flush is paid once for many. One that fails changes nothing and does not fail
/// its neighbours: the group is rolled back and run again, each write in a savepoint of its own.
final class GroupCommit: Sendable {
  /// Writes in one transaction at most.
  static let maxGroup = 256
  /// The same for a replay, whose file nobody opens again.
  static let replayGroup = 1000

  private struct Operation: Sendable {
    /// Runs the write; returns what resumes the caller once the commit has succeeded. In a
    /// savepoint it never throws: its own failure is what the caller gets.
    var run: @Sendable (Database, _ inSavepoint: Bool) throws -> @Sendable () -> Void
    /// Resumes the caller when the group did not commit.
    var fail: @Sendable (any Error) -> Void
  }
  private struct State {
    var waiting: [Operation] = []
    var isDraining = false
    /// Writes of a replay's open transaction.
    var uncommitted = 0
  }

  private let queue: DatabaseQueue
  private let use: SQLiteStore.Use
  private let state = Mutex(State())

  init(queue: DatabaseQueue, for use: SQLiteStore.Use) {
    self.queue = queue
    self.use = use
  }

  /// Each verb by itself, on the caller's thread.
  private var isInline: Bool { use != .daemon }

  func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws
    -> Value
  {
    do {
      return isInline ? try writeInline(body) : try await writeGrouped(body)
    } catch { throw StoreFailure.naming(error) }
  }

  private func writeGrouped<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let operation = Operation(
        run: { db, inSavepoint in
          let result =
            inSavepoint
            ? Result { try Self.inSavepoint(db, body) } : .success(try body(db))
          return { continuation.resume(with: result) }
        },
        fail: { continuation.resume(throwing: $0) })
      let mustStart = state.withLock { state in
        state.waiting.append(operation)
        defer { state.isDraining = true }
        return !state.isDraining
      }
      if mustStart { drain() }
    }
  }

  /// A read between commits; sees only what is on disk.
  func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws
    -> Value
  {
    do {
      return isInline ? try readInline(body) : try await queue.unsafeRead(body)
    } catch { throw StoreFailure.naming(error) }
  }

  /// On the connection between commits, in no transaction: for what SQLite allows only there.
  func outside<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    do {
      return isInline
        ? try outsideInline(body) : try await queue.writeWithoutTransaction(body)
    } catch { throw StoreFailure.naming(error) }
  }

  private func outsideInline<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try queue.writeWithoutTransaction(body)
  }

  private func readInline<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try queue.unsafeRead(body)
  }

  private func writeInline<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try queue.writeWithoutTransaction { db in
      if use == .replay && !db.isInsideTransaction { try db.run("BEGIN IMMEDIATE") }
      let value = try Self.inSavepoint(db, body)
      if use == .replay && isGroupFull() { try db.run("COMMIT") }
      return value
    }
  }

  private func isGroupFull() -> Bool {
    state.withLock { state in
      state.uncommitted = (state.uncommitted + 1) % Self.replayGroup
      return state.uncommitted == 0
    }
  }

  /// One group, then whoever waits for the connection: reads must not starve.
  private func drain() {
    queue.asyncWriteWithoutTransaction { db in
      guard let group = self.next() else { return }
      Self.commit(group, in: db)
      self.drain()
    }
  }

  private func next() -> [Operation]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isDraining = false
        return nil
      }
      let group = Array(state.waiting.prefix(Self.maxGroup))
      state.waiting.removeFirst(group.count)
      return group
    }
  }

  private static func commit(_ group: [Operation], in db: Database) {
    let finish: [@Sendable () -> Void]
    do {
      finish = try attempt(group, inSavepoints: false, in: db)
    } catch {
      guard group.count > 1 else { return group[0].fail(error) }
      do {
        finish = try attempt(group, inSavepoints: true, in: db)
      } catch {
        for operation in group { operation.fail(error) }
        return
      }
    }
    Failpoint.hit(.afterCommit)
    for resume in finish { resume() }
  }

  private static func attempt(
    _ group: [Operation], inSavepoints: Bool, in db: Database
  ) throws -> [@Sendable () -> Void] {
    var finish: [@Sendable () -> Void] = []
    try db.inTransaction(.immediate) {
      for operation in group {
        finish.append(try operation.run(db, inSavepoints))
        // A full disk may end the whole transaction: those that follow would each commit alone.
        guard db.isInsideTransaction else {
          throw DatabaseError(resultCode: .SQLITE_FULL, message: "the transaction was ended")
        }
      }
      Failpoint.hit(.beforeCommit)
      return .commit
    }
    return finish
  }

  private static func inSavepoint<Value>(_ db: Database, _ body: (Database) throws -> Value) throws
    -> Value
  {
    try db.run("SAVEPOINT verb")
    do {
      let value = try body(db)
      try db.run("RELEASE verb")
      return value
    } catch {
      // A full disk may have ended the whole transaction, and its savepoints with it.
      if db.isInsideTransaction {
        try db.run("ROLLBACK TO verb")
        try db.run("RELEASE verb")
      }
      throw error
    }
  }
}
