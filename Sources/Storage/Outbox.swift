import Engine
import Foundation
import GRDB
import PluginKit

/// Replies and attempts.
enum Outbox {
  static func sendable(
    _ db: Database, connector: String, limit: Int, now: Date, among rows: [Int64]? = nil
  ) throws -> [SendCandidate] {
    let queued =
      if let rows {
        try db.all(
          StoredReply.chosen, "\(rows)", connector, now.milliseconds, limit * 2,
          read: StoredReply.init)
      } else {
        try db.all(
          StoredReply.queued, connector, now.milliseconds, limit * 2, read: StoredReply.init)
      }
    var conversations: Set<Int64> = []
    return try queued.filter { conversations.insert($0.parent.conversation).inserted }
      .prefix(limit).map { try candidate(db, $0, now: now) }
  }

  static func begin(_ db: Database, _ starts: [SendStart]) throws -> [Int64: Int64] {
    var begun: [Int64: Int64] = [:]
    for start in starts {
      let isMine =
        try db.run(
          """
          UPDATE reply SET state = 'sending', fence = fence + 1, attempts = attempts + 1,
            text = CASE WHEN attempts = 0 THEN coalesce(?, text) ELSE text END
          WHERE id = ? AND fence = ? AND state = 'queued'
          AND (approvedBy IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM conversation c WHERE c.id = reply.conversation AND c.owner = 'human'))
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
    try db.all(
      StoredReply.unknown, connector, now.milliseconds, limit, read: StoredReply.init
    ).map { stored in
      UnknownSend(
        row: stored.row, fence: stored.fence, reply: stored.reply, asked: stored.asked,
        attempts: stored.attempts, staleAt: stored.staleAt)
    }
  }

  static func nextSend(_ db: Database, connector: String, queuedFrom opens: Date?) throws -> Date? {
    try db.integer(
      """
      SELECT min(at) FROM (
        SELECT max(min(notBefore), ?2) AS at FROM reply WHERE connector = ?1 AND state = 'queued'
          AND NOT EXISTS (SELECT 1 FROM reply f WHERE f.conversation = reply.conversation
            AND f.state IN ('sending', 'unknown'))
        UNION ALL
        SELECT min(notBefore) FROM reply WHERE connector = ?1 AND state = 'unknown')
      """, connector, opens?.milliseconds ?? .min
    ).map { Date(milliseconds: $0) }
  }

  /// Ends what was decided but not sent.
  static func supersedeUnsent(_ db: Database, message: Int64, reason: String, at: Int64) throws {
    let isHuman = try db.exists(
      """
      SELECT 1 FROM reply WHERE message = ? AND kind = 'human' AND state IN ('queued', 'held')
      """, message)
    if isHuman { try HumanReplies.failed(db, message: message, reason, at: at) }
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
    case .answered(let posts):
      if try move(db, diversion, "state = 'superseded'"), let row = try owner(db, diversion.row) {
        try NativeAnswers.settle(db, reply: diversion.row, of: row, by: posts, at: at)
      }
    case .deleted:
      if let row = try owner(db, diversion.row) {
        _ = try Inbox.delete(
          db, .init(connector: row["connector"], remote: row["remote"]), at: diversion.at)
      }
    }
  }
}

extension Outbox {
  private static func candidate(_ db: Database, _ stored: StoredReply, now: Date) throws
    -> SendCandidate
  {
    let message = stored.parent.message
    let isAlone = stored.parent.messages == 1
    let newer =
      try isAlone
      ? nil
      : db.integer(
        """
        SELECT max(createdAt) FROM message WHERE conversation = ? AND id <> ? AND createdAt > ?
          AND deletedAt IS NULL
        """, stored.parent.conversation, stored.parent.row,
        max(message.createdAt, message.editedAt ?? message.createdAt).milliseconds)
    let repliesOut =
      try db.integer(
        """
        SELECT count(*) FROM reply
        WHERE message = ? AND id <> ? AND state IN ('sending', 'unknown', 'posted')
        """, stored.parent.row, stored.row) ?? 0
    return SendCandidate(
      row: stored.row, fence: stored.fence, message: stored.parent.row, reply: stored.reply,
      template: stored.template, attempts: stored.attempts, deadline: stored.deadline,
      staleAt: stored.staleAt, conversation: try stored.parent.facts(db, now: now),
      hasNewerMessage: newer != nil, lastWroteAt: newer.map { Date(milliseconds: $0) },
      repliesOut: Int(repliesOut), isApproved: stored.isApproved)
  }

  private static func owner(_ db: Database, _ reply: Int64) throws -> Row? {
    try db.row(
      """
      SELECT r.message, r.cycle, r.kind, m.connector, m.remote FROM reply r
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
    if row["kind"] == Reply.Kind.human.rawValue {
      return try HumanReplies.failed(db, message: row["message"], why, at: at)
    }
    if let plan = diversion.handoff {
      try Handoffs.open(db, message: row["message"], cycle: row["cycle"], plan, at: at)
    }
    try Closings.closeIfSettled(db, row["message"], otherwise: why, at: at)
  }
}
