import Engine
import Foundation
import GRDB

/// What people wrote at the brand's account on the platform itself, beside replyd.
enum NativeAnswers {
  static func ours(
    _ db: Database, connector: String, among remotes: [String]
  ) throws -> Set<String> {
    try Set(
      remotes.filter { remote in
        try db.exists(
          "SELECT 1 FROM reply WHERE connector = ? AND remote = ? LIMIT 1", connector, remote)
      })
  }

  /// A person answered: nothing of ours goes out to this message any more, whoever was asked to
  /// answer need not, and what the customer writes next is theirs too.
  ///
  /// - Parameter row: the `message` and `cycle` of `reply`, which was about to go.
  static func settle(
    _ db: Database, reply: Int64, of row: Row, by posts: [String], at: Int64
  ) throws {
    let message: Int64 = row["message"]
    let cycle: Int = row["cycle"]
    let detail = "by a person on the platform (\(posts.prefix(3).joined(separator: ", ")))"
    try db.run("UPDATE reply SET detail = ? WHERE id = ?", "answered \(detail)", reply)
    try Outbox.supersedeUnsent(db, message: message, reason: "answered \(detail)", at: at)
    try db.event(message, "answered natively", detail, at: at)
    if let handoff = try db.integer(
      """
      SELECT id FROM handoff WHERE message = ? AND cycle = ?
        AND state IN ('open', 'notified', 'taken')
      """, message, cycle)
    {
      _ = try Handoffs.close(db, handoff, as: .answered, by: "a person on the platform", at: at)
    }
    try db.run(
      """
      UPDATE conversation SET owner = 'human'
      WHERE id = (SELECT conversation FROM message WHERE id = ?)
      """, message)
    try Deadlines.meet(db, message, cycle, .acknowledge, at: at)
    try Deadlines.meet(db, message, cycle, .human, at: at)
    try Deadlines.void(db, message, cycle, [.stale, .draft], at: at)
    // A handoff that was closed above has closed the message with it.
    if try db.exists("SELECT 1 FROM message WHERE id = ? AND state = 'decided'", message),
      try !db.exists(
        "SELECT 1 FROM reply WHERE message = ? AND state IN ('sending', 'unknown')", message)
    {
      try Closings.close(db, message, .answered, detail, at: at)
    }
  }
}
