import Engine
import Foundation
import GRDB
import PluginKit

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

  /// A post of the brand's account was polled. What this store posted is known by its receipt;
  /// while a reply to the same message is under way it may be that one, and is kept until then.
  static func see(_ db: Database, _ post: OwnPost, _ page: IntakePage) throws {
    let connector = page.connector
    guard try ours(db, connector: connector, among: [post.remote]).isEmpty,
      let message = try answered(db, connector, post.inReplyTo)
    else { return }
    try db.run(
      "INSERT OR IGNORE INTO ownPost(connector, remote, parent, at) VALUES(?, ?, ?, ?)", connector,
      post.remote, "\(message)", post.at.milliseconds)
    try resolve(db, message: message, at: page.receivedAt.milliseconds)
  }

  /// What is kept of own posts, once no reply to this message is under way any more.
  static func resolve(_ db: Database, message: Int64, at: Int64) throws {
    let posts = try db.all(
      """
      SELECT o.connector, o.remote FROM message m
      JOIN ownPost o ON o.connector = m.connector AND o.parent = CAST(m.id AS TEXT)
      WHERE m.id = ?
      """, message
    ) { ($0.text(0), $0.text(1)) }
    guard let connector = posts.first?.0,
      try !db.exists(
        "SELECT 1 FROM reply WHERE message = ? AND state IN ('sending', 'unknown')", message)
    else { return }
    let known = try ours(db, connector: connector, among: posts.map(\.1))
    try db.run(
      "DELETE FROM ownPost WHERE connector = ? AND parent = ?", connector, "\(message)")
    let theirs = posts.map(\.1).filter { !known.contains($0) }
    guard !theirs.isEmpty,
      let cycle = try db.integer("SELECT cycle FROM message WHERE id = ?", message)
    else { return }
    let isContradiction = try db.exists(
      "SELECT 1 FROM reply WHERE message = ? AND state IN ('draft', 'queued', 'held')", message)
    if isContradiction {
      try Corrections.add(
        db, message, .answeredInstead, by: "a person on the platform", at: at)
    }
    try settle(db, message: message, cycle: Int(cycle), by: theirs, at: at)
  }

  private static func answered(_ db: Database, _ connector: String, _ remote: String) throws
    -> Int64?
  {
    try db.integer("SELECT id FROM message WHERE connector = ? AND remote = ?", connector, remote)
      ?? db.integer(
        "SELECT message FROM reply WHERE connector = ? AND remote = ?", connector, remote)
  }

  /// A person answered: nothing of ours goes out to this message any more, whoever was asked to
  /// answer need not, and what the customer writes next is theirs too.
  ///
  /// - Parameter row: the `message` and `cycle` of `reply`, which was about to go.
  static func settle(
    _ db: Database, reply: Int64, of row: Row, by posts: [String], at: Int64
  ) throws {
    try db.run("UPDATE reply SET detail = ? WHERE id = ?", "answered \(detail(posts))", reply)
    try settle(db, message: row["message"], cycle: row["cycle"], by: posts, at: at)
  }

  private static func detail(_ posts: [String]) -> String {
    "by a person on the platform (\(posts.prefix(3).joined(separator: ", ")))"
  }

  private static func settle(
    _ db: Database, message: Int64, cycle: Int, by posts: [String], at: Int64
  ) throws {
    let detail = detail(posts)
    try Outbox.supersedeUnsent(db, message: message, reason: "answered \(detail)", at: at)
    try db.event(message, "answered natively", detail, at: at)
    try Outcomes.replied(db, message: message, at: at)
    if let handoff = try db.integer(
      """
      SELECT id FROM handoff WHERE message = ? AND cycle = ?
        AND state IN ('open', 'notified', 'taken')
      """, message, cycle)
    {
      _ = try Taking.close(
        db,
        HandoffClosing(
          handoff: handoff, as: .answered, by: "a person on the platform",
          at: Date(milliseconds: at)))
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
