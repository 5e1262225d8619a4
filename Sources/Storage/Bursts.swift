import Engine
import Foundation
import GRDB
import PluginKit

/// Incidents of many messages: how they begin, grow, fall quiet, end and come back.
enum Bursts {
  /// What a message's handoff has to know of the burst that it belongs to.
  struct Group {
    var incident: Int64
    var groupFor: Duration

    /// As handoffs that are told together name it.
    var name: String { Bursts.group(incident) }
  }

  private static func group(_ incident: Int64) -> String { "incident-\(incident)" }

  /// A message begins it, or joins it while it is open. nil: it is over.
  static func enter(
    _ db: Database, _ plan: PlannedIncident, _ burst: PlannedBurst, message: Int64,
    config: Int64, at: Int64
  ) throws -> Group? {
    let known = try db.first(
      """
      SELECT id, resumedAt IS NOT NULL FROM incident WHERE subject = ? AND kind <> 'message'
      ORDER BY id DESC LIMIT 1
      """, burst.key
    ) { (id: $0.int(0), isOver: $0.bool(1)) }
    if known?.isOver ?? true, !burst.isOpening { return nil }
    let incident: Int64
    if let known {
      incident = known.id
      if known.isOver { try reopen(db, incident, plan, at: at) }
    } else {
      incident = try Incidents.insert(
        db, plan, subject: burst.key, message: message, config: config, by: "replyd", at: at)
    }
    let group = Group(incident: incident, groupFor: burst.groupFor)
    for row in burst.earlier { try gather(db, row, group, plan, config: config, at: at) }
    if burst.kind == .topic {
      try Incidents.add(db, message, to: incident, plan, config: config, at: at)
    }
    try learn(db, incident, burst, at: at)
    return group
  }

  private static func learn(
    _ db: Database, _ incident: Int64, _ burst: PlannedBurst, at: Int64
  ) throws {
    guard burst.isOpening else {
      try db.run(
        "UPDATE incident SET lastAt = ?, quietAt = NULL WHERE id = ?", at, incident)
      return
    }
    let examples = JSONValue.array(burst.examples.map { .int($0) }).text()
    try db.run(
      """
      UPDATE incident SET kind = ?, name = ?, usualPerHour = ?, topic = coalesce(?, topic),
        examples = ?, counted = coalesce(max(counted, ?), counted, ?), since = ?, lastAt = ?,
        quietAt = NULL WHERE id = ?
      """, burst.kind.rawValue, burst.name, burst.usualPerHour, burst.topic, examples, burst.count,
      burst.count,
      burst.since?.milliseconds, at, incident)
  }

  /// A message that came before it was known what it belongs to. Whoever has not been told of its
  /// handoff yet is told with the others.
  private static func gather(
    _ db: Database, _ message: Int64, _ group: Group, _ plan: PlannedIncident, config: Int64,
    at: Int64
  ) throws {
    try Incidents.add(db, message, to: group.incident, plan, config: config, at: at)
    try db.run(
      """
      UPDATE handoff SET incident = ? WHERE message = ? AND state IN ('open', 'notified', 'taken')
      """, group.name, message)
  }

  /// Its procedure begins anew; what was said is not said again.
  private static func reopen(
    _ db: Database, _ incident: Int64, _ plan: PlannedIncident, at: Int64
  ) throws {
    try db.run("UPDATE incident SET resumedAt = NULL, quietAt = NULL WHERE id = ?", incident)
    try db.run("DELETE FROM incidentAgreement WHERE incident = ?", incident)
    try db.run("DELETE FROM incidentStep WHERE incident = ?", incident)
    try Incidents.insert(db, plan.steps, of: incident)
    try Incidents.event(db, incident, "reopened", plan.burst?.name, at: at)
    try Notices.tellTold(db, incident, .reopened, at: at)
  }

  // MARK: By time

  static func record(_ db: Database, _ round: BurstRound) throws {
    let at = round.at.milliseconds
    for opening in round.openings {
      guard let burst = opening.incident.burst else { continue }
      _ = try enter(
        db, opening.incident, burst, message: opening.message, config: round.config, at: at)
    }
    for change in round.changes { try apply(db, change, round, at: at) }
    for (stream, state) in round.volumes.sorted(by: { $0.key < $1.key }) {
      try db.run(
        "INSERT OR REPLACE INTO volume(stream, state, at) VALUES(?, ?, ?)", stream, state, at)
    }
  }

  private static func apply(
    _ db: Database, _ change: BurstChange, _ round: BurstRound, at: Int64
  ) throws {
    let found = try db.integer(
      """
      SELECT id FROM incident WHERE subject = ? AND kind <> 'message' AND resumedAt IS NULL
      """, change.key)
    guard let incident = found else { return }
    let examples = change.examples.map { JSONValue.array($0.map { .int($0) }).text() }
    try db.run(
      """
      UPDATE incident SET name = coalesce(?, name), topic = coalesce(?, topic),
        examples = coalesce(?, examples) WHERE id = ?
      """, change.name, change.topic, examples, incident)
    switch change.what {
    case .goesOn(let count):
      if let count {
        try db.run(
          "UPDATE incident SET counted = max(coalesce(counted, 0), ?), lastAt = ? WHERE id = ?",
          count, at, incident)
      }
      try Notices.tellGrowth(db, incident, after: round.growsAfter, at: at)
    case .quiet:
      try db.run("UPDATE incident SET quietAt = ? WHERE id = ?", at, incident)
      try Incidents.event(db, incident, "quiet", nil, at: at)
      try Notices.tellTold(db, incident, .quiet, at: at)
    case .closed: try close(db, incident, at: at)
    case .merged(let key): try merge(db, incident, into: key, at: at)
    }
  }

