import Engine
import Foundation
import GRDB
import PluginKit

/// Failed sign-ins by name and by address; a restart forgets none.
enum SignInFailures {
  private struct Count {
    var failures: Int64
    var lastAt: Int64
    var until: Int64?
  }

  /// Counts a failure for each key unless one of them has to wait.
  static func attempt(_ db: Database, _ keys: [SignInThrottle.Key], at: Int64) throws
    -> SignInThrottle.Answer
  {
    let window = milliseconds(SignInThrottle.window)
    let counts = try keys.map { try count($0, db, at) }
    let until = counts.compactMap { $0?.until }.filter { $0 > at }.max()
    if let until { return .waitUntil(Date(milliseconds: until)) }
    let failures = try zip(keys, counts).map { key, count in
      let isFresh = count.map { max($0.lastAt, $0.until ?? 0) + window < at } != false
      let failures = isFresh ? 1 : (count?.failures ?? 0) + 1
      try keep(db, key, failures, at)
      return failures
    }
    try bound(db, before: at - window)
    return .goOn(failures)
  }

  static func settle(
    _ db: Database, _ keys: [SignInThrottle.Key], _ result: SignInThrottle.Result, at: Int64
  ) throws {
    for key in keys {
      if case .name = key, result == .succeeded {
        try db.run("DELETE FROM signInFailure WHERE key = ?", key.text)
      } else if let count = try count(key, db, at) {
        try keep(db, key, count.failures - 1, count.lastAt)
      }
    }
    try db.run("DELETE FROM signInFailure WHERE count <= 0")
  }

  private static func count(_ key: SignInThrottle.Key, _ db: Database, _ at: Int64) throws
    -> Count?
  {
    let found = try db.first(
      "SELECT count, lastAt, until FROM signInFailure WHERE key = ?", key.text
    ) {
      Count(failures: $0.int(0), lastAt: $0.int(1), until: $0.optional($0.int, 2))
    }
    // A clock that was set back must not make anybody wait for longer than the longest.
    guard var count = found, count.lastAt > at else { return found }
    count.lastAt = at
    try keep(db, key, count.failures, at)
    count.until = SignInThrottle.wait(after: count.failures, of: key).map { at + milliseconds($0) }
    return count
  }

  private static func keep(
    _ db: Database, _ key: SignInThrottle.Key, _ failures: Int64, _ at: Int64
  ) throws {
    try db.run(
      """
      INSERT INTO signInFailure(key, count, lastAt, until) VALUES(?, ?, ?, ?)
      ON CONFLICT(key) DO UPDATE SET count = excluded.count, lastAt = excluded.lastAt,
        until = excluded.until
      """, key.text, failures, at,
      SignInThrottle.wait(after: failures, of: key).map { at + milliseconds($0) })
  }

  private static func bound(_ db: Database, before: Int64) throws {
    let count = try db.integer("SELECT count(*) FROM signInFailure") ?? 0
    guard count > SignInThrottle.rowLimit else { return }
    try db.run(
      "DELETE FROM signInFailure WHERE max(lastAt, coalesce(until, 0)) < ?", before)
    try db.run(
      """
      DELETE FROM signInFailure WHERE key IN (
        SELECT key FROM signInFailure ORDER BY count DESC, lastAt DESC LIMIT -1 OFFSET ?)
      """, SignInThrottle.rowLimit)
  }

  private static func milliseconds(_ duration: Duration) -> Int64 {
    Int64(duration.seconds * 1000)
  }
}
