import Engine
import Foundation
import GRDB
import PluginKit

/// One conversation as a person needs it, read in one go and put in order afterwards, away from the
/// store's connection.
struct DeskConversation {
  /// Characters of one message; nobody answers what is longer without the platform's own page.
  static let maxText = 20_000
  /// Conversations that are looked at for the last ones.
  static let maxContacts = 200
  static let contactLength = 200

  private var record: ConversationRecord
  /// By message.
  private var decisions: [Int64: String] = [:]

  /// nil when there is none.
  static func read(_ db: Database, _ id: Int64, now: Int64) throws -> DeskConversation? {
    guard let head = try db.first(headSQL, id, read: { (head($0, id), $0.int(9)) }) else {
      return nil
    }
    let (record, author) = head
    var read = DeskConversation(record: record)
    read.record.teams = try teams(db, of: id)
    let handoff = try db.row(handoffSQL, id)
    read.record.handoff = handoff.map(Handoffs.row)
    read.record.takenAt = handoff?.date("takenAt")
    read.record.draft = try Drafts.first(db, in: id)
    try read.addMessages(db, id)
    try read.addReplies(db, id, now: now)
    try read.addNotes(db, id)
    try read.addEvents(db, id)
    read.record.contacts = try contacts(db, id, author)
    read.record.contactCount = Int(
      try db.integer(
        "SELECT count(*) FROM conversation WHERE author = ? AND id <> ?", author, id) ?? 0)
    return read
  }

  /// With all entries in time's order. At one instant a message comes before what was done.
  func finished() -> ConversationRecord {
    var record = record
    let sorted = record.entries.enumerated().sorted { a, b in
      (a.element.at, a.offset) < (b.element.at, b.offset)
    }
    record.entries = sorted.suffix(ConversationRecord.entryLimit).map { $0.element.with(decisions) }
    return record
  }

  /// Of all its handoffs.
  static func teams(_ db: Database, of id: Int64) throws -> Set<String> {
    Set(
      try db.all(
        """
        SELECT DISTINCT h.team FROM message m CROSS JOIN handoff h ON h.message = m.id
        WHERE m.conversation = ?
        """, id
      ) { $0.text(0) })
  }

  private static let headSQL = """
    SELECT c.connector, c.owner = 'human', c.summary, a.remote, a.handle, a.name, a.bot,
      a.followers,
      (SELECT platform FROM message WHERE conversation = c.id ORDER BY id DESC LIMIT 1),
      c.author
    FROM conversation c JOIN author a ON a.id = c.author WHERE c.id = ?
    """

  private static func head(_ columns: Columns, _ id: Int64) -> ConversationRecord {
    ConversationRecord(
      id: id, connector: columns.text(0), platform: columns.text(8),
      author: Author(
        id: columns.text(3), handle: columns.text(4), name: columns.text(5),
        isBot: columns.bool(6), followers: columns.optional(columns.number, 7)),
      isOwnedByHuman: columns.bool(1), summary: columns.optional(columns.text, 2))
  }

  /// The open one first, else the last one.
  private static let handoffSQL =
    Handoffs.listSQL + """
       WHERE m.conversation = ?
      ORDER BY h.state IN ('open', 'notified', 'taken') DESC, h.id DESC LIMIT 1
      """
}

extension DeskConversation {
  private mutating func addMessages(_ db: Database, _ id: Int64) throws {
    let own = StoredMessage.width
    let rows = try db.all(Self.messageSQL, id) { columns in
      var message = StoredMessage(columns).message
      message.text = String(message.text.prefix(Self.maxText))
      let entry = TimelineMessage(
        row: columns.int(0), message: message, deletedAt: columns.optional(columns.date, own),
        closing: columns.optional(columns.text, own + 1),
        closingDetail: columns.optional(columns.text, own + 2))
      return (entry, columns.optional(columns.text, own + 3))
    }
    for (entry, decision) in rows.reversed() {
      record.entries.append(TimelineEntry(at: entry.message.createdAt, .message(entry)))
      decisions[entry.row] = decision
    }
  }

  private static let messageSQL = """
    SELECT \(StoredMessage.columns), m.deletedAt, m.closing, m.closingDetail,
      (SELECT record FROM decision d WHERE d.message = m.id ORDER BY d.cycle DESC LIMIT 1)
    FROM \(StoredMessage.tables) WHERE m.conversation = ? ORDER BY m.id DESC
    LIMIT \(ConversationRecord.entryLimit)
    """

  /// What people did and what became of it; the machine's own steps are in `why`.
  private static let eventKinds = [
    "handoff", "taken", "assigned", "snoozed", "handoff answered", "handoff returned",
    "handoff closed", "draft approved", "draft discarded", "incident", "answered natively",
    HumanReplies.takenBack,
  ]

