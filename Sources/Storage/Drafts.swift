import Engine
import Foundation
import GRDB
import PluginKit

/// Replies that wait for a human's yes.
enum Drafts {
  static func list(_ db: Database, limit: Int) throws -> [DraftRow] {
    try db.rows(
      sql + """
         WHERE r.state IN ('draft', 'held') AND r.state = 'draft' ORDER BY r.deadline LIMIT ?
        """, limit
    ).map(row)
  }

  /// The first that waits in a conversation.
  static func first(_ db: Database, in conversation: Int64) throws -> DraftRow? {
    try db.row(
      sql + " WHERE m.conversation = ? AND +r.state = 'draft' ORDER BY r.deadline LIMIT 1",
      conversation
    ).map(row)
  }

  static func approve(
    _ db: Database, _ id: Int64, text: String?, by: String, at: Int64
  ) throws -> DraftRow? {
    guard let draft = try db.row(sql + " WHERE r.id = ? AND r.state = 'draft'", id) else {
      return nil
    }
    let was: String = draft["text"]
    if let text, text != was {
      try db.run("UPDATE reply SET text = ? WHERE id = ?", text, id)
      try Corrections.add(
        db, draft["message"], .draftEdited, by: by, was: was, now: text, at: at)
    }
    try db.run(
      """
      UPDATE reply SET state = 'queued', approvedBy = ?, notBefore = ?, fence = fence + 1
      WHERE id = ?
      """, by, at, id)
    try Holds.apply(db, reply: id, at: at)
    try Deadlines.void(db, draft["message"], draft["cycle"], [.draft], at: at)
    try db.event(draft["message"], "draft approved", by, at: at)
    return row(draft)
  }

  /// The text is not sent; a human answers instead.
  static func discard(
    _ db: Database, _ id: Int64, by: String, reason: String?, handoff: PlannedHandoff, at: Int64
  ) throws -> DraftRow? {
    guard let draft = try db.row(sql + " WHERE r.id = ? AND r.state = 'draft'", id) else {
      return nil
    }
    try db.run(
      """
      UPDATE reply SET state = 'superseded', detail = 'discarded by ' || ?, fence = fence + 1
      WHERE id = ?
      """, by, id)
    try Deadlines.void(db, draft["message"], draft["cycle"], [.draft, .stale], at: at)
    let why = reason.map { "\(by): \($0)" } ?? by
    try db.event(draft["message"], "draft discarded", why, at: at)
    try Corrections.add(
      db, draft["message"], .draftDiscarded, by: by, was: draft["text"], now: reason, at: at)
    try Handoffs.open(db, message: draft["message"], cycle: draft["cycle"], handoff, at: at)
    try Closings.closeIfSettled(db, draft["message"], otherwise: "draft discarded", at: at)
    return row(draft)
  }

  private static let sql = """
    SELECT r.*, m.connector || '/' || m.remote AS messageID, m.text AS messageText, a.handle,
      (SELECT min(d.at) FROM deadline d WHERE d.message = r.message AND d.kind = 'draft'
        AND d.firedAt IS NULL) AS until,
      (SELECT json_extract(c.record, '$.findings.faq.suggestions') FROM decision c
        WHERE c.message = r.message AND c.cycle = r.cycle AND json_valid(c.record)) AS suggestions
    FROM reply r JOIN message m ON m.id = r.message JOIN author a ON a.id = m.author
    """

  private static func row(_ row: Row) -> DraftRow {
    DraftRow(
      id: row["id"], message: row["message"], messageID: row["messageID"], kind: row["kind"],
      text: row["text"], author: row["handle"], messageText: row["messageText"],
      suggestions: suggestions(row["suggestions"]), until: row.date("until"))
  }

  /// The texts of the finding `faq`; the first is the draft's own, before the guide saw it.
  private static func suggestions(_ json: String?) -> [String] {
    guard let json else { return [] }
    do {
      let list = try JSONReader.read(json.utf8).plain.array ?? []
      return list.compactMap { $0["text"]?.string }
    } catch {
      return []
    }
  }
}
