import Engine
import Foundation
import GRDB
import PluginKit

/// Messages, authors, conversations, cursors.
enum Inbox {
  static func cursor(_ db: Database, of connector: String) throws -> PluginKit.Cursor? {
    try db.first("SELECT text FROM cursor WHERE connector = ?", connector) { .init($0.text(0)) }
  }

  static func intake(_ db: Database, _ page: IntakePage) throws -> IntakeResult {
    var result = IntakeResult()
    let tombstones = try Tombstones.ifAny(db)
    for message in page.messages.map(storable) {
      let (message, known) = try identified(db, message)
      if let known {
        switch change(message, of: known) {
        case .words:
          try edit(db, message, row: known.row, page)
          result.edited += 1
        case .form:
          // Remembered, so that the policy does not see the same edit again and again.
          try db.run(
            "UPDATE message SET text = ?, editedAt = ? WHERE id = ?", message.text,
            message.editedAt?.milliseconds, known.row)
          result.repeated += 1
        case .none: result.repeated += 1
        }
      } else if try tombstones?.cover(message, db) == true {
        result.repeated += 1
      } else {
        try insert(db, message, page)
        result.new += 1
      }
    }
    for remote in page.deleted {
      if try delete(db, .init(connector: page.connector, remote: remote), at: page.receivedAt) {
        result.deleted += 1
      }
    }
    if result.deleted > 0 { try SearchedWords.removeSomeDeleted(db) }
    for post in page.ownPosts { try NativeAnswers.see(db, post, page) }
    if let cursor = page.cursor {
      try db.run(
        """
        INSERT INTO cursor(connector, text, at) VALUES(?, ?, ?)
        ON CONFLICT(connector) DO UPDATE SET text = excluded.text, at = excluded.at
        """, page.connector, cursor.text, page.receivedAt.milliseconds)
    }
    return result
  }

  /// The message is gone from its platform: what was not sent is not sent any more.
  static func delete(_ db: Database, _ id: Message.ID, at: Date) throws -> Bool {
    let now = at.milliseconds
    guard
      let row = try db.integer(
        "SELECT id FROM message WHERE connector = ? AND remote = ? AND deletedAt IS NULL",
        id.connector, id.remote)
    else { return false }
    try db.run("UPDATE message SET deletedAt = ?, fence = fence + 1 WHERE id = ?", now, row)
    try purge(db, row)
    try db.event(row, "deleted", at: now)
    try Outbox.supersedeUnsent(db, message: row, reason: "the message was deleted", at: now)
    try db.run(
      "UPDATE message SET state = 'decided' WHERE id = ? AND state IN ('stored', 'evaluating')",
      row)
    try Closings.closeIfSettled(db, row, otherwise: "deleted by its author", at: now)
    return true
  }
}

extension Inbox {
  /// Whoever takes their words back has them back: labels and counts stay, no text does.
  private static func purge(_ db: Database, _ row: Int64) throws {
    try db.run("UPDATE message SET text = '', warning = NULL, media = NULL WHERE id = ?", row)
    try db.run(
      """
      UPDATE decision SET record = json_remove(record, '$.evidence', '$.proposals')
      WHERE message = ? AND json_valid(record)
      """, row)
    try db.run(
      "UPDATE correction SET was = NULL, now = NULL WHERE message = ? AND kind <> 'label'", row)
  }

  /// An edit comes from the author of what it changes. Whoever writes a mail chooses its id: one
  /// that bears another author's is a message of its own, under an id of its own.
  private static func identified(_ db: Database, _ message: Message) throws -> (Message, Known?) {
    let first = try known(db, message.id)
    guard let first, first.author != message.author.id else { return (message, first) }
    var message = message
    message.id.remote += " by \(message.author.id)"
    return (message, try known(db, message.id))
  }

  /// What is stored of a message that comes again.
  private struct Known {
    var row: Int64
    var author: String
    var text: String
    var rating: Int?
    var editedAt: Int64?
    var isDeleted: Bool
  }

  private static func known(_ db: Database, _ id: Message.ID) throws -> Known? {
    try db.first(
      """
      SELECT m.id, a.remote, m.text, m.rating, m.editedAt, m.deletedAt IS NOT NULL
      FROM message m JOIN author a ON a.id = m.author WHERE m.connector = ? AND m.remote = ?
      """, id.connector, id.remote
    ) {
      Known(
        row: $0.int(0), author: $0.text(1), text: $0.text(2), rating: $0.optional($0.number, 3),
        editedAt: $0.optional($0.int, 4), isDeleted: $0.bool(5))
    }
  }

