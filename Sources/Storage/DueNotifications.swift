import Engine
import Foundation
import GRDB
import PluginKit

/// The notifications that are due, with what their briefing is made of.
enum DueNotifications {
  static let historyLength = 8

  static func read(_ db: Database, limit: Int, now: Date, storeID: String) throws
    -> [DueNotification]
  {
    var known: [Int64: HandoffFacts] = [:]
    let due = try db.all(sql, now.milliseconds, limit, read: Due.init)
    return try due.map { due in
      let facts = try known[due.handoff] ?? facts(db, due)
      known[due.handoff] = facts
      return DueNotification(
        row: due.row, notifier: due.notifier, person: due.person, occasion: due.occasion,
        level: due.level, attempts: due.attempts, dueAt: due.at, storeID: storeID, handoff: facts)
    }
  }

  private static let sql = """
    SELECT \(StoredMessage.columns), n.id, n.notifier, n.person, n.occasion, n.level, n.attempts,
      n.notBefore, h.id, h.team, h.state, h.reason, h.category, h.urgency, h.incident, h.openedAt,
      h.dueAt, h.takenBy, h.asked, h.cycle, h.note, m.deletedAt IS NOT NULL
    FROM notification n CROSS JOIN handoff h ON h.id = n.handoff
      CROSS JOIN \(StoredMessage.tables)
    WHERE m.id = h.message AND n.state = 'pending' AND n.notBefore <= ?
    ORDER BY n.notBefore LIMIT ?
    """

  private struct Due {
    var stored: StoredMessage
    var row: Int64
    var notifier: String
    var person: String?
    var occasion: HandoffNotification.Occasion
    var level: Int
    var attempts: Int
    var at: Date
    var handoff: Int64
    var team: String
    var state: HandoffState
    var reason: String
    var category: String?
    var urgency: Urgency
    var incident: String
    var openedAt: Date
    var dueAt: Date?
    var takenBy: String?
    var asked: Int
    var cycle: Int
    var note: String?
    var isDeleted: Bool

    init(_ columns: Columns) {
      let own = StoredMessage.width
      stored = StoredMessage(columns)
      row = columns.int(own)
      notifier = columns.text(own + 1)
      person = columns.optional(columns.text, own + 2)
      occasion = .init(rawValue: columns.text(own + 3)) ?? .opened
      level = columns.number(own + 4)
      attempts = columns.number(own + 5)
      at = columns.date(own + 6)
      handoff = columns.int(own + 7)
      team = columns.text(own + 8)
      state = HandoffState(rawValue: columns.text(own + 9)) ?? .open
      reason = columns.text(own + 10)
      category = columns.optional(columns.text, own + 11)
      urgency = Urgency(rawValue: columns.number(own + 12)) ?? .normal
      incident = columns.text(own + 13)
      openedAt = columns.date(own + 14)
      dueAt = columns.optional(columns.date, own + 15)
      takenBy = columns.optional(columns.text, own + 16)
      asked = columns.number(own + 17)
      cycle = columns.number(own + 18)
      note = columns.optional(columns.text, own + 19)
      isDeleted = columns.bool(own + 20)
    }
  }

  private static func facts(_ db: Database, _ due: Due) throws -> HandoffFacts {
    let stored = due.stored
    let replies = try db.all(
      "SELECT text FROM reply WHERE message = ? AND cycle = ? AND state <> 'superseded'",
      stored.row, due.cycle
    ) { $0.text(0) }
    let record = try db.first(
      "SELECT record FROM decision WHERE message = ? AND cycle = ?", stored.row, due.cycle
    ) { $0.text(0) }
    let resources = try db.first(
      """
      SELECT i.resources FROM incidentMessage k JOIN incident i ON i.id = k.incident
      WHERE k.message = ? ORDER BY i.id DESC LIMIT 1
      """, stored.row
    ) { $0.text(0) }
    let entries = try Claims.entries(db, stored, limit: historyLength)
    return HandoffFacts(
      id: due.handoff, team: due.team, state: due.state, reason: due.reason,
      category: due.category, urgency: due.urgency, incident: due.incident,
      openedAt: due.openedAt, dueAt: due.dueAt, takenBy: due.takenBy, timesAsked: due.asked,
      message: try stored.withBurst(db), conversation: entries, replies: replies,
      record: record ?? "{}", note: due.note,
      resources: try resources.map(IncidentRows.texts) ?? [], isDeleted: due.isDeleted)
  }
}
