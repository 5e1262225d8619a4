import Engine
import Foundation
import GRDB

/// What stops automatic sends. A hold reaches the outbox in its own transaction (P8).
enum Holds {
  static func add(
    _ db: Database, _ scope: Hold.Scope, reason: String, by: String, at: Int64
  ) throws -> Hold {
    let (name, target) = columns(scope)
    try db.run(
      """
      INSERT INTO hold(scope, target, reason, by, at, afterAttempt)
      VALUES(?, ?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM attempt))
      """, name, target, reason, by, at)
    let row = db.lastInsertedRowID
    #if PLANTED_BUGS
      if PlantedBug.holdMissesOutbox.isPlanted {
        return Hold(row: row, scope: scope, reason: reason, by: by, at: Date(milliseconds: at))
      }
    #endif
    try db.run(
      """
      UPDATE reply SET state = 'held', fence = fence + 1
      WHERE state = 'queued' AND (?1 = 'everything' OR (?1 = 'connector' AND connector = ?2)
        OR (?1 = 'conversation' AND kind <> 'human' AND CAST(conversation AS TEXT) = ?2))
      """, name, target)
    return Hold(row: row, scope: scope, reason: reason, by: by, at: Date(milliseconds: at))
  }

  /// Held replies that no other hold covers go back to the queue; the policy looks at each again.
  static func release(_ db: Database, _ scope: Hold.Scope?, by: String, at: Int64) throws -> Int {
    let (name, target) = scope.map(columns) ?? (nil, nil)
    let count = try db.run(
      """
      UPDATE hold SET releasedAt = ?1, releasedBy = ?2,
        untilAttempt = (SELECT coalesce(max(id), 0) FROM attempt)
      WHERE releasedAt IS NULL AND (?3 IS NULL OR (scope = ?3 AND target IS ?4))
      """, at, by, name, target)
    try db.run(
      """
      UPDATE reply SET state = 'queued', notBefore = ?, fence = fence + 1
      WHERE state IN ('draft', 'held') AND state = 'held' AND NOT EXISTS (
        SELECT 1 FROM hold h WHERE h.releasedAt IS NULL AND (
        h.scope = 'everything' OR (h.scope = 'connector' AND h.target = reply.connector)
        OR (h.scope = 'conversation' AND reply.kind <> 'human'
          AND h.target = CAST(reply.conversation AS TEXT))))
      """, at)
    return count
  }

  static func active(_ db: Database) throws -> [Hold] {
    try db.rows("SELECT * FROM hold WHERE releasedAt IS NULL ORDER BY id").compactMap { row in
      guard let scope = scope(row["scope"], row["target"]) else { return nil }
      return Hold(
        row: row["id"], scope: scope, reason: row["reason"], by: row["by"],
        at: row.date("at") ?? .distantPast)
    }
  }

  /// - Parameter conversation: nil for a person's reply: a conversation is held so that a person
  ///   answers in it.
  static func isHeld(_ db: Database, connector: String, conversation: Int64?) throws -> Bool {
    try db.exists(
      """
      SELECT 1 FROM hold WHERE releasedAt IS NULL AND (scope = 'everything'
        OR (scope = 'connector' AND target = ?) OR (scope = 'conversation' AND target = ?)) LIMIT 1
      """, connector, conversation.map { String($0) })
  }

  private static func columns(_ scope: Hold.Scope) -> (name: String?, target: String?) {
    switch scope {
    case .everything: ("everything", nil)
    case .connector(let id): ("connector", id)
    case .conversation(let row): ("conversation", String(row))
    }
  }

  private static func scope(_ name: String, _ target: String?) -> Hold.Scope? {
    switch name {
    case "everything": .everything
    case "connector": target.map { .connector($0) }
    default: target.flatMap { Int64($0) }.map { .conversation($0) }
    }
  }
}