  /// SQLite ends a text at its first NUL: what was stored would then differ from every repeat.
  private static func storable(_ message: Message) -> Message {
    guard message.text.utf8.contains(0) else { return message }
    var message = message
    let scalars = message.text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }
    message.text = String(String.UnicodeScalarView(scalars))
    return message
  }

  private enum Change {
    case none
    /// Spacing, case or only the platform's mark.
    case form
    /// Words or rating: a new cycle.
    case words
  }

  private static func change(_ message: Message, of known: Known) -> Change {
    let mine = message.editedAt?.milliseconds
    // An old page, repeated.
    if let theirs = known.editedAt, mine ?? 0 < theirs { return .none }
    // Its words were removed: they say nothing about a change.
    if known.isDeleted, mine == known.editedAt { return .none }
    if known.rating == message.rating && known.text == message.text {
      return mine == known.editedAt ? .none : .form
    }
    return known.rating != message.rating || words(known.text) != words(message.text)
      ? .words : .form
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
  }

  private static func insert(_ db: Database, _ message: Message, _ page: IntakePage) throws {
    let now = page.receivedAt.milliseconds
    let deadlines = page.deadlines(of: message, from: message.editedAt ?? message.createdAt)
    let author = try author(db, message)
    let conversation = try conversation(db, message, author: author)
    try db.run(
      """
      INSERT INTO message(connector, remote, platform, author, conversation, text, createdAt,
        editedAt, receivedAt, thread, inReplyTo, language, rating, visibility, url, warning,
        automated, addressed, state, readyAt, acknowledgeBy, humanBy)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'stored', ?, ?, ?)
      """, message.id.connector, message.id.remote, message.platform, author, conversation,
      message.text, message.createdAt.milliseconds, message.editedAt?.milliseconds, now,
      message.conversation, message.inReplyTo, message.language, message.rating,
      message.visibility.rawValue, message.url, message.contentWarning, message.isAutomated,
      message.isAddressed, (page.receivedAt + page.coalesce).milliseconds,
      deadlines.acknowledge.milliseconds, deadlines.human.milliseconds)
    let row = db.lastInsertedRowID
    if !message.media.isEmpty { try Media.write(db, message.media, of: row) }
    if !message.rules.isEmpty { try MessageRules.write(db, message.rules, of: row) }
    try db.event(row, "received", at: now)
  }

  private static func edit(_ db: Database, _ message: Message, row: Int64, _ page: IntakePage)
    throws
  {
    let now = page.receivedAt.milliseconds
    let start = message.editedAt ?? page.receivedAt
    let deadlines = page.deadlines(of: message, from: start)
    try Outbox.supersedeUnsent(db, message: row, reason: "the message was edited", at: now)
    try Handoffs.endWaiting(db, message: row, reason: "the message was edited", at: now)
    try db.run(
      "UPDATE deadline SET firedAt = ?, outcome = 'void' WHERE message = ? AND firedAt IS NULL",
      now, row)
    // A message that no stage has seen yet keeps its cycle.
    try db.run(
      """
      UPDATE message SET text = ?, rating = ?, editedAt = ?, language = ?, visibility = ?,
        warning = ?, addressed = ?, cycle = cycle + (state <> 'stored'), state = 'stored',
        fence = fence + 1,
        crashes = 0, readyAt = ?, acknowledgeBy = ?, humanBy = ?,
        closing = NULL, closingDetail = NULL, closedAt = NULL, coalescedInto = NULL,
        deletedAt = NULL
      WHERE id = ?
      """, message.text, message.rating, start.milliseconds,
      message.language, message.visibility.rawValue, message.contentWarning, message.isAddressed,
      (page.receivedAt + page.coalesce).milliseconds, deadlines.acknowledge.milliseconds,
      deadlines.human.milliseconds, row)
    try Media.write(db, message.media, of: row)
    try MessageRules.write(db, message.rules, of: row)
    try db.event(row, "edited", at: now)
  }

  private static func author(_ db: Database, _ message: Message) throws -> Int64 {
    let author = message.author
    return try db.integer(
      """
      INSERT INTO author(connector, remote, handle, name, bot, followers) VALUES(?, ?, ?, ?, ?, ?)
      ON CONFLICT(connector, remote) DO UPDATE SET handle = excluded.handle, name = excluded.name,
        bot = excluded.bot, followers = excluded.followers
      RETURNING id
      """, message.id.connector, author.id, author.handle, author.name, author.isBot,
      author.followers) ?? 0
  }

  /// The platform's thread, else the thread of what this answers (a message of theirs or a reply of
  /// ours), else a thread of its own.
  private static func conversation(_ db: Database, _ message: Message, author: Int64) throws
    -> Int64
  {
    let connector = message.id.connector
    var root = message.conversation
    if root == nil, let parent = message.inReplyTo {
      root =
        try db.first(
          """
          SELECT c.root FROM message m JOIN conversation c ON c.id = m.conversation
          WHERE m.connector = ? AND m.remote = ?
          """, connector, parent
        ) { $0.text(0) }
        ?? db.first(
          """
          SELECT c.root FROM reply r JOIN conversation c ON c.id = r.conversation
          WHERE r.connector = ? AND r.remote = ?
          """, connector, parent
        ) { $0.text(0) } ?? parent
    }
    return try db.integer(
      """
      INSERT INTO conversation(connector, root, author, messages) VALUES(?, ?, ?, 1)
      ON CONFLICT(connector, root, author) DO UPDATE SET messages = messages + 1
      RETURNING id
      """, connector, root ?? message.id.remote, author) ?? 0
  }
}
