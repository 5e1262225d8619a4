import Engine
import Foundation
import GRDB

/// The one way in which messages end (P2).
enum Closings {
  /// Closes a decided message once neither track has anything left to do: handed off when a human
  /// was told, answered when the answer is out, else ignored with the reason.
  static func closeIfSettled(
    _ db: Database, _ message: Int64, otherwise reason: String, at: Int64
  ) throws {
    guard let row = try db.row(
      "SELECT cycle, state, deletedAt FROM message WHERE id = ?", message),
      (row["state"] as String) == "decided"
    else { return }
    let cycle: Int = row["cycle"]
    let active = try db.integer(
      """
      SELECT count(*) FROM reply WHERE message = ?
        AND state IN ('draft', 'queued', 'held', 'sending', 'unknown')
      """, message)
    guard active == 0 else { return }
    if let handoff = try db.row(
      "SELECT state FROM handoff WHERE message = ? AND cycle = ?", message, cycle)
    {
      guard (handoff["state"] as String) != HandoffState.open.rawValue else { return }
      try close(db, message, .handedOff, nil, at: at)
    } else if try db.row(
      """
      SELECT 1 FROM reply WHERE message = ? AND cycle = ? AND kind = 'answer' AND state = 'posted'
      """, message, cycle) != nil
    {
      try close(db, message, .answered, nil, at: at)
    } else {
      let isDeleted = row.date("deletedAt") != nil
      try close(db, message, .ignored, isDeleted ? "deleted by its author" : reason, at: at)
    }
  }

  static func close(
    _ db: Database, _ message: Int64, _ closing: Closing, _ detail: String?, at: Int64
  ) throws {
    try db.run(
      """
      UPDATE message SET state = 'closed', closing = ?, closingDetail = ?, closedAt = ?,
        fence = fence + 1
      WHERE id = ? AND state <> 'closed'
      """, closing.rawValue, detail, at, message)
    let event = detail.map { "\(closing.rawValue): \($0)" } ?? closing.rawValue
    try db.event(message, "closed", event, at: at)
    if closing == .ignored { try void(db, message, at: at) }
  }

  static func coalesce(_ db: Database, _ message: Int64, into carrier: Int64, at: Int64) throws {
    // With those that were coalesced into it before.
    try db.run(
      """
      UPDATE message SET coalescedInto = ?1 WHERE id = ?2 OR (coalescedInto = ?2
        AND conversation = (SELECT conversation FROM message WHERE id = ?2))
      """, carrier, message)
    try close(db, message, .ignored, "coalesced into message \(carrier)", at: at)
  }

  private static func void(_ db: Database, _ message: Int64, at: Int64) throws {
    try db.run(
      "UPDATE deadline SET firedAt = ?, outcome = 'void' WHERE message = ? AND firedAt IS NULL",
      at, message)
  }
}
