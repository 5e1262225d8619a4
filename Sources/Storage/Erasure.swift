import Engine
import Foundation
import GRDB
import PluginKit

/// Removes messages and authors with every row that belongs to them, and leaves tombstones.
struct Erasure {
  private let db: Database
  private let tombstones: Tombstones
  /// Rows by table.
  private(set) var removed: [String: Int] = [:]

  init(_ db: Database) throws {
    self.db = db
    tombstones = try Tombstones(db)
  }

  /// Each with the message's number as its only parameter, what others point to last.
  private static let tables: [(name: String, sql: String)] = [
    (
      "notification",
      "DELETE FROM notification WHERE handoff IN (SELECT id FROM handoff WHERE message = ?)"
    ),
    ("handoff", "DELETE FROM handoff WHERE message = ?"),
    ("outcome", "DELETE FROM outcome WHERE message = ?"),
    ("correction", "DELETE FROM correction WHERE message = ?"),
    ("ownPost", "DELETE FROM ownPost WHERE parent = CAST(? AS TEXT)"),
    ("attempt", "DELETE FROM attempt WHERE reply IN (SELECT id FROM reply WHERE message = ?)"),
    ("reply", "DELETE FROM reply WHERE message = ?"),
    ("decision", "DELETE FROM decision WHERE message = ?"),
    ("deadline", "DELETE FROM deadline WHERE message = ?"),
    ("event", "DELETE FROM event WHERE message = ?"),
    ("message", "DELETE FROM message WHERE id = ?"),
  ]

  mutating func message(_ row: Int64) throws {
    guard
      let id = try db.first(
        "SELECT connector, remote FROM message WHERE id = ?", row,
        read: { (connector: $0.text(0), remote: $0.text(1)) })
    else { return }
    try Incidents.forget(db, message: row)
    for table in Self.tables { count(table.name, try db.run(table.sql, row)) }
    try tombstones.bury(message: id.remote, of: id.connector, db)
  }

  /// The author with every message, and what they write is a stranger's from now on.
  mutating func author(_ row: Int64, at: Int64) throws {
    guard
      let id = try db.first(
        "SELECT connector, remote FROM author WHERE id = ?", row,
        read: { (connector: $0.text(0), remote: $0.text(1)) })
    else { return }
    let conversations = try db.all("SELECT id FROM conversation WHERE author = ?", row) {
      $0.int(0)
    }
    for conversation in conversations {
      let messages = try db.all("SELECT id FROM message WHERE conversation = ?", conversation) {
        $0.int(0)
      }
      for each in messages { try message(each) }
      try self.conversation(conversation)
    }
    count("author", try db.run("DELETE FROM author WHERE id = ?", row))
    try tombstones.bury(author: id.remote, of: id.connector, until: at, db)
  }

  /// After some of its messages went: the conversation goes with its last message, unless it is on
  /// hold, and its author with the last conversation.
  mutating func shrink(conversation: Int64, by messages: Int) throws {
    try db.run(
      "UPDATE conversation SET messages = max(0, messages - ?) WHERE id = ?", messages,
      conversation)
    let isNeeded = try db.exists(
      """
      SELECT 1 FROM message WHERE conversation = ?1 UNION ALL
      SELECT 1 FROM hold WHERE scope = 'conversation' AND target = CAST(?1 AS TEXT)
        AND releasedAt IS NULL LIMIT 1
      """, conversation)
    guard !isNeeded,
      let author = try db.integer("SELECT author FROM conversation WHERE id = ?", conversation)
    else { return }
    try self.conversation(conversation)
    count(
      "author",
      try db.run(
        """
        DELETE FROM author WHERE id = ?1
          AND NOT EXISTS (SELECT 1 FROM conversation WHERE author = ?1)
        """, author))
  }

  private mutating func conversation(_ row: Int64) throws {
    count("note", try db.run("DELETE FROM note WHERE conversation = ?", row))
    count(
      "hold",
      try db.run("DELETE FROM hold WHERE scope = 'conversation' AND target = ?", String(row)))
    count("conversation", try db.run("DELETE FROM conversation WHERE id = ?", row))
  }

