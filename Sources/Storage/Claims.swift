import Engine
import Foundation
import GRDB
import PluginKit

/// Ready messages on their way to the worker, with bursts coalesced and history attached.
enum Claims {
  /// Messages of one burst that are read together; what is more waits for the next cycle.
  static let maxBurst = 20
  static let historyLength = 10

  static func claim(_ db: Database, limit: Int, now: Date) throws -> [Claimed] {
    let ready = try db.rows(
      """
      SELECT id, conversation, crashes FROM message
      WHERE state = 'stored' AND readyAt <= ? ORDER BY readyAt, id LIMIT ?
      """, now.milliseconds, limit)
    guard let first = ready.first else { return [] }
    // A message that was there for a crash runs alone, so that a batch cannot hide its poison.
    let batch =
      (first["crashes"] as Int) > 0
      ? [first] : Array(ready.prefix { ($0["crashes"] as Int) == 0 })
    var claimed: [Claimed] = []
    var conversations: Set<Int64> = []
    for row in batch where conversations.insert(row["conversation"]).inserted {
      claimed.append(try claim(db, row: row, now: now))
    }
    return claimed
  }

  /// The newest message of the burst carries the texts of all.
  private static func claim(_ db: Database, row: Row, now: Date) throws -> Claimed {
    let alone = (row["crashes"] as Int) > 0
    let burst =
      try alone
      ? db.rows(messageSQL + " WHERE m.id = ?", row["id"] as Int64)
      : db.rows(
        messageSQL
          + """
           WHERE m.conversation = ? AND m.state = 'stored' AND m.crashes = 0
          ORDER BY m.createdAt, m.id LIMIT ?
          """, row["conversation"] as Int64, maxBurst)
    guard let carrier = burst.last else { throw DatabaseError(message: "a ready message is gone") }
    let id: Int64 = carrier["id"]
    for earlier in burst.dropLast() {
      try Closings.coalesce(db, earlier["id"], into: id, at: now.milliseconds)
    }
    try db.run("UPDATE message SET state = 'evaluating', fence = fence + 1 WHERE id = ?", id)
    let isFirst = burst.count == 1 && (carrier["cycle"] as Int) == 1 && !alone
    return Claimed(
      row: id, fence: (carrier["fence"] as Int64) + 1, cycle: carrier["cycle"],
      message: isFirst ? message(carrier) : try withBurst(db, carrier),
      receivedAt: carrier.date("receivedAt") ?? now,
      conversation: try facts(db, carrier, now: now), history: try history(db, carrier, now: now),
      crashes: carrier["crashes"], taken: burst.count)
  }

  /// A message with the texts of those coalesced into it, in this claim or, before a crash or an
  /// edit, in an earlier one. The clocks are those of the first, the visibility is the narrowest.
  static func withBurst(_ db: Database, _ carrier: Row) throws -> Message {
    var message = Self.message(carrier)
    let earlier = try db.rows(
      """
      SELECT text, createdAt, visibility FROM message
      WHERE conversation = ? AND coalescedInto = ? AND deletedAt IS NULL ORDER BY createdAt, id
      """, carrier["conversation"] as Int64, carrier["id"] as Int64)
    guard let first = earlier.first else { return message }
    let texts = earlier.map { $0["text"] as String } + [message.text]
    message.text = texts.joined(separator: "\n")
    message.createdAt = min(first.date("createdAt") ?? message.createdAt, message.createdAt)
    let widths = earlier.compactMap { Visibility(rawValue: $0["visibility"]) }
    message.visibility = max(widths.max() ?? message.visibility, message.visibility)
    return message
  }

  /// A message with its author and conversation: what `message(_:)` and `facts` read.
  static let messageSQL = """
    SELECT m.*, a.remote AS authorRemote, a.handle, a.name, a.bot, a.followers, c.owner, c.turns,
      c.lastAutomatedAt, c.messages
    FROM message m JOIN author a ON a.id = m.author JOIN conversation c ON c.id = m.conversation
    """

  static func message(_ row: Row) -> Message {
    Message(
      id: .init(connector: row["connector"], remote: row["remote"]), platform: row["platform"],
      author: Author(
        id: row["authorRemote"], handle: row["handle"], name: row["name"], isBot: row["bot"],
        followers: row["followers"]),
      text: row["text"], createdAt: row.date("createdAt") ?? .distantPast,
      editedAt: row.date("editedAt"), conversation: row["thread"], inReplyTo: row["inReplyTo"],
      language: row["language"], rating: row["rating"],
      visibility: Visibility(rawValue: row["visibility"]) ?? .direct, url: row["url"],
      contentWarning: row["warning"], isAutomated: row["automated"])
  }

  static func facts(_ db: Database, _ row: Row, now: Date) throws -> ConversationFacts {
    let hourAgo = now.milliseconds - 3_600_000
    let replies =
      try db.integer(
        """
        SELECT count(*) FROM reply WHERE author = ? AND postedAt > ? AND approvedBy IS NULL
        """, row["author"] as Int64, hourAgo) ?? 0
    return ConversationFacts(
      row: row["conversation"], isOwnedByHuman: (row["owner"] as String) == "human",
      automatedTurns: row["turns"], lastAutomatedAt: row.date("lastAutomatedAt"),
      repliesToAuthorLastHour: Int(replies))
  }

  private static func history(_ db: Database, _ row: Row, now: Date) throws -> History {
    let conversation: Int64 = row["conversation"]
    var entries: [History.Entry] = []
    if (row["messages"] as Int) > 1 || (row["turns"] as Int) > 0 {
      entries = try db.rows(
        """
        SELECT * FROM (
          SELECT 0 AS ours, text, createdAt AS at, NULL AS template FROM message
            WHERE conversation = ?1 AND id < ?2
          UNION ALL SELECT 1, text, postedAt, template FROM reply
            WHERE conversation = ?1 AND postedAt IS NOT NULL
          ORDER BY at DESC LIMIT ?3) ORDER BY at
        """, conversation, row["id"] as Int64, historyLength
      ).map(Self.entry)
    }
    let monthAgo = now.milliseconds - 30 * 86_400_000
    let replies = try db.rows(
      """
      SELECT 1 AS ours, text, postedAt AS at, template FROM reply
      WHERE author = ? AND postedAt > ? ORDER BY postedAt DESC LIMIT ?
      """, row["author"] as Int64, monthAgo, historyLength)
    return History(entries: entries, repliesToAuthor: replies.reversed().map(Self.entry))
  }

  private static func entry(_ row: Row) -> History.Entry {
    History.Entry(
      isOurs: row["ours"], text: row["text"], at: row.date("at") ?? .distantPast,
      template: row["template"])
  }
}