  private mutating func addEvents(_ db: Database, _ id: Int64) throws {
    let kinds = Self.eventKinds.map { "'\($0)'" }.joined(separator: ", ")
    let rows = try db.all(
      """
      SELECT e.at, e.kind, e.detail FROM message m CROSS JOIN event e ON e.message = m.id
      WHERE m.conversation = ? AND e.kind IN (\(kinds))
      ORDER BY e.at DESC, e.message DESC, e.number DESC LIMIT \(ConversationRecord.entryLimit)
      """, id
    ) { ($0.date(0), $0.text(1), $0.optional($0.text, 2)) }
    for (at, kind, detail) in rows.reversed() {
      record.entries.append(TimelineEntry(at: at, .event(kind, detail)))
    }
  }

  private mutating func addReplies(_ db: Database, _ id: Int64, now: Int64) throws {
    let rows = try db.all(Self.replySQL + " WHERE m.conversation = ?" + Self.last, id) {
      (Self.reply($0, now: now), $0.date(10))
    }
    for (reply, at) in rows.reversed() {
      record.entries.append(TimelineEntry(at: at, .reply(reply)))
    }
  }

  private static let last = " ORDER BY r.id DESC LIMIT \(ConversationRecord.entryLimit)"

  /// A person's reply was written at its deadline: it is due at once. The machine's lies there
  /// since its decision.
  private static let replySQL = """
    SELECT r.id, r.kind, r.text, r.state, r.approvedBy, r.url, r.detail, r.notBefore, r.attempts,
      EXISTS (SELECT 1 FROM attempt t WHERE t.reply = r.id),
      coalesce(r.postedAt, CASE r.kind WHEN 'human' THEN r.deadline
        WHEN 'holdingStatement' THEN r.notBefore
        ELSE (SELECT at FROM decision d WHERE d.message = r.message AND d.cycle = r.cycle) END,
        r.notBefore)
    FROM message m CROSS JOIN reply r ON r.message = m.id
    """

  static func reply(_ db: Database, _ id: Int64, now: Int64) throws -> TimelineReply? {
    try db.first(replySQL + " WHERE r.id = ?", id) { reply($0, now: now) }
  }

  private static func reply(_ columns: Columns, now: Int64) -> TimelineReply {
    let state = ReplyState(rawValue: columns.text(3)) ?? .queued
    let kind = columns.text(1)
    let isStill =
      kind == Reply.Kind.human.rawValue && state == .queued && columns.int(8) == 0
      && !columns.bool(9) && columns.int(7) > now
    return TimelineReply(
      row: columns.int(0), kind: kind, text: columns.text(2), state: state,
      by: columns.optional(columns.text, 4), url: columns.optional(columns.text, 5),
      detail: columns.optional(columns.text, 6), undoUntil: isStill ? columns.date(7) : nil)
  }

  private mutating func addNotes(_ db: Database, _ id: Int64) throws {
    let rows = try db.all(
      """
      SELECT at, id, by, text FROM note WHERE conversation = ? ORDER BY id DESC
      LIMIT \(ConversationRecord.entryLimit)
      """, id
    ) { ($0.date(0), TimelineNote(id: $0.int(1), by: $0.text(2), text: $0.text(3))) }
    for (at, note) in rows.reversed() {
      record.entries.append(TimelineEntry(at: at, .note(note)))
    }
  }

  private static func contacts(_ db: Database, _ id: Int64, _ author: Int64) throws
    -> [PriorContact]
  {
    try db.all(
      """
      SELECT c.id, c.connector, m.createdAt, substr(m.text, 1, \(contactLength)), m.closing,
        (SELECT json_group_array(DISTINCT h.team) FROM message o CROSS JOIN handoff h
          ON h.message = o.id WHERE o.conversation = c.id)
      FROM (SELECT id, connector FROM conversation WHERE author = ? AND id <> ?
        ORDER BY id DESC LIMIT \(maxContacts)) c
      JOIN message m ON m.id = (SELECT max(id) FROM message WHERE conversation = c.id)
      ORDER BY m.createdAt DESC, c.id DESC LIMIT \(ConversationRecord.contactLimit)
      """, author, id
    ) {
      PriorContact(
        conversation: $0.int(0), connector: $0.text(1), at: $0.date(2), text: $0.text(3),
        closing: $0.optional($0.text, 4), teams: try Self.teams($0.text(5)))
    }
  }

  private static func teams(_ json: String) throws -> Set<String> {
    Set(try JSONReader.read(json.utf8).plain.array?.compactMap(\.string) ?? [])
  }
}

extension TimelineEntry {
  /// A message gets what was decided of it; a record that cannot be read is none.
  fileprivate func with(_ decisions: [Int64: String]) -> TimelineEntry {
    guard case .message(var message) = content, let record = decisions[message.row] else {
      return self
    }
    do { message.decision = try JSONReader.read(record.utf8).plain } catch { return self }
    return TimelineEntry(at: at, .message(message))
  }
}