  /// What holds replies is ended by people.
  private static func close(_ db: Database, _ incident: Int64, at: Int64) throws {
    try db.run(
      "UPDATE incident SET quietAt = coalesce(quietAt, ?) WHERE id = ?", at, incident)
    let holds = try db.exists(
      "SELECT 1 FROM hold WHERE incident = ? AND releasedAt IS NULL LIMIT 1", incident)
    if holds { return }
    try Incidents.end(db, incident, by: "replyd", at: at)
    try Notices.tellTold(db, incident, .ended, at: at)
  }

  /// The younger one's messages and holds are the older one's now.
  private static func merge(_ db: Database, _ incident: Int64, into key: String, at: Int64) throws {
    let older = try db.integer(
      "SELECT id FROM incident WHERE subject = ? AND kind <> 'message' AND resumedAt IS NULL", key)
    guard let older, older != incident else { return }
    try db.run(
      """
      INSERT INTO incidentMessage(incident, message, at)
      SELECT ?, message, at FROM incidentMessage WHERE incident = ?
      ON CONFLICT(incident, message) DO NOTHING
      """, older, incident)
    try db.run(
      "UPDATE hold SET incident = ? WHERE incident = ? AND releasedAt IS NULL", older, incident)
    try db.run("UPDATE OR IGNORE heldReply SET incident = ? WHERE incident = ?", older, incident)
    try db.run(
      "UPDATE handoff SET incident = ? WHERE incident = ?", group(older), group(incident))
    try db.run("UPDATE incident SET mergedInto = ? WHERE id = ?", older, incident)
    try Incidents.event(db, older, "merged", "incident #\(incident) joined it", at: at)
    try Incidents.event(db, incident, "merged", "into incident #\(older)", at: at)
    try Incidents.end(db, incident, by: "replyd", at: at)
  }
}

extension Bursts {
  // MARK: After a start

  static func stored(_ db: Database, endedSince: Int64) throws -> [StoredBurst] {
    try db.rows(
      """
      SELECT subject, kind, topic, openedAt, resumedAt IS NULL AS open FROM incident
      WHERE kind <> 'message' AND mergedInto IS NULL AND (resumedAt IS NULL OR resumedAt >= ?)
      ORDER BY id
      """, endedSince
    ).map { row in
      StoredBurst(
        key: row["subject"], kind: .init(rawValue: row["kind"]) ?? .topic, topic: row["topic"],
        openedAt: row.date("openedAt") ?? .distantPast, isOpen: row["open"])
    }
  }

  static func volumes(_ db: Database) throws -> [String: String] {
    let rows = try db.all("SELECT stream, state FROM volume") { ($0.text(0), $0.text(1)) }
    return Dictionary(rows, uniquingKeysWith: { first, _ in first })
  }

  /// Customers' messages by the order of their decisions.
  static func watched(_ db: Database, limit: Int) throws -> [WatchedMessage] {
    try db.all(
      """
      SELECT m.id, m.connector, a.remote, m.text, coalesce(m.editedAt, m.createdAt), d.at,
        coalesce(json_extract(d.record, '$.findings.language.code'), m.language),
        json_extract(d.record, '$.findings.sentiment.label'),
        json_extract(d.record, '$.findings.intent.label'),
        json_extract(d.record, '$.findings.crisis.categories'),
        (SELECT i.subject FROM incidentMessage k JOIN incident i ON i.id = k.incident
          WHERE k.message = m.id AND i.kind <> 'message' AND i.mergedInto IS NULL LIMIT 1)
      FROM decision d CROSS JOIN message m ON m.id = d.message JOIN author a ON a.id = m.author
      WHERE d.cycle = 1 AND m.automated = 0 AND a.bot = 0 AND m.deletedAt IS NULL
      ORDER BY d.id DESC LIMIT ?
      """, limit
    ) { columns in
      WatchedMessage(
        row: columns.int(0), connector: columns.text(1),
        author: "\(columns.text(1))/\(columns.text(2))", text: columns.text(3),
        createdAt: columns.date(4), decidedAt: columns.date(5),
        language: columns.optional(columns.text, 6), sentiment: columns.optional(columns.text, 7),
        intent: columns.optional(columns.text, 8),
        categories: categories(columns.optional(columns.text, 9)),
        burst: columns.optional(columns.text, 10))
    }.reversed()
  }

  private static func categories(_ json: String?) -> [String] {
    guard let json, json.contains("0.") || json.contains("1") else { return [] }
    do {
      guard case .object(let members) = try JSONReader.read(json.utf8).plain else { return [] }
      return members.filter { $0.value.number ?? 0 >= 0.5 }.map(\.key)
    } catch { return [] }
  }

  static func pace(_ db: Database, at: Int64) throws -> HandoffPace {
    HandoffPace(
      waiting: Int(
        try db.integer(
          "SELECT count(*) FROM handoff WHERE state IN ('open', 'notified', 'taken')") ?? 0),
      ended: Int(
        try db.integer(
          """
          SELECT count(*) FROM handoff WHERE state IN ('answered', 'closed') AND closedAt > ?
            AND takenBy IS NOT NULL
          """, at - 3 * 3_600_000) ?? 0))
  }
}
