import Engine
import Foundation
import GRDB
import PluginKit

/// A message with its author and conversation, as several queries read it.
struct StoredMessage {
  var row: Int64
  var conversation: Int64
  var author: Int64
  var message: Message
  var isOwnedByHuman: Bool
  /// Automatic replies in the conversation, and all its messages.
  var turns: Int
  var messages: Int
  var lastAutomatedAt: Date?

  /// What a query selects first, from `tables`; its own columns start at `width`.
  static let columns = """
    m.id, m.conversation, m.author, c.owner = 'human', c.turns, c.messages, c.lastAutomatedAt,
    m.connector, m.remote, m.platform, a.remote, a.handle, a.name, a.bot, a.followers, m.text,
    m.createdAt, m.editedAt, m.thread, m.inReplyTo, m.language, m.rating, m.visibility, m.url,
    m.warning, m.automated, m.media, m.addressed, m.rules
    """
  static let tables = """
    message m JOIN author a ON a.id = m.author JOIN conversation c ON c.id = m.conversation
    """
  static let width: Int32 = 29

  init(_ columns: Columns) {
    row = columns.int(0)
    conversation = columns.int(1)
    author = columns.int(2)
    isOwnedByHuman = columns.bool(3)
    turns = columns.number(4)
    messages = columns.number(5)
    lastAutomatedAt = columns.optional(columns.date, 6)
    message = Message(
      id: .init(connector: columns.text(7), remote: columns.text(8)), platform: columns.text(9),
      author: Author(
        id: columns.text(10), handle: columns.text(11), name: columns.text(12),
        isBot: columns.bool(13), followers: columns.optional(columns.number, 14)),
      text: columns.text(15), createdAt: columns.date(16),
      editedAt: columns.optional(columns.date, 17),
      conversation: columns.optional(columns.text, 18),
      inReplyTo: columns.optional(columns.text, 19), language: columns.optional(columns.text, 20),
      rating: columns.optional(columns.number, 21),
      visibility: Visibility(rawValue: columns.number(22)) ?? .direct,
      url: columns.optional(columns.text, 23), contentWarning: columns.optional(columns.text, 24),
      isAutomated: columns.bool(25), media: Media.read(columns, 26),
      isAddressed: columns.optional(columns.bool, 27), rules: MessageRules.read(columns, 28))
  }

  /// What the policy has to know, with the author's replies counted at `now`.
  func facts(_ db: Database, now: Date) throws -> ConversationFacts {
    let replies =
      try db.integer(
        """
        SELECT count(*) FROM reply WHERE author = ? AND postedAt > ? AND approvedBy IS NULL
        """, author, now.milliseconds - 3_600_000) ?? 0
    return ConversationFacts(
      row: conversation, isOwnedByHuman: isOwnedByHuman, automatedTurns: turns,
      lastAutomatedAt: lastAutomatedAt, repliesToAuthorLastHour: Int(replies))
  }

  /// The message with the texts of those coalesced into it, in this claim or, before a crash or an
  /// edit, in an earlier one. The clocks are those of the first, the visibility is the narrowest,
  /// and every one's rules bind.
  func withBurst(_ db: Database) throws -> Message {
    var message = message
    let earlier = try db.all(
      """
      SELECT text, createdAt, visibility, addressed, rules FROM message
      WHERE conversation = ? AND coalescedInto = ? AND deletedAt IS NULL ORDER BY createdAt, id
      """, conversation, row
    ) { columns in
      var part = message
      part.text = columns.text(0)
      part.createdAt = columns.date(1)
      part.visibility = Visibility(rawValue: columns.number(2)) ?? .direct
      part.isAddressed = columns.optional(columns.bool, 3)
      part.rules = MessageRules.read(columns, 4)
      return part
    }
    guard let first = earlier.first else { return message }
    message.text = (earlier.map(\.text) + [message.text]).joined(separator: "\n")
    message.createdAt = min(first.createdAt, message.createdAt)
    for part in earlier {
      message.visibility = max(part.visibility, message.visibility)
      if message.isAddressed == false { message.isAddressed = part.isAddressed }
      message.rules += part.rules.filter { !message.rules.contains($0) }
    }
    return message
  }
}
