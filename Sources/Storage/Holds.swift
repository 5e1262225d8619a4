import Engine
import Foundation
import GRDB
import PluginKit

/// What stops automatic sends. A hold reaches the outbox in its own transaction (P8).
enum Holds {
  /// Whether the hold `h` covers a row of `reply`; the same as `HoldRule.covers`.
  static func cover(_ reply: String = "reply") -> String {
    """
    (h.incident IS NULL OR \(reply).kind <> 'holdingStatement')
      AND (h.scope = 'everything' OR (h.scope = 'connector' AND h.target = \(reply).connector)
        OR (\(reply).kind <> 'human' AND (
          (h.scope = 'conversation' AND h.target = CAST(\(reply).conversation AS TEXT))
          OR (h.scope = 'audience'
            AND h.target = CASE WHEN \(reply).visibility <= 1 THEN 'public' ELSE 'private' END)
          OR (h.scope = 'topic' AND \(TopicFunction.name)(h.target, (
            SELECT text FROM message WHERE id = \(reply).message AND cycle = \(reply).cycle))))))
    """
  }

  private static let isCovered =
    "EXISTS (SELECT 1 FROM hold h WHERE h.releasedAt IS NULL AND \(cover()))"

  static func add(
    _ db: Database, _ scope: Hold.Scope, reason: String, by: String, incident: Int64? = nil,
    at: Int64
  ) throws -> Hold {
    try db.run(
      """
      INSERT INTO hold(scope, target, reason, by, at, afterAttempt, incident)
      VALUES(?, ?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM attempt), ?)
      """, scope.name, scope.target, reason, by, at, incident)
    let row = db.lastInsertedRowID
    let hold = Hold(
      row: row, scope: scope, reason: reason, by: by, at: Date(milliseconds: at),
      incident: incident)
    #if DEBUG
      if PlantedBug.holdMissesOutbox.isPlanted { return hold }
    #endif
    try db.run(
      """
      UPDATE reply SET state = 'held', fence = fence + 1 FROM hold h
      WHERE h.id = ? AND reply.state = 'queued' AND \(cover())
      """, row)
    if let incident { try note(db, "h.id = \(row)", incident, at: at) }
    return hold
  }

  /// What an incident keeps back, for its report and its statements.
  private static func note(_ db: Database, _ which: String, _ incident: Int64, at: Int64) throws {
    try db.run(
      """
      INSERT INTO heldReply(incident, reply, at)
      SELECT DISTINCT h.incident, reply.id, ?1 FROM hold h, reply
      WHERE \(which) AND h.incident = ?2 AND reply.state IN ('draft', 'held')
        AND reply.state = 'held' AND \(cover())
      ON CONFLICT(incident, reply) DO NOTHING
      """, at, incident)
  }

  /// Keeps a reply back that was queued just now, if a hold covers it.
  static func apply(_ db: Database, reply: Int64, at: Int64) throws {
    guard try db.exists("SELECT 1 FROM hold WHERE releasedAt IS NULL LIMIT 1") else { return }
    let isHeld =
      try db.run(
        """
        UPDATE reply SET state = 'held', fence = fence + 1
        WHERE id = ? AND state = 'queued' AND \(isCovered)
        """, reply) == 1
    guard isHeld else { return }
    let incidents = try db.all(
      """
      SELECT DISTINCT h.incident FROM hold h, reply
      WHERE reply.id = ? AND h.releasedAt IS NULL AND h.incident IS NOT NULL AND \(cover())
      """, reply
    ) { $0.int(0) }
    for incident in incidents {
      try db.run(
        """
        INSERT INTO heldReply(incident, reply, at) VALUES(?, ?, ?)
        ON CONFLICT(incident, reply) DO NOTHING
        """, incident, reply, at)
      try Statements.held(db, reply: reply, by: incident, at: at)
    }
  }

  /// Of holds that no incident has. Held replies that no other hold covers go back to the queue;
  /// the policy looks at each again.
  static func release(_ db: Database, _ scope: Hold.Scope?, by: String, at: Int64) throws -> Int {
    let count = try db.run(
      """
      UPDATE hold SET releasedAt = ?1, releasedBy = ?2,
        untilAttempt = (SELECT coalesce(max(id), 0) FROM attempt)
      WHERE releasedAt IS NULL AND incident IS NULL
        AND (?3 IS NULL OR (scope = ?3 AND target IS ?4))
      """, at, by, scope?.name, scope?.target)
    try requeue(db, at: at)
    return count
  }

  static func release(_ db: Database, of incident: Int64, by: String, at: Int64) throws {
    try db.run(
      """
      UPDATE hold SET releasedAt = ?, releasedBy = ?,
        untilAttempt = (SELECT coalesce(max(id), 0) FROM attempt)
      WHERE releasedAt IS NULL AND incident = ?
      """, at, by, incident)
    try requeue(db, at: at)
  }

  private static func requeue(_ db: Database, at: Int64) throws {
    try db.run(
      """
      UPDATE reply SET state = 'queued', notBefore = ?, fence = fence + 1
      WHERE state IN ('draft', 'held') AND state = 'held' AND NOT \(isCovered)
      """, at)
  }

  static func active(_ db: Database) throws -> [Hold] {
    try db.rows("SELECT * FROM hold WHERE releasedAt IS NULL ORDER BY id").compactMap { row in
      guard let scope = Hold.Scope(name: row["scope"], target: row["target"]) else { return nil }
      return Hold(
        row: row["id"], scope: scope, reason: row["reason"], by: row["by"],
        at: row.date("at") ?? .distantPast, incident: row["incident"])
    }
  }

  /// What a hold would stop now, by connector.
  static func covered(_ db: Database, by scope: Hold.Scope) throws -> [String: Int] {
    let rows = try db.rows(
      """
      SELECT reply.connector, count(*) FROM reply,
        (SELECT ? AS scope, ? AS target, NULL AS incident) h
      WHERE reply.state = 'queued' AND \(cover()) GROUP BY 1
      """, scope.name, scope.target)
    return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: +)
  }
}
