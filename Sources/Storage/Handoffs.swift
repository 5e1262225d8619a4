import Engine
import Foundation
import GRDB
import PluginKit

/// Handoffs: how they open, and what lists show of them. What people do with them is in
/// `Taking.swift`, who is told in `Notifications.swift`.
enum Handoffs {
  /// At most one per message and cycle; its notifications and deadlines with it.
  ///
  /// - Parameter group: the burst that the message belongs to.
  static func open(
    _ db: Database, message: Int64, cycle: Int, _ plan: PlannedHandoff,
    in group: Bursts.Group? = nil,
    at: Int64
  ) throws {
    var opening = try Opening(db, message: message, cycle: cycle, plan, at: at)
    if let group { opening.incident = group.name }
    let isNew =
      try db.run(
        """
        INSERT INTO handoff(message, cycle, team, category, reason, state, openedAt, dueAt, urgency,
          asked, assignee, activeAt, incident)
        VALUES(?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT(message, cycle) DO NOTHING
        """, message, cycle, plan.team, plan.category, plan.reason, at, opening.dueAt,
        plan.urgency.rawValue, opening.asked, opening.person?.id,
        opening.person == nil ? nil : at, opening.incident) == 1
    guard isNew else { return }
    let handoff = db.lastInsertedRowID
    for recipient in opening.recipients {
      try Notifications.add(
        db, handoff, recipient, .opened, level: 0, at: plan.notifyAt.milliseconds,
        groupFor: plan.urgency == .critical ? .zero : max(plan.groupFor, group?.groupFor ?? .zero))
    }
    for (index, escalation) in plan.escalations.enumerated() {
      try Deadlines.insert(db, message, cycle, .escalate, level: index + 1, at: escalation)
    }
    for warning in opening.warnings {
      try Deadlines.insert(db, message, cycle, .warn, level: warning.percent, at: warning.at)
    }
    if opening.person != nil, let quiet = plan.quietAfter {
      try Deadlines.insert(db, message, cycle, .quiet, at: plan.notifyAt + quiet)
    }
    let whose = opening.person.map { ", for \($0.id)" } ?? ""
    let urgency = plan.urgency == .normal ? "" : ", \(plan.urgency.name)"
    try db.event(
      message, "handoff", "to \(plan.team)\(whose)\(urgency): \(plan.reason)", at: at)
  }

  /// What the store adds to a plan.
  private struct Opening {
    var dueAt: Int64?
    var asked = 1
    var incident: String
    var person: Candidates.Person?
    var recipients: [Recipient]
    var warnings: [Warning]

    init(_ db: Database, message: Int64, cycle: Int, _ plan: PlannedHandoff, at: Int64) throws {
      dueAt = try db.integer(
        """
        SELECT at FROM deadline WHERE message = ? AND cycle = ? AND kind = 'human'
        ORDER BY id DESC LIMIT 1
        """, message, cycle)
      let facts = try db.first(
        "SELECT author, conversation, coalesce(editedAt, createdAt) FROM message WHERE id = ?",
        message
      ) { ($0.int(0), $0.int(1), $0.int(2)) }
      let (author, conversation, wroteAt) = facts ?? (0, 0, at)
      asked = try plan.timesAsked ?? Contacts.timesAsked(db, author: author, at: at)
      // Ordinary complaints of different customers have nothing to do with each other.
      let category = plan.urgency >= .high ? plan.category : nil
      incident = category.map { "\(plan.team)/\($0)" } ?? "c\(conversation)"
      person = try plan.candidates.flatMap { try Handoffs.choose(db, among: $0) }
      let own = person?.recipients ?? []
      recipients = own.isEmpty ? plan.recipients : own
      var warnings = plan.warnings
      if warnings.isEmpty, let dueAt {
        warnings = Warning.percents.map { percent in
          let share = (dueAt - wroteAt) * Int64(percent) / 100
          return Warning(percent: percent, at: Date(milliseconds: wroteAt + share))
        }
      }
      self.warnings = warnings.filter { $0.at.milliseconds > at }
    }
  }

