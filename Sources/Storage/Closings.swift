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
    guard let tracks = try tracks(db, message), !tracks.isReplying else { return }
    if let handoff = tracks.handoff {
      guard handoff != HandoffState.open.rawValue else { return }
      try close(db, message, .handedOff, nil, at: at)
    } else if tracks.isAnswered {
      try close(db, message, .answered, nil, at: at)
    } else {
      try close(
        db, message, .ignored, tracks.isDeleted ? "deleted by its author" : reason, at: at)
    }
  }

  /// How far a decided message's reply and handoff are.
  private struct Tracks {
    var isDeleted: Bool
    var isReplying: Bool
    var handoff: String?
    var isAnswered: Bool
  }

  /// nil while the message is not decided.
  private static func tracks(_ db: Database, _ message: Int64) throws -> Tracks? {
    try db.first(
      """
      SELECT deletedAt IS NOT NULL,
        EXISTS (SELECT 1 FROM reply r WHERE r.message = m.id
          AND r.kind NOT IN ('human', 'holdingStatement')
          AND r.state IN ('draft', 'queued', 'held', 'sending', 'unknown')),
        (SELECT h.state FROM handoff h WHERE h.message = m.id AND h.cycle = m.cycle),
        EXISTS (SELECT 1 FROM reply r WHERE r.message = m.id AND r.cycle = m.cycle
          AND r.kind = 'answer' AND r.state = 'posted')
      FROM message m WHERE m.id = ? AND m.state = 'decided'
      """, message
    ) {
      Tracks(
        isDeleted: $0.bool(0), isReplying: $0.bool(1), handoff: $0.optional($0.text, 2),
        isAnswered: $0.bool(3))
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
    try NativeAnswers.move(db, from: message, to: carrier)
    try close(db, message, .ignored, "coalesced into message \(carrier)", at: at)
  }

  private static func void(_ db: Database, _ message: Int64, at: Int64) throws {
    try db.run(
      "UPDATE deadline SET firedAt = ?, outcome = 'void' WHERE message = ? AND firedAt IS NULL",
      at, message)
  }
}
