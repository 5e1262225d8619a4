import Engine
import Foundation
import GRDB
import PluginKit

/// What customers did after our reply, or without one: looked at three times, each look a row with
/// its time, so that downtime loses none.
enum Outcomes {
  /// After the reply, or where there is none after the decision: 1 h, 24 h, 7 days.
  static let steps: [Int64] = [3_600_000, 86_400_000, 7 * 86_400_000]

  static func begin(_ db: Database, message: Int64, cycle: Int, since: Int64) throws {
    try db.run(
      """
      INSERT INTO outcome(message, cycle, step, since, at, treated) VALUES(?1, ?2, 1, ?3, ?4, 0)
      ON CONFLICT(message, step) DO NOTHING
      """, message, cycle, since, since + steps[0])
  }

  /// The platform did not say: it is asked again after this.
  private static let pause: Int64 = 600_000

  /// From now on it is what a reply led to; what was seen before stays what silence led to.
  static func replied(_ db: Database, message: Int64, at: Int64) throws {
    try db.run(
      """
      UPDATE outcome SET since = ?1, treated = 1,
        at = ?1 + CASE step WHEN 1 THEN ?2 WHEN 2 THEN ?3 ELSE ?4 END
      WHERE message = ?5 AND treated = 0 AND checkedAt IS NULL
      """, at, steps[0], steps[1], steps[2], message)
  }

  static func due(_ db: Database, limit: Int, now: Int64) throws -> [DueOutcome] {
    try db.all(
      """
      SELECT \(StoredMessage.columns), o.id, o.step, o.since, m.deletedAt IS NOT NULL
      FROM outcome o CROSS JOIN \(StoredMessage.tables)
      WHERE m.id = o.message AND o.checkedAt IS NULL AND o.at <= ? ORDER BY o.at LIMIT ?
      """, now, limit
    ) {
      let own = StoredMessage.width
      return DueOutcome(
        row: $0.int(own), step: $0.number(own + 1),
        at: Date(milliseconds: $0.int(own + 2) + steps[$0.number(own + 1) - 1]),
        message: StoredMessage($0).message, isDeleted: $0.bool(own + 3))
    }
  }

  /// Takes back looks that are still to come, the first ones first; returns how many.
  static func drop(_ db: Database, limit: Int) throws -> Int {
    try db.run(
      """
      DELETE FROM outcome WHERE id IN (
        SELECT id FROM outcome WHERE checkedAt IS NULL ORDER BY at LIMIT ?)
      """, limit)
  }

  static func settle(_ db: Database, _ seen: SeenOutcome) throws {
    let at = seen.at.milliseconds
    if seen.state == .later {
      try db.run(
        "UPDATE outcome SET at = ? WHERE id = ? AND checkedAt IS NULL", at + pause, seen.row)
      return
    }
    guard
      let found = try db.first(
        """
        SELECT o.message, o.cycle, o.step, o.since, o.treated, m.conversation, m.author,
          m.editedAt, m.deletedAt IS NOT NULL, m.connector, m.remote
        FROM outcome o JOIN message m ON m.id = o.message WHERE o.id = ? AND o.checkedAt IS NULL
        """, seen.row, read: Row.init)
    else { return }
    let result = try result(db, found, seen)
    try db.run(
      "UPDATE outcome SET checkedAt = ?, result = ? WHERE id = ?", at, result.rawValue, seen.row)
    if result == .deleted, !found.isDeleted {
      _ = try Inbox.delete(
        db, .init(connector: found.connector, remote: found.remote), at: seen.at)
    }
    guard result != .deleted, found.step < steps.count else { return }
    try db.run(
      """
      INSERT INTO outcome(message, cycle, step, since, at, treated) VALUES(?, ?, ?, ?, ?, ?)
      ON CONFLICT(message, step) DO NOTHING
      """, found.message, found.cycle, found.step + 1, found.since,
      found.since + steps[found.step], found.treated)
  }

  private struct Row {
    var message: Int64, cycle: Int, step: Int, since: Int64, treated: Bool, conversation: Int64
    var author: Int64, editedAt: Int64?, isDeleted: Bool, connector: String, remote: String

    init(_ columns: Columns) {
      message = columns.int(0)
      cycle = columns.number(1)
      step = columns.number(2)
      since = columns.int(3)
      treated = columns.bool(4)
      conversation = columns.int(5)
      author = columns.int(6)
      editedAt = columns.optional(columns.int, 7)
      isDeleted = columns.bool(8)
      connector = columns.text(9)
      remote = columns.text(10)
    }
  }

  /// What they wrote says more than that they edited.
  private static func result(_ db: Database, _ found: Row, _ seen: SeenOutcome) throws
    -> SeenOutcome.Result
  {
    if found.isDeleted || seen.state == .deleted { return .deleted }
    let later = try db.first(
      """
      SELECT json_extract(d.record, '$.findings.intent.label'),
        json_extract(d.record, '$.findings.sentiment.label')
      FROM message m LEFT JOIN decision d ON d.message = m.id AND d.cycle = m.cycle
      WHERE m.conversation = ? AND m.author = ? AND m.createdAt > ? AND m.id <> ?
        AND m.coalescedInto IS NULL ORDER BY m.id DESC LIMIT 1
      """, found.conversation, found.author, found.since, found.message
    ) { ($0.text(0), $0.text(1)) }
    if let (intent, sentiment) = later {
      if intent == "praise" || (intent != "complaint" && sentiment == "positive") {
        return .thanked
      }
      return intent == "complaint" || sentiment == "negative" ? .complainedAgain : .wroteAgain
    }
    if seen.state == .ratingChanged { return .ratingChanged }
    if seen.state == .edited || found.editedAt.map({ $0 > found.since }) == true { return .edited }
    return seen.state == .unknown ? .unknown : .silent
  }
}
