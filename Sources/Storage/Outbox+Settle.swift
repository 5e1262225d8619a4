import Engine
import Foundation
import GRDB
import PluginKit

/// How sends end.
extension Outbox {
  static func settle(_ db: Database, _ settlement: Settlement) throws {
    guard
      let row = try db.first(
        """
        SELECT message, cycle, kind, connector, conversation, approvedBy IS NOT NULL, state
        FROM reply WHERE id = ? AND fence = ? AND state IN ('sending', 'unknown')
        """, settlement.row, settlement.fence, read: Underway.init)
    else { return }
    let wasSending = row.state == ReplyState.sending.rawValue
    let at = settlement.at.milliseconds
    switch settlement.result {
    case .posted(let receipt): try posted(db, settlement, row, receipt)
    case .retry(let again, let why):
      try rest(db, settlement, row, notBefore: again.milliseconds, why)
      try endAttempt(db, settlement, .retry, why)
    case .absent:
      try rest(db, settlement, row, notBefore: at, "absent when read back")
      try db.event(row.message, "reply absent", "asked the platform: not there", at: at)
    case .withheld:
      try rest(db, settlement, row, notBefore: at, "withheld: a hold or a reload came first")
      try db.run("UPDATE reply SET attempts = attempts - 1 WHERE id = ?", settlement.row)
      try endAttempt(db, settlement, .withheld, nil)
    case .rejected(let why):
      if wasSending { try endAttempt(db, settlement, .rejected, why) }
      try reject(db, settlement, row, why)
    case .unprovable(let why):
      if wasSending { try endAttempt(db, settlement, .unknown, why) }
      try reject(db, settlement, row, "unknown: \(why)")
    case .unknown(let askAt, let why):
      try db.run(
        """
        UPDATE reply SET state = 'unknown', notBefore = ?, asked = asked + ?, detail = ?,
          fence = fence + 1
        WHERE id = ?
        """, askAt.milliseconds, wasSending ? 0 : 1, why, settlement.row)
      if wasSending {
        try endAttempt(db, settlement, .unknown, why)
        try db.event(row.message, "reply unknown", why, at: at)
      }
    }
    try NativeAnswers.resolve(db, message: row.message, at: at)
  }

  /// The reply that a settlement ends.
  private struct Underway {
    var message: Int64
    var cycle: Int
    var kind: String
    var connector: String
    var conversation: Int64
    var isApproved: Bool
    var state: String

    init(_ columns: Columns) {
      message = columns.int(0)
      cycle = columns.number(1)
      kind = columns.text(2)
      connector = columns.text(3)
      conversation = columns.int(4)
      isApproved = columns.bool(5)
      state = columns.text(6)
    }
  }

  private static func posted(
    _ db: Database, _ settlement: Settlement, _ row: Underway, _ receipt: Receipt
  ) throws {
    let at = settlement.at.milliseconds
    try db.run(
      """
      UPDATE reply SET state = 'posted', remote = ?, url = ?, postedAt = ?, detail = NULL,
        fence = fence + 1
      WHERE id = ?
      """, receipt.remote, receipt.url, at, settlement.row)
    try endAttempt(db, settlement, .posted, receipt.remote)
    if !row.isApproved {
      try db.run(
        "UPDATE conversation SET turns = turns + 1, lastAutomatedAt = ? WHERE id = ?", at,
        row.conversation)
    }
    try db.event(row.message, "posted", "\(row.kind) as \(receipt.remote)", at: at)
    try Outcomes.replied(db, message: row.message, at: at)
    let isHuman = row.kind == Reply.Kind.human.rawValue
    if row.kind == Reply.Kind.holdingStatement.rawValue {
      // What is kept back behind it still has its own clocks.
      try Deadlines.meet(db, row.message, row.cycle, .acknowledge, at: at)
    } else {
      try Deadlines.replied(
        db, row.message, row.cycle,
        withAnswer: isHuman || row.kind == Reply.Kind.answer.rawValue, at: at)
    }
    if isHuman {
      let by = try db.first("SELECT approvedBy FROM reply WHERE id = ?", settlement.row) {
        $0.text(0)
      }
      try HumanReplies.posted(db, message: row.message, by: by ?? "a person", at: settlement.at)
    }
    try Closings.closeIfSettled(db, row.message, otherwise: "", at: at)
  }

  /// Back into the queue, or to the held ones while a hold is on.
  private static func rest(
    _ db: Database, _ settlement: Settlement, _ row: Underway, notBefore: Int64, _ why: String
  ) throws {
    let isCurrent = try db.exists(
      "SELECT 1 FROM message WHERE id = ? AND cycle = ? AND deletedAt IS NULL", row.message,
      row.cycle)
    guard isCurrent else { return try superseded(db, settlement, row) }
    try db.run(
      """
      UPDATE reply SET state = 'queued', notBefore = ?, asked = 0, detail = ?, fence = fence + 1
      WHERE id = ?
      """, notBefore, why, settlement.row)
    try Holds.apply(db, reply: settlement.row, at: settlement.at.milliseconds)
  }

  /// The parent was edited or deleted while the post was under way.
  private static func superseded(_ db: Database, _ settlement: Settlement, _ row: Underway) throws {
    try db.run(
      "UPDATE reply SET state = 'superseded', fence = fence + 1 WHERE id = ?", settlement.row)
    if row.kind == Reply.Kind.human.rawValue {
      try HumanReplies.failed(
        db, message: row.message, "its message changed", at: settlement.at.milliseconds)
    }
    try Closings.closeIfSettled(
      db, row.message, otherwise: "its message changed", at: settlement.at.milliseconds)
  }

  private static func reject(
    _ db: Database, _ settlement: Settlement, _ row: Underway, _ why: String
  ) throws {
    let at = settlement.at.milliseconds
    try db.run(
      "UPDATE reply SET state = 'rejected', detail = ?, fence = fence + 1 WHERE id = ?", why,
      settlement.row)
    try db.event(row.message, "reply rejected", why, at: at)
    if row.kind == Reply.Kind.human.rawValue {
      return try HumanReplies.failed(db, message: row.message, why, at: at)
    }
    if var plan = settlement.handoff {
      plan.reason = why
      try Handoffs.open(db, message: row.message, cycle: row.cycle, plan, at: at)
    }
    try Closings.closeIfSettled(db, row.message, otherwise: why, at: at)
  }

  /// What the attempt itself ended with stays (unknown, crashed), also when asking finds the reply.
  private static func endAttempt(
    _ db: Database, _ settlement: Settlement, _ outcome: AttemptOutcome, _ detail: String?
  ) throws {
    try db.run(
      """
      UPDATE attempt SET endedAt = coalesce(endedAt, ?), outcome = coalesce(outcome, ?), detail = ?
      WHERE id = (SELECT max(id) FROM attempt WHERE reply = ?)
      """, settlement.at.milliseconds, outcome.rawValue, detail, settlement.row)
  }
}
