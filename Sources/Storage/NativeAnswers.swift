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
      let message = try answered(db, connector, post)
    else { return }
    try db.run(
      "INSERT OR IGNORE INTO ownPost(connector, remote, parent, at) VALUES(?, ?, ?, ?)", connector,
      post.remote, "\(message)", post.at.milliseconds)
    try resolve(db, message: message, at: page.receivedAt.milliseconds)
  }

  /// What is kept of own posts, once no reply to this message is under way any more: the
  /// conversation is a person's at once, and the message is answered when it is decided.
  static func resolve(_ db: Database, message: Int64, at: Int64) throws {
    let posts = try db.all(
      """
      SELECT o.connector, o.remote, o.at FROM message m
      JOIN ownPost o ON o.connector = m.connector AND o.parent = CAST(m.id AS TEXT)
      WHERE m.id = ?
      """, message
    ) { (connector: $0.text(0), remote: $0.text(1), at: $0.int(2)) }
    guard let connector = posts.first?.connector,
      try !db.exists(
        "SELECT 1 FROM reply WHERE message = ? AND state IN ('sending', 'unknown')", message),
      let asked = try db.first(
        "SELECT cycle, coalesce(editedAt, 0), state IN ('stored', 'evaluating') FROM message "
          + "WHERE id = ?", message,
        read: { (cycle: $0.number(0), since: $0.int(1), isWaiting: $0.bool(2)) })
    else { return }
    let known = try ours(db, connector: connector, among: posts.map(\.remote))
    let doubtful = try doubtful(db, message)
    let theirs = posts.filter { !known.contains($0.remote) && $0.at >= doubtful }
    if !theirs.isEmpty {
      try own(db, message)
      if asked.isWaiting { return }
    }
    try db.run(
      "DELETE FROM ownPost WHERE connector = ? AND parent = ?", connector, "\(message)")
    // What was said before an edit is no answer to the new words.
    let answers = theirs.filter { $0.at >= asked.since }.map(\.remote)
    guard !answers.isEmpty else { return }
    let isContradiction = try db.exists(
      "SELECT 1 FROM reply WHERE message = ? AND state IN ('draft', 'queued', 'held')", message)
    if isContradiction {
      try Corrections.add(
        db, message, .answeredInstead, by: "a person on the platform", at: at)
    }
    try settle(db, message: message, cycle: asked.cycle, by: answers, at: at)
  }

  /// A burst: what was written after its last part answers that one too.
  static func move(_ db: Database, from part: Int64, to carrier: Int64) throws {
    try db.run(
      """
      UPDATE ownPost SET parent = ?1
      WHERE parent = ?2 AND at >= (SELECT createdAt FROM message WHERE id = ?3)
      """, "\(carrier)", "\(part)", carrier)
    try db.run("DELETE FROM ownPost WHERE parent = ?", "\(part)")
  }

  /// How long after an attempt began its post may appear, clocks that differ included.
  private static let appearsWithin: Int64 = 15 * 60_000

  /// A reply of ours that nobody could prove may be out: what was written until then may be that.
  private static func doubtful(_ db: Database, _ message: Int64) throws -> Int64 {
    let unproven = try db.integer(
      """
      SELECT max(a.startedAt) FROM reply r JOIN attempt a ON a.reply = r.id
      WHERE r.message = ? AND r.state = 'rejected' AND a.outcome IN ('unknown', 'crashed')
      """, message)
    return unproven.map { $0 + appearsWithin } ?? 0
  }

  private static func own(_ db: Database, _ message: Int64) throws {
    try db.run(
      """
      UPDATE conversation SET owner = 'human'
      WHERE id = (SELECT conversation FROM message WHERE id = ?)
      """, message)
  }

  /// The message that a post answers: for a part of a burst, the one that carries it.
  private static func answered(
    _ db: Database, _ connector: String, _ post: OwnPost
  ) throws -> Int64? {
    guard
      let message = try db.integer(
        "SELECT id FROM message WHERE connector = ? AND remote = ?", connector, post.inReplyTo)
        ?? db.integer(
          "SELECT message FROM reply WHERE connector = ? AND remote = ?", connector,
          post.inReplyTo)
    else { return nil }
    // What was said before the last part of a burst does not answer it.
    return try db.integer(
      """
      SELECT c.id FROM message m JOIN message c ON c.id = m.coalescedInto
      WHERE m.id = ? AND c.createdAt <= ?
      """, message, post.at.milliseconds) ?? message
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
    try own(db, message)
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