  /// Who has room, by the team's rule; nil where nobody has.
  static func choose(_ db: Database, among candidates: Candidates) throws -> Candidates.Person? {
    let loads = try db.all(
      """
      SELECT assignee, count(*), max(id) FROM handoff
      WHERE state IN ('open', 'notified', 'taken') AND assignee IS NOT NULL GROUP BY assignee
      """
    ) { ($0.text(0), $0.number(1), $0.int(2)) }
    let load = Dictionary(loads.map { ($0.0, $0.1) }, uniquingKeysWith: +)
    let free = candidates.people.filter { load[$0.id, default: 0] < $0.capacity }
    if candidates.isFirstPreferred, let first = free.first, first == candidates.people.first {
      return first
    }
    // Whose last turn lies furthest back, also of what has ended.
    let turns = try free.map { person in
      try db.integer("SELECT max(id) FROM handoff WHERE assignee = ?", person.id) ?? 0
    }
    return zip(free, turns).enumerated().min { a, b in
      let fewer = candidates.prefersFewest
      let first = (fewer ? load[a.element.0.id, default: 0] : 0, a.element.1, a.offset)
      let second = (fewer ? load[b.element.0.id, default: 0] : 0, b.element.1, b.offset)
      return first < second
    }?.element.0
  }

  /// An edit opens a new cycle, which hands off again if it must; what a human took stays theirs.
  static func endWaiting(_ db: Database, message: Int64, reason: String, at: Int64) throws {
    try db.run(
      """
      UPDATE handoff SET state = 'closed', closedAt = ?, reason = reason || ' (' || ? || ')'
      WHERE message = ? AND state IN ('open', 'notified')
      """, at, reason, message)
    try db.run(
      """
      UPDATE notification SET state = 'void'
      WHERE state = 'pending' AND handoff IN (SELECT id FROM handoff WHERE message = ?)
      """, message)
  }
}

/// How often somebody wrote.
enum Contacts {
  private static let month: Int64 = 30 * 86_400_000

  /// Messages of this author in the last 30 days since they were last helped, at least 1; a burst
  /// is one.
  static func timesAsked(_ db: Database, author: Int64, at: Int64) throws -> Int {
    let count = try db.integer(
      """
      SELECT count(*) FROM conversation c JOIN message m ON m.conversation = c.id
      WHERE c.author = ?1 AND m.coalescedInto IS NULL AND m.automated = 0 AND m.createdAt > max(?2,
        coalesce((SELECT max(postedAt) FROM reply WHERE author = ?1 AND postedAt IS NOT NULL
          AND kind IN ('answer', 'human')), 0),
        coalesce((SELECT max(h.closedAt) FROM conversation oc
          JOIN message om ON om.conversation = oc.id JOIN handoff h ON h.message = om.id
          WHERE oc.author = ?1 AND h.state = 'answered'), 0))
      """, author, at - month)
    return max(1, Int(count ?? 1))
  }
}

extension Handoffs {
  static let listSQL = """
    SELECT h.*, m.connector || '/' || m.remote AS messageID, m.text, m.url, m.conversation, a.handle
    FROM handoff h JOIN message m ON m.id = h.message JOIN author a ON a.id = m.author
    """

  static func list(_ db: Database, waitingOnly: Bool, limit: Int) throws -> [HandoffRow] {
    let filter = waitingOnly ? " WHERE h.state IN ('open', 'notified', 'taken')" : ""
    let order = " ORDER BY h.urgency DESC, h.dueAt, h.id LIMIT ?"
    return try db.rows(listSQL + filter + order, limit).map(row)
  }

  static func one(_ db: Database, _ id: Int64) throws -> HandoffRow? {
    try db.row(listSQL + " WHERE h.id = ?", id).map(row)
  }

  static func row(_ row: Row) -> HandoffRow {
    HandoffRow(
      id: row["id"], message: row["message"], messageID: row["messageID"], team: row["team"],
      category: row["category"], reason: row["reason"],
      state: HandoffState(rawValue: row["state"]) ?? .open,
      openedAt: row.date("openedAt") ?? .distantPast, dueAt: row.date("dueAt"),
      takenBy: row["takenBy"], author: row["handle"], text: row["text"], url: row["url"],
      conversation: row["conversation"], urgency: Urgency(rawValue: row["urgency"]) ?? .normal,
      timesAsked: row["asked"], assignee: row["assignee"], snoozedUntil: row.date("snoozedUntil"),
      overdueAt: row.date("overdueAt"), unreachedAt: row.date("unreachedAt"))
  }
}
