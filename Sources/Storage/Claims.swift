import Engine
import Foundation
import GRDB
import PluginKit

/// Ready messages on their way to the worker, with bursts coalesced and history attached.
enum Claims {
  /// Messages of one burst that are read together; what is more waits for the next cycle.
  static let maxBurst = 20
  static let historyLength = 10

  /// A message that may be claimed.
  private struct Ready {
    var row: Int64
    var conversation: Int64
    var crashes: Int
  }

  static func claim(_ db: Database, limit: Int, now: Date) throws -> [Claimed] {
    let ready = try db.all(
      """
      SELECT id, conversation, crashes FROM message
      WHERE state = 'stored' AND readyAt <= ? ORDER BY readyAt, id LIMIT ?
      """, now.milliseconds, limit
    ) { Ready(row: $0.int(0), conversation: $0.int(1), crashes: $0.number(2)) }
    guard let first = ready.first else { return [] }
    // A message that was there for a crash runs alone, so that a batch cannot hide its poison.
    let batch = first.crashes > 0 ? [first] : Array(ready.prefix { $0.crashes == 0 })
    var claimed: [Claimed] = []
    var conversations: Set<Int64> = []
    for each in batch where conversations.insert(each.conversation).inserted {
      claimed.append(try claim(db, each, now: now))
    }
    return claimed
  }

  /// One of a burst.
  private struct Member {
    var stored: StoredMessage
    var fence: Int64
    var cycle: Int
    var crashes: Int
    var receivedAt: Date

    static let sql = """
      SELECT \(StoredMessage.columns), m.fence, m.cycle, m.crashes, m.receivedAt
      FROM \(StoredMessage.tables)
      """
    static let alone = sql + " WHERE m.id = ?"
    static let burst =
      sql + """
         WHERE m.conversation = ? AND m.state = 'stored' AND m.crashes = 0
        ORDER BY m.createdAt, m.id LIMIT ?
        """

    init(_ columns: Columns) {
      let own = StoredMessage.width
      stored = StoredMessage(columns)
      fence = columns.int(own)
      cycle = columns.number(own + 1)
      crashes = columns.number(own + 2)
      receivedAt = columns.date(own + 3)
    }
  }

  /// The newest message of the burst carries the texts of all.
  private static func claim(_ db: Database, _ ready: Ready, now: Date) throws -> Claimed {
    let isAlone = ready.crashes > 0
    let burst =
      try isAlone
      ? db.all(Member.alone, ready.row, read: Member.init)
      : db.all(Member.burst, ready.conversation, maxBurst, read: Member.init)
    guard let carrier = burst.last else { throw DatabaseError(message: "a ready message is gone") }
    let row = carrier.stored.row
    for earlier in burst.dropLast() {
      try Closings.coalesce(db, earlier.stored.row, into: row, at: now.milliseconds)
    }
    try db.run("UPDATE message SET state = 'evaluating', fence = fence + 1 WHERE id = ?", row)
    let isFirst = burst.count == 1 && carrier.cycle == 1 && !isAlone
    return Claimed(
      row: row, fence: carrier.fence + 1, cycle: carrier.cycle,
      message: isFirst ? carrier.stored.message : try carrier.stored.withBurst(db),
      receivedAt: carrier.receivedAt, conversation: try carrier.stored.facts(db, now: now),
      history: try history(db, carrier.stored, now: now), crashes: carrier.crashes,
      taken: burst.count,
      timesAsked: try Contacts.timesAsked(
        db, author: carrier.stored.author, at: now.milliseconds))
  }

  private static func history(_ db: Database, _ stored: StoredMessage, now: Date) throws -> History
  {
    let entries = try entries(db, stored, limit: historyLength)
    let monthAgo = now.milliseconds - 30 * 86_400_000
    let replies = try db.all(
      """
      SELECT 1, text, postedAt, template FROM reply
      WHERE author = ? AND postedAt > ? ORDER BY postedAt DESC LIMIT ?
      """, stored.author, monthAgo, historyLength, read: entry)
    // A person noted it when they gave the conversation back: it has an earlier message.
    let summary =
      try stored.messages == 1
      ? nil
      : db.first(
        "SELECT summary FROM conversation WHERE id = ? AND summary IS NOT NULL",
        stored.conversation
      ) { $0.text(0) }
    return History(entries: entries, repliesToAuthor: replies.reversed(), summary: summary)
  }

  /// What was said in its conversation before a message, the last `limit` utterances, oldest first.
  static func entries(_ db: Database, _ stored: StoredMessage, limit: Int) throws
    -> [History.Entry]
  {
    guard stored.messages > 1 || stored.turns > 0 else { return [] }
    return try db.all(
      """
      SELECT * FROM (
        SELECT 0 AS ours, text, createdAt AS at, NULL AS template FROM message
          WHERE conversation = ?1 AND id < ?2
        UNION ALL SELECT 1, text, postedAt, template FROM reply
          WHERE conversation = ?1 AND postedAt IS NOT NULL AND message <> ?2
        ORDER BY at DESC LIMIT ?3) ORDER BY at
      """, stored.conversation, stored.row, limit, read: entry)
  }

  private static func entry(_ columns: Columns) -> History.Entry {
    History.Entry(
      isOurs: columns.bool(0), text: columns.text(1), at: columns.date(2),
      template: columns.optional(columns.text, 3))
  }
}
