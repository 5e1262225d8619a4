import Engine
import Foundation
import GRDB
import PluginKit

/// How incidents open, grow and end.
enum Incidents {
  /// Opens an incident for a decided message, or lets the message join the one that is open.
  /// Returns its row.
  static func open(
    _ db: Database, _ plan: PlannedIncident, message: Int64, conversation: Int64, config: Int64,
    by: String, at: Int64
  ) throws -> Int64 {
    let subject = plan.grouping == .category ? plan.category : "c\(conversation)"
    let known = try db.integer(
      "SELECT id FROM incident WHERE procedure = ? AND subject = ? AND resumedAt IS NULL",
      plan.procedure, subject)
    if let known {
      try join(db, known, plan, message: message, config: config, at: at)
      return known
    }
    let incident = try insert(
      db, plan, subject: subject, message: message, config: config, by: by, at: at)
    try note(db, incident, message, at: at)
    return incident
  }

  /// With its steps; `message` is the one that shows it.
  static func insert(
    _ db: Database, _ plan: PlannedIncident, subject: String, message: Int64, config: Int64,
    by: String, at: Int64
  ) throws -> Int64 {
    try db.run(
      """
      INSERT INTO incident(procedure, category, subject, severity, message, openedAt, openedBy,
        people, mayResume, resources, staleAfter, config)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, plan.procedure, plan.category, subject, plan.severity, message, at, by, plan.people,
      JSONValue.strings(plan.mayResume).text(), JSONValue.strings(plan.resources).text(),
      Int64(plan.staleAfter.seconds * 1000), config)
    let incident = db.lastInsertedRowID
    try insert(db, plan.steps, of: incident)
    let what = "\(plan.category), procedure \(plan.procedure)"
    try event(db, incident, "opened", what, at: at)
    try db.event(message, "incident", "#\(incident) opened by \(by): \(what)", at: at)
    return incident
  }

  static func insert(_ db: Database, _ steps: [PlannedIncident.Step], of incident: Int64) throws {
    for (index, step) in steps.enumerated() {
      try db.run(
        "INSERT INTO incidentStep(incident, number, action, dueAt) VALUES(?, ?, ?, ?)", incident,
        index + 1, step.action.json.text(), step.at.milliseconds)
    }
  }

  /// One more of many messages.
  static func add(
    _ db: Database, _ message: Int64, to incident: Int64, _ plan: PlannedIncident, config: Int64,
    at: Int64
  ) throws {
    guard try note(db, incident, message, at: at) else { return }
    try db.event(message, "incident", "#\(incident): \(plan.burst?.name ?? plan.category)", at: at)
    try Statements.joined(db, message: message, incident, config: config, at: at)
  }

  private static func join(
    _ db: Database, _ incident: Int64, _ plan: PlannedIncident, message: Int64, config: Int64,
    at: Int64
  ) throws {
    guard try note(db, incident, message, at: at) else { return }
    if let severity = plan.severity {
      try db.run(
        "UPDATE incident SET severity = max(coalesce(severity, 0), ?) WHERE id = ?", severity,
        incident)
    }
    try event(db, incident, "joined", "message \(message)", at: at)
    try db.event(message, "incident", "#\(incident) joined: \(plan.category)", at: at)
    try Statements.joined(db, message: message, incident, config: config, at: at)
  }

  /// Whether the message is new to it.
  @discardableResult
  private static func note(_ db: Database, _ incident: Int64, _ message: Int64, at: Int64) throws
    -> Bool
  {
    try db.run(
      """
      INSERT INTO incidentMessage(incident, message, at) VALUES(?, ?, ?)
      ON CONFLICT(incident, message) DO NOTHING
      """, incident, message, at) == 1
  }

  /// The audit trail.
  static func event(
    _ db: Database, _ incident: Int64, _ kind: String, _ detail: String?, at: Int64
  ) throws {
    try db.run(
      """
      INSERT INTO incidentEvent(incident, number, at, kind, detail)
      SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 FROM incidentEvent WHERE incident = ?1
      """, incident, at, kind, detail)
  }

  /// nil when it is not open. Whoever agrees twice counts once.
  static func resume(_ db: Database, _ agreement: IncidentAgreement) throws -> IncidentRow? {
    let incident = agreement.incident
    let at = agreement.at.milliseconds
    let people = try db.integer(
      "SELECT people FROM incident WHERE id = ? AND resumedAt IS NULL", incident)
    guard let people else { return nil }
    let isNew =
      try db.run(
        """
        INSERT INTO incidentAgreement(incident, person, name, at) VALUES(?, ?, ?, ?)
        ON CONFLICT(incident, person) DO NOTHING
        """, incident, agreement.person ?? agreement.by.lowercased(), agreement.by, at) == 1
    let agreed =
      try db.integer("SELECT count(*) FROM incidentAgreement WHERE incident = ?", incident) ?? 0
    if isNew { try event(db, incident, "agreed", agreement.by, at: at) }
    if agreed >= people {
      try end(db, incident, by: agreement.by, at: at)
      try Notices.tellTold(db, incident, .ended, at: at)
    }
    return try IncidentRows.one(db, incident)
  }

  static func end(_ db: Database, _ incident: Int64, by: String, at: Int64) throws {
    try db.run("UPDATE incident SET resumedAt = ? WHERE id = ?", at, incident)
    try db.run(
      """
      UPDATE incidentStep SET doneAt = ?, outcome = 'not done: the incident ended'
      WHERE incident = ? AND doneAt IS NULL
      """, at, incident)
    try Holds.release(db, of: incident, by: by, at: at)
    try event(db, incident, "resumed", by, at: at)
    for message in try db.all(
      "SELECT message FROM incidentMessage WHERE incident = ?", incident, read: { $0.int(0) })
    {
      try db.event(message, "incident", "#\(incident) resumed by \(by)", at: at)
    }
  }

  /// By a person. A message without a handoff gets one: somebody has to be told.
  static func open(
    _ db: Database, _ plan: PlannedIncident, message name: String, by: String,
    handoff: PlannedHandoff, at: Int64
  ) throws -> IncidentRow? {
    guard let message = try Why.row(db, of: name),
      let known = try db.first(
        "SELECT cycle, conversation FROM message WHERE id = ? AND state IN ('decided', 'closed')",
        message, read: { (cycle: $0.number(0), conversation: $0.int(1)) })
    else { return nil }
    let hasOne = try db.exists(
      """
      SELECT 1 FROM incidentMessage k JOIN incident i ON i.id = k.incident
      WHERE k.message = ? AND i.resumedAt IS NULL LIMIT 1
      """, message)
    if hasOne { return nil }
    let config = try db.integer("SELECT max(id) FROM config") ?? 0
    try Handoffs.open(db, message: message, cycle: known.cycle, handoff, at: at)
    let incident = try open(
      db, plan, message: message, conversation: known.conversation, config: config, by: by, at: at)
    return try IncidentRows.one(db, incident)
  }
}

extension Incidents {
  /// A message goes: what it opened goes on with another one of its messages, or without any.
  static func forget(_ db: Database, message: Int64) throws {
    let concerned = try db.all(
      "SELECT id FROM incident WHERE message = ?", message, read: { $0.int(0) })
    try db.run("DELETE FROM incidentMessage WHERE message = ?", message)
    try db.run("DELETE FROM incidentStatement WHERE message = ?", message)
    try db.run(
      "DELETE FROM heldReply WHERE reply IN (SELECT id FROM reply WHERE message = ?)", message)
    for incident in concerned {
      try db.run(
        """
        UPDATE incident
        SET message = (SELECT min(message) FROM incidentMessage WHERE incident = ?1) WHERE id = ?1
        """, incident)
      try db.run(
        """
        UPDATE incidentStep SET doneAt = dueAt, outcome = 'not done: the message was removed'
        WHERE incident = ?1 AND doneAt IS NULL
          AND (SELECT message FROM incident WHERE id = ?1) IS NULL
        """, incident)
    }
  }
}
