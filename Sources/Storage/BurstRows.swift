import Engine
import Foundation
import GRDB
import PluginKit

/// Incidents of many messages as people read them.
enum BurstRows {
  /// nil for an incident of one message.
  static func facts(_ db: Database, _ incident: Int64) throws -> BurstFacts? {
    guard
      let row = try db.row(
        "SELECT * FROM incident WHERE id = ? AND kind <> 'message'", incident)
    else { return nil }
    let opened = row.date("openedAt") ?? .distantPast
    var facts = BurstFacts(
      id: incident, kind: .init(rawValue: row["kind"]) ?? .topic, name: row["name"] ?? "",
      messages: row["counted"] ?? 0, usualPerHour: row["usualPerHour"],
      firstAt: row.date("since") ?? opened,
      lastAt: row.date("lastAt") ?? opened, procedure: row["procedure"],
      resources: try IncidentRows.texts(row["resources"]))
    facts.examples = try examples(db, row["examples"])
    facts.holding = Int(
      try db.integer(
        """
        SELECT count(*) FROM heldReply k JOIN reply r ON r.id = k.reply
        WHERE k.incident = ? AND r.state = 'held'
        """, incident) ?? 0)
    if facts.kind == .topic { try addMembers(db, incident, to: &facts) }
    return facts
  }

  private static func addMembers(_ db: Database, _ incident: Int64, to facts: inout BurstFacts)
    throws
  {
    let members = try db.all(
      """
      SELECT m.connector, min(m.createdAt, m.receivedAt), (SELECT json_extract(d.record,
        '$.findings.sentiment.label') FROM decision d WHERE d.message = m.id AND d.cycle = m.cycle)
      FROM incidentMessage k JOIN message m ON m.id = k.message
      WHERE k.incident = ? ORDER BY 2
      """, incident
    ) { (connector: $0.text(0), at: $0.date(1), sentiment: $0.optional($0.text, 2)) }
    facts.messages = members.count
    for member in members {
      facts.connectors[member.connector, default: 0] += 1
      if let label = member.sentiment { facts.sentiments[label, default: 0] += 1 }
    }
    if let first = members.first, let last = members.last {
      facts.firstAt = first.at
      facts.lastAt = last.at
      facts.firstConnector = first.connector
    }
  }

  private static func examples(_ db: Database, _ json: String) throws -> [String] {
    let rows = try JSONReader.read(json.utf8).plain.array ?? []
    return try rows.compactMap { row in
      guard let row = row.number else { return nil }
      return try db.first(
        "SELECT text FROM message WHERE id = ? AND deletedAt IS NULL", Int64(row)
      ) { $0.text(0) }
    }
  }
}
