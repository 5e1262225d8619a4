import Engine
import Foundation
import GRDB
import PluginKit

/// Who is told of an incident of many messages: a row for each notifier and occasion, delivered at
/// least once like a handoff's notification.
enum Notices {
  static func tell(
    _ db: Database, _ incident: Int64, _ recipient: Recipient, _ occasion: DueNotice.Occasion,
    at: Int64
  ) throws {
    let level =
      try db.integer(
        """
        SELECT count(*) FROM incidentNotice WHERE incident = ? AND notifier = ? AND occasion = ?
        """, incident, recipient.notifier, occasion.rawValue) ?? 0
    // Steps that name somebody twice tell them once.
    if occasion == .opened, level > 0 { return }
    try db.run(
      """
      INSERT INTO incidentNotice(incident, notifier, person, occasion, level, counted, notBefore)
      VALUES(?, ?, ?, ?, ?, ?, ?)
      """, incident, recipient.notifier, recipient.person, occasion.rawValue, level,
      try count(db, incident), max(at, recipient.notBefore?.milliseconds ?? at))
  }

  /// Whoever heard that it began hears how it goes on; what they have not been told yet is not
  /// worth telling any more.
  static func tellTold(
    _ db: Database, _ incident: Int64, _ occasion: DueNotice.Occasion, at: Int64
  ) throws {
    let told = try db.all(
      """
      SELECT DISTINCT notifier, person FROM incidentNotice WHERE incident = ?
        AND occasion = 'opened' AND state IN ('sent', 'pending')
      """, incident
    ) { Recipient(notifier: $0.text(0), person: $0.optional($0.text, 1)) }
    try db.run(
      """
      UPDATE incidentNotice SET state = 'void'
      WHERE incident = ? AND state = 'pending' AND occasion <> 'opened'
      """, incident)
    for recipient in told { try tell(db, incident, recipient, occasion, at: at) }
  }

  /// When it has doubled since they heard of it last.
  static func tellGrowth(_ db: Database, _ incident: Int64, after pause: Duration, at: Int64) throws
  {
    let last = try db.first(
      """
      SELECT max(counted), max(coalesce(sentAt, notBefore)) FROM incidentNotice
      WHERE incident = ? AND occasion IN ('opened', 'grew', 'reopened')
      """, incident
    ) { (counted: $0.optional($0.int, 0), at: $0.optional($0.int, 1)) }
    guard let counted = last?.counted, let lastAt = last?.at,
      at >= lastAt + Int64(pause.seconds * 1000), try count(db, incident) >= 2 * max(counted, 1)
    else { return }
    try tellTold(db, incident, .grew, at: at)
  }

  private static func count(_ db: Database, _ incident: Int64) throws -> Int64 {
    try db.integer(
      """
      SELECT coalesce(counted, (SELECT count(*) FROM incidentMessage WHERE incident = i.id))
      FROM incident i WHERE id = ?
      """, incident) ?? 0
  }

  // MARK: Delivery

  static func due(_ db: Database, limit: Int, now: Date, storeID: String) throws -> [DueNotice] {
    try db.rows(
      """
      SELECT * FROM incidentNotice WHERE state = 'pending' AND notBefore <= ?
      ORDER BY notBefore LIMIT ?
      """, now.milliseconds, limit
    ).compactMap { row in
      guard let facts = try BurstRows.facts(db, row["incident"]) else { return nil }
      return DueNotice(
        row: row["id"], notifier: row["notifier"], person: row["person"],
        occasion: .init(rawValue: row["occasion"]) ?? .opened, attempts: row["attempts"],
        level: row["level"], storeID: storeID, incident: facts)
    }
  }

  static func nextDue(_ db: Database) throws -> Int64? {
    try db.integer("SELECT min(notBefore) FROM incidentNotice WHERE state = 'pending'")
  }

  static func settle(_ db: Database, _ settlement: NotificationSettlement) throws {
    let at = settlement.at.milliseconds
    let row = try db.first(
      "SELECT incident, notifier, person, occasion FROM incidentNotice WHERE id = ?",
      settlement.row
    ) { ($0.int(0), $0.text(1), $0.optional($0.text, 2), $0.text(3)) }
    guard let (incident, notifier, _, occasion) = row else { return }
    func end(_ state: String, _ detail: String?, sent: Int64? = nil) throws {
      try db.run(
        """
        UPDATE incidentNotice SET state = ?, attempts = attempts + 1, detail = ?, sentAt = ?
        WHERE id = ? AND state = 'pending'
        """, state, detail, sent, settlement.row)
    }
    switch settlement.result {
    case .sent:
      try end("sent", nil, sent: at)
      try Incidents.event(db, incident, "told", "\(notifier): \(occasion)", at: at)
    case .retry(let again, let why, let routes):
      try db.run(
        """
        UPDATE incidentNotice SET notBefore = ?, attempts = attempts + 1, detail = ?
        WHERE id = ? AND state = 'pending'
        """, again.milliseconds, why, settlement.row)
      try goOn(db, incident, notifier, occasion, routes, at: at)
    case .refused(let why, let routes):
      try end("refused", why)
      try Incidents.event(db, incident, "not told", "\(notifier): \(why)", at: at)
      try goOn(db, incident, notifier, occasion, routes, at: at)
    case .void: try end("void", nil)
    case .later(let until):
      try db.run(
        "UPDATE incidentNotice SET notBefore = ? WHERE id = ?", until.milliseconds,
        settlement.row)
    }
  }

  /// That an incident began is told by another notifier where one fails.
  private static func goOn(
    _ db: Database, _ incident: Int64, _ notifier: String, _ occasion: String, _ routes: [String],
    at: Int64
  ) throws {
    guard occasion == DueNotice.Occasion.opened.rawValue else { return }
    let isKnown = try db.exists(
      """
      SELECT 1 FROM incidentNotice WHERE incident = ? AND occasion = 'opened' AND notifier <> ?
        AND (state = 'sent' OR (state = 'pending' AND attempts < 3)) LIMIT 1
      """, incident, notifier)
    if isKnown { return }
    for route in routes where route != notifier {
      let isTried = try db.exists(
        "SELECT 1 FROM incidentNotice WHERE incident = ? AND notifier = ? LIMIT 1", incident, route)
      if !isTried { return try tell(db, incident, Recipient(notifier: route), .opened, at: at) }
    }
  }
}
