import Engine
import Foundation
import GRDB
import PluginKit

/// What people say to customers through replyd: the same outbox, approved by being theirs.
enum HumanReplies {
  /// nil where somebody else has the handoff, or nobody any more.
  static func queue(_ db: Database, _ reply: HumanReply, storeID: String) throws -> HandoffRow? {
    let taking = reply.taking
    let at = taking.at.milliseconds
    guard let found = try Handoffs.one(db, taking.handoff) else { return nil }
    let isTheirs = found.state == .taken && found.takenBy == taking.by
    guard try isTheirs || Taking.take(db, taking) != nil else { return nil }
    // Written again by somebody who got no answer.
    let isKnown = try db.exists(
      """
      SELECT 1 FROM reply WHERE message = ? AND kind = 'human' AND text = ?
        AND state IN ('queued', 'held', 'sending', 'unknown', 'posted') LIMIT 1
      """, found.message, reply.text)
    if isKnown { return found }
    let number =
      try db.integer(
        "SELECT count(*) + 1 FROM reply WHERE message = ? AND kind = 'human'", found.message) ?? 1
    try db.run(
      """
      INSERT INTO reply(message, cycle, kind, number, connector, conversation, author, key, text,
        language, visibility, state, urgency, notBefore, deadline, staleAt, approvedBy, config)
      SELECT id, cycle, 'human', ?1, connector, conversation, author,
        'replyd-' || ?2 || '-' || id || '-' || cycle || '-human' || ?1, ?3, ?4, visibility,
        'queued', ?5, ?11, ?6, ?7, ?8, ?9 FROM message WHERE id = ?10
      """, number, storeID, reply.text, reply.language, found.urgency.rawValue, at,
      reply.staleAt.milliseconds, taking.by, reply.config, found.message,
      reply.notBefore.milliseconds)
    try Holds.apply(db, reply: db.lastInsertedRowID, at: at)
    try db.run("UPDATE handoff SET activeAt = ? WHERE id = ?", at, found.id)
    try db.event(found.message, "reply written", "by \(taking.by)", at: at)
    return try Handoffs.one(db, found.id)
  }

  /// Its event.
  static let takenBack = "reply taken back"

  /// As long as no attempt has begun: of the two, one guarded update wins. The handoff stays whose
  /// it is.
  static func undo(
    _ db: Database, _ reply: Int64, by: String, at: Int64
  ) throws -> TimelineReply? {
    let isBack =
      try db.run(
        """
        UPDATE reply SET state = 'superseded', detail = 'taken back by ' || ?1, fence = fence + 1
        WHERE id = ?2 AND state = 'queued' AND kind = 'human' AND approvedBy = ?1 AND attempts = 0
          AND NOT EXISTS (SELECT 1 FROM attempt t WHERE t.reply = ?2)
        """, by, reply) == 1
    guard isBack, let message = try db.integer("SELECT message FROM reply WHERE id = ?", reply)
    else { return nil }
    try db.run(
      "UPDATE handoff SET activeAt = ? WHERE message = ? AND state = 'taken'", at, message)
    try db.event(message, takenBack, "by \(by)", at: at)
    return try DeskConversation.reply(db, reply, now: at)
  }

  /// It is out: the handoff is answered.
  static func posted(_ db: Database, message: Int64, by: String, at: Date) throws {
    guard let handoff = try waiting(db, message) else { return }
    _ = try Taking.close(db, HandoffClosing(handoff: handoff, as: .answered, by: by, at: at))
  }

  /// It will not go out: whoever wrote it has to know.
  static func failed(_ db: Database, message: Int64, _ why: String, at: Int64) throws {
    guard let handoff = try waiting(db, message) else { return }
    try db.run(
      "UPDATE handoff SET note = ? WHERE id = ?", "the reply was not sent: \(why)", handoff)
    let told = try db.all(
      """
      SELECT DISTINCT notifier, person FROM notification
      WHERE handoff = ? AND state = 'sent' AND occasion NOT IN ('taken', 'ended')
      """, handoff
    ) { Recipient(notifier: $0.text(0), person: $0.optional($0.text, 1)) }
    try Notifications.tell(db, handoff, told, .failed, at: at)
  }

  private static func waiting(_ db: Database, _ message: Int64) throws -> Int64? {
    try db.integer(
      """
      SELECT max(id) FROM handoff WHERE message = ? AND state IN ('open', 'notified', 'taken')
      """, message)
  }
}
