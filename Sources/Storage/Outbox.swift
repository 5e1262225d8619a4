import Engine
import Foundation
import GRDB
import PluginKit

/// Replies and attempts.
enum Outbox {
  static func sendable(_ db: Database, connector: String, limit: Int, now: Date) throws
    -> [SendCandidate]
  {
    let rows = try db.rows(
      candidateSQL
        + """
         WHERE r.connector = ? AND r.state = 'queued' AND r.notBefore <= ?
          AND NOT EXISTS (SELECT 1 FROM reply f WHERE f.conversation = r.conversation
            AND f.state IN ('sending', 'unknown'))
        ORDER BY r.deadline LIMIT ?
        """, connector, now.milliseconds, limit * 2)
    var conversations: Set<Int64> = []
    return try rows.filter { conversations.insert($0["conversation"]).inserted }.prefix(limit)
      .map { try candidate(db, $0, now: now) }
  }

  static func begin(_ db: Database, _ starts: [SendStart]) throws -> [Int64: Int64] {
    var begun: [Int64: Int64] = [:]
    for start in starts {
      let isMine = try db.run(
        """
        UPDATE reply SET state = 'sending', fence = fence + 1, attempts = attempts + 1,
          text = CASE WHEN attempts = 0 THEN coalesce(?, text) ELSE text END
        WHERE id = ? AND fence = ? AND state = 'queued'
        """, start.text, start.row, start.fence) == 1
      guard isMine else { continue }
      try db.run(
        """
        INSERT INTO attempt(reply, number, startedAt)
        SELECT id, attempts, ? FROM reply WHERE id = ?
        """, start.at.milliseconds, start.row)
      begun[start.row] = start.fence + 1
    }
    return begun
  }

  static func unknowns(_ db: Database, connector: String, limit: Int, now: Date) throws
    -> [UnknownSend]
  {
    try db.rows(
      candidateSQL
        + """
         WHERE r.connector = ? AND r.state = 'unknown' AND r.notBefore <= ?
        ORDER BY r.notBefore LIMIT ?
        """, connector, now.milliseconds, limit
    ).map { row in
      UnknownSend(
        row: row["replyID"], fence: row["replyFence"], reply: reply(row), asked: row["asked"],
        attempts: row["attempts"], staleAt: row.date("staleAt") ?? .distantPast)
    }
  }

  static func nextSend(_ db: Database, connector: String) throws -> Date? {
    try db.integer(
      """
      SELECT min(at) FROM (
        SELECT min(notBefore) AS at FROM reply WHERE connector = ?1 AND state = 'queued'
          AND NOT EXISTS (SELECT 1 FROM reply f WHERE f.conversation = reply.conversation
            AND f.state IN ('sending', 'unknown'))
        UNION ALL
        SELECT min(notBefore) FROM reply WHERE connector = ?1 AND state = 'unknown')
      """, connector
    ).map { Date(milliseconds: $0) }
  }

  /// Ends what was decided but not sent.
  static func supersedeUnsent(_ db: Database, message: Int64, reason: String, at: Int64) throws {
    try db.run(
      """
      UPDATE reply SET state = 'superseded', detail = ?, fence = fence + 1
      WHERE message = ? AND state IN ('draft', 'queued', 'held')
      """, reason, message)
  }

  static func divert(_ db: Database, _ diversion: Diversion) throws {
    let at = diversion.at.milliseconds
    switch diversion.way {
    case .supersede(let why): try end(db, diversion, .superseded, why, at)
    case .expire(let why): try end(db, diversion, .expired, why, at)
    case .handOff(let why): try end(db, diversion, .rejected, why, at)
    case .draft(let until):
      let isMine = try move(db, diversion, "state = 'draft'")
      if isMine, let row = try owner(db, diversion.row) {
        try Deadlines.insert(db, row["message"], row["cycle"], .draft, at: until)
      }
    case .wait(let until):
      try db.run(
        "UPDATE reply SET notBefore = ? WHERE id = ? AND fence = ? AND state = 'queued'",
        until.milliseconds, diversion.row, diversion.fence)
    case .deleted:
      if let row = try owner(db, diversion.row) {
        _ = try Inbox.delete(
          db, .init(connector: row["connector"], remote: row["remote"]), at: diversion.at)
      }
    }
  }
}

extension Outbox {
  /// Reply, message, author and conversation of one candidate; the message's columns win names.
  private static let candidateSQL = """
    SELECT m.*, a.remote AS authorRemote, a.handle, a.name, a.bot, a.followers, c.owner, c.turns,
      c.lastAutomatedAt, r.id AS replyID, r.fence AS replyFence, r.kind, r.key, r.text AS replyText,
      r.language AS replyLanguage, r.template, r.visibility AS replyVisibility, r.attempts, r.asked,
      r.deadline, r.staleAt, r.approvedBy
    FROM reply r JOIN message m ON m.id = r.message JOIN author a ON a.id = m.author
      JOIN conversation c ON c.id = m.conversation
    """

  private static func reply(_ row: Row) -> Reply {
    Reply(
      key: row["key"], kind: Reply.Kind(rawValue: row["kind"]) ?? .answer, text: row["replyText"],
      language: row["replyLanguage"],
      visibility: Visibility(rawValue: row["replyVisibility"]) ?? .direct,
      parent: Claims.message(row))
  }

  private static func candidate(_ db: Database, _ row: Row, now: Date) throws -> SendCandidate {
    let newer = try db.row(
      """
      SELECT 1 FROM message WHERE conversation = ? AND id <> ? AND createdAt > ?
        AND deletedAt IS NULL LIMIT 1
      """, row["conversation"] as Int64, row["id"] as Int64,
      max(row["createdAt"] as Int64, row["editedAt"] as Int64? ?? 0))
    return SendCandidate(
      row: row["replyID"], fence: row["replyFence"], message: row["id"], reply: reply(row),
      template: row["template"], attempts: row["attempts"],
      deadline: row.date("deadline") ?? now, staleAt: row.date("staleAt") ?? now,
      conversation: try Claims.facts(db, row, now: now), hasNewerMessage: newer != nil,
      isApproved: (row["approvedBy"] as String?) != nil)
  }

  private static func owner(_ db: Database, _ reply: Int64) throws -> Row? {
    try db.row(
      """
      SELECT r.message, r.cycle, m.connector, m.remote FROM reply r
      JOIN message m ON m.id = r.message WHERE r.id = ?
      """, reply)
  }

  private static func move(_ db: Database, _ diversion: Diversion, _ change: String) throws
    -> Bool
  {
    try db.run(
      """
      UPDATE reply SET \(change), fence = fence + 1
      WHERE id = ? AND fence = ? AND state IN ('draft', 'queued', 'held')
      """, diversion.row, diversion.fence) == 1
  }

  private static func end(
    _ db: Database, _ diversion: Diversion, _ state: ReplyState, _ why: String, _ at: Int64
  ) throws {
    let isMine = try move(db, diversion, "state = '\(state.rawValue)'")
    guard isMine, let row = try owner(db, diversion.row) else { return }
    try db.run("UPDATE reply SET detail = ? WHERE id = ?", why, diversion.row)
    try db.event(row["message"], "reply \(state.rawValue)", why, at: at)
    if let plan = diversion.handoff {
      try Handoffs.open(db, message: row["message"], cycle: row["cycle"], plan, at: at)
    }
    try Closings.closeIfSettled(db, row["message"], otherwise: why, at: at)
  }
}
