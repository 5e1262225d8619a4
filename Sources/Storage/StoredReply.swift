import Engine
import Foundation
import PluginKit

/// A reply with the message it answers, as the dispatcher reads it.
struct StoredReply {
  var parent: StoredMessage
  var row: Int64
  var fence: Int64
  var reply: Reply
  var template: String?
  var attempts: Int
  /// How often the platform was asked for it.
  var asked: Int
  var deadline: Date
  var staleAt: Date
  var isApproved: Bool

  private static let columns = """
    \(StoredMessage.columns), r.id, r.fence, r.kind, r.key, r.text, r.language, r.visibility,
    r.template, r.attempts, r.asked, r.deadline, r.staleAt, r.approvedBy IS NOT NULL
    """
  private static let sql = "SELECT \(columns) FROM reply r CROSS JOIN \(StoredMessage.tables)"

  /// Of one connector, due, none from a conversation that has one under way or unknown.
  static let queued =
    sql + """
       WHERE m.id = r.message AND r.connector = ? AND r.state = 'queued' AND r.notBefore <= ?
        AND NOT EXISTS (SELECT 1 FROM reply f WHERE f.conversation = r.conversation
          AND f.state IN ('sending', 'unknown'))
      ORDER BY r.urgency DESC, r.deadline LIMIT ?
      """
  /// The same among the rows of a JSON array, in its order.
  static let chosen = """
    SELECT \(columns) FROM json_each(?) k CROSS JOIN reply r CROSS JOIN \(StoredMessage.tables)
    WHERE r.id = k.value AND m.id = r.message AND r.connector = ? AND r.state = 'queued'
      AND r.notBefore <= ? AND NOT EXISTS (SELECT 1 FROM reply f
        WHERE f.conversation = r.conversation AND f.state IN ('sending', 'unknown'))
    ORDER BY k.key LIMIT ?
    """
  static let unknown =
    sql + """
       WHERE m.id = r.message AND r.connector = ? AND r.state = 'unknown' AND r.notBefore <= ?
      ORDER BY r.notBefore LIMIT ?
      """

  static let draft = sql + " WHERE m.id = r.message AND r.id = ? AND r.state = 'draft'"

  init(_ columns: Columns) {
    let own = StoredMessage.width
    parent = StoredMessage(columns)
    row = columns.int(own)
    fence = columns.int(own + 1)
    reply = Reply(
      key: columns.text(own + 3), kind: Reply.Kind(rawValue: columns.text(own + 2)) ?? .answer,
      text: columns.text(own + 4), language: columns.optional(columns.text, own + 5),
      visibility: Visibility(rawValue: columns.number(own + 6)) ?? .direct,
      parent: parent.message)
    template = columns.optional(columns.text, own + 7)
    attempts = columns.number(own + 8)
    asked = columns.number(own + 9)
    deadline = columns.date(own + 10)
    staleAt = columns.date(own + 11)
    isApproved = columns.bool(own + 12)
  }
}
