import Engine
import Foundation
import GRDB
import PluginKit

/// Incidents as people read them.
enum IncidentRows {
  static let openCount = "SELECT count(*) FROM incident WHERE resumedAt IS NULL"

  private static let sql = """
    SELECT i.*, m.connector || '/' || m.remote AS name, m.text,
      (SELECT count(*) FROM incidentMessage k WHERE k.incident = i.id) AS messages,
      (SELECT count(*) FROM incidentStep s WHERE s.incident = i.id) AS steps,
      (SELECT count(*) FROM incidentStep s WHERE s.incident = i.id AND s.doneAt IS NOT NULL)
        AS done,
      (SELECT count(*) FROM heldReply k JOIN reply r ON r.id = k.reply
        WHERE k.incident = i.id AND r.state = 'held') AS holding
    FROM incident i LEFT JOIN message m ON m.id = i.message
    """

  static func list(_ db: Database, openOnly: Bool, limit: Int) throws -> [IncidentRow] {
    let filter = openOnly ? " WHERE i.resumedAt IS NULL" : ""
    return try db.rows(sql + filter + " ORDER BY i.id DESC LIMIT ?", limit)
      .map { try row(db, $0) }
  }

  static func one(_ db: Database, _ id: Int64) throws -> IncidentRow? {
    try db.row(sql + " WHERE i.id = ?", id).map { try row(db, $0) }
  }

  private static func row(_ db: Database, _ row: Row) throws -> IncidentRow {
    let id: Int64 = row["id"]
    let holds = try db.rows(
      "SELECT scope, target FROM hold WHERE incident = ? AND releasedAt IS NULL ORDER BY id", id
    ).compactMap { Hold.Scope(name: $0["scope"], target: $0["target"])?.text }
    let agreed = try db.all(
      "SELECT name FROM incidentAgreement WHERE incident = ? ORDER BY at, person", id
    ) { $0.text(0) }
    let burst = try BurstRows.facts(db, id).map { facts in
      IncidentRow.Burst(
        key: row["subject"], quietAt: row.date("quietAt"), mergedInto: row["mergedInto"],
        facts: facts)
    }
    return IncidentRow(
      id: id, procedure: row["procedure"], category: row["category"], severity: row["severity"],
      openedAt: row.date("openedAt") ?? .distantPast, openedBy: row["openedBy"],
      resumedAt: row.date("resumedAt"),
      messages: burst?.facts.messages ?? row["messages"], message: row["name"],
      text: row["text"], stepsDone: row["done"], steps: row["steps"], holding: row["holding"],
      holds: holds, agreed: agreed, people: row["people"],
      mayResume: try texts(row["mayResume"]), resources: try texts(row["resources"]),
      burst: burst)
  }

  static func texts(_ json: String) throws -> [String] {
    try JSONReader.read(json.utf8).plain.strings ?? []
  }

  static func record(_ db: Database, _ id: Int64) throws -> IncidentRecord? {
    guard let row = try one(db, id) else { return nil }
    let authors = try db.integer(
      """
      SELECT count(DISTINCT m.author) FROM incidentMessage k JOIN message m ON m.id = k.message
      WHERE k.incident = ?
      """, id)
    return IncidentRecord(
      row: row, steps: try steps(db, id), events: try events(db, id), replies: try replies(db, id),
      authors: Int(authors ?? 0))
  }

  private static func steps(_ db: Database, _ id: Int64) throws -> [IncidentRecord.Step] {
    try db.rows("SELECT * FROM incidentStep WHERE incident = ? ORDER BY number", id)
      .compactMap { row in
        let json: String = row["action"]
        guard let action = StepAction(json: try JSONReader.read(json.utf8).plain) else {
          return nil
        }
        return IncidentRecord.Step(
          number: row["number"], action: action, dueAt: row.date("dueAt") ?? .distantPast,
          doneAt: row.date("doneAt"), outcome: row["outcome"])
      }
  }

  private static func replies(_ db: Database, _ id: Int64) throws -> IncidentRecord.Replies {
    var replies = IncidentRecord.Replies()
    for row in try db.rows(
      """
      SELECT r.state, count(*) AS n FROM heldReply k JOIN reply r ON r.id = k.reply
      WHERE k.incident = ? GROUP BY 1
      """, id)
    {
      let count: Int = row["n"]
      replies.held += count
      switch ReplyState(rawValue: row["state"]) {
      case .posted: replies.released += count
      case .held: replies.waiting += count
      case .superseded, .expired, .rejected: replies.dropped += count
      case .draft, .queued, .sending, .unknown, nil: replies.onTheirWay += count
      }
    }
    replies.statements = Int(
      try db.integer(
        """
        SELECT count(*) FROM incidentStatement k JOIN reply r
          ON r.message = k.message AND r.kind = 'holdingStatement' AND r.state = 'posted'
        WHERE k.incident = ?
        """, id) ?? 0)
    return replies
  }

  /// Its own, and of its messages what people and customers saw, in the order of time.
  private static func events(_ db: Database, _ id: Int64) throws -> [IncidentRecord.Event] {
    try db.rows(
      """
      SELECT at, kind, detail, NULL AS message, number, 0 AS own FROM incidentEvent
      WHERE incident = ?1
      UNION ALL
      SELECT e.at, e.kind, e.detail, m.connector || '/' || m.remote, e.number, e.message
      FROM incidentMessage k JOIN event e ON e.message = k.message
        JOIN message m ON m.id = k.message
      WHERE k.incident = ?1 AND (e.kind IN ('received', 'handoff', 'notified', 'escalated', 'taken',
        'assigned', 'unreached', 'window missed', 'posted', 'answered natively')
        OR e.kind LIKE 'told:%' OR e.kind LIKE 'handoff %' OR e.kind LIKE 'reply %')
      ORDER BY 1, 6, 5 LIMIT 2000
      """, id
    ).map { row in
      IncidentRecord.Event(
        at: row.date("at") ?? .distantPast, kind: row["kind"], detail: row["detail"],
        message: row["message"])
    }
  }
}