  private mutating func count(_ table: String, _ rows: Int) {
    if rows > 0 { removed[table, default: 0] += rows }
  }
}

extension Erasure {
  /// An author as operators name one: `connector/remote id`, `connector/@handle`, or either alone.
  static func forget(_ db: Database, _ name: String, at: Date) throws -> ForgetOutcome {
    let found = try authors(db, name)
    guard let author = found.first else { return .unknown }
    guard found.count == 1 else { return .ambiguous(found.map(\.name)) }
    var report = ForgetReport(author: author.name)
    report.underWay = Int(
      try db.integer(
        """
        SELECT count(*) FROM reply r JOIN conversation c ON c.id = r.conversation
        WHERE c.author = ? AND r.state IN ('sending', 'unknown') AND r.state = 'sending'
        """, author.row) ?? 0)
    report.backups = try db.all(
      """
      SELECT path, at FROM backup WHERE at >= coalesce((SELECT min(m.receivedAt)
        FROM conversation c JOIN message m ON m.conversation = c.id WHERE c.author = ?), 0)
      ORDER BY at
      """, author.row
    ) { BackupRecord(path: $0.text(0), at: $0.date(1), isThere: false) }
    var erasure = try Erasure(db)
    try erasure.author(author.row, at: at.milliseconds)
    try SearchedWords.removeDeleted(db)
    report.removed = erasure.removed
    return .forgotten(report)
  }

  private static func authors(_ db: Database, _ name: String) throws -> [(row: Int64, name: String)]
  {
    let slash = name.firstIndex(of: "/")
    let connector = slash.map { String(name[..<$0]) } ?? ""
    let rest = slash.map { String(name[name.index(after: $0)...]) } ?? ""
    return try db.all(
      """
      SELECT id, connector || '/' || remote FROM author
      WHERE remote = ?1 OR handle = ?1 OR handle = '@' || ?1
        OR (connector = ?2 AND (remote = ?3 OR handle = ?3 OR handle = '@' || ?3))
      ORDER BY id LIMIT 20
      """, name, connector, rest
    ) { ($0.int(0), $0.text(1)) }
  }

  /// One slice of the walk over old messages. A conversation with anything open stays whole.
  static func prune(_ db: Database, _ slice: PruneSlice) throws -> PruneResult {
    let before = slice.before.milliseconds
    let rows = try db.all(
      pruneSQL, slice.after, slice.limit, before
    ) { (row: $0.int(0), conversation: $0.int(1), receivedAt: $0.int(2), isOver: $0.bool(3)) }
    var result = PruneResult()
    var erasure = try Erasure(db)
    var shrunk: [Int64: Int] = [:]
    let old = rows.prefix { $0.receivedAt < before }
    for each in old where each.isOver {
      try erasure.message(each.row)
      shrunk[each.conversation, default: 0] += 1
    }
    for (conversation, count) in shrunk.sorted(by: { $0.key < $1.key }) {
      try erasure.shrink(conversation: conversation, by: count)
      try db.run("DELETE FROM note WHERE conversation = ? AND at < ?", conversation, before)
    }
    if !shrunk.isEmpty { try SearchedWords.removeSomeDeleted(db) }
    result.removed = erasure.removed["message"] ?? 0
    result.next = old.count == slice.limit ? old.last?.row : nil
    return result
  }

  private static let pruneSQL = """
    SELECT m.id, m.conversation, m.receivedAt, m.state = 'closed' AND m.closedAt < ?3
      AND NOT EXISTS (SELECT 1 FROM message o WHERE o.conversation = m.conversation
        AND (o.state <> 'closed' OR EXISTS (SELECT 1 FROM handoff h WHERE h.message = o.id
          AND h.state IN ('open', 'notified', 'taken'))))
    FROM message m WHERE m.id > ?1 ORDER BY m.id LIMIT ?2
    """
}
