import Engine
import Foundation
import GRDB

/// Counts for operators.
enum Status {
  static func counts(_ db: Database) throws -> StoreStatus {
    var status = StoreStatus()
    status.messages = Int(try db.integer("SELECT count(*) FROM message") ?? 0)
    status.open = Int(
      try db.integer("SELECT count(*) FROM message WHERE state <> 'closed'") ?? 0)
    for row in try db.rows(
      """
      SELECT closing, CASE WHEN closing = 'ignored' THEN
          CASE WHEN coalescedInto IS NOT NULL THEN 'coalesced into a newer message'
            ELSE coalesce(closingDetail, '') END END AS detail, count(*) AS n
      FROM message WHERE state = 'closed' GROUP BY 1, 2
      """)
    {
      let count: Int = row["n"]
      switch Closing(rawValue: row["closing"] ?? "") {
      case .answered: status.answered += count
      case .handedOff: status.handedOff += count
      case .ignored: status.ignored[row["detail"] ?? "", default: 0] += count
      case nil: break
      }
    }
    status.acknowledged = Int(
      try db.integer(
        """
        SELECT count(DISTINCT message) FROM reply
        WHERE kind = 'acknowledgement' AND state = 'posted'
        """) ?? 0)
    status.repliesByState = try grouped(db, "SELECT state, count(*) FROM reply GROUP BY 1")
    status.handoffsByState = try grouped(db, "SELECT state, count(*) FROM handoff GROUP BY 1")
    status.attemptsByOutcome = try grouped(
      db, "SELECT coalesce(outcome, 'under way'), count(*) FROM attempt GROUP BY 1")
    status.pendingNotifications = Int(
      try db.integer("SELECT count(*) FROM notification WHERE state = 'pending'") ?? 0)
    status.unreached = Int(
      try db.integer(
        """
        SELECT count(*) FROM handoff
        WHERE state IN ('open', 'notified', 'taken') AND unreachedAt IS NOT NULL
        """) ?? 0)
    status.windowsMet = try windows(db, "outcome = 'met'")
    status.windowsMissed = try windows(db, "outcome = 'missed'")
    status.windowsRunning = try windows(db, "firedAt IS NULL")
    let undecided = Int(
      try db.integer(
        "SELECT count(*) FROM message WHERE state <> 'closed' AND state <> 'decided'") ?? 0)
    for clock in ["acknowledge", "human"] where undecided > 0 {
      status.windowsRunning[clock, default: 0] += undecided
    }
    status.oldestUnanswered = try db.integer(
      "SELECT min(createdAt) FROM message WHERE state <> 'closed'"
    ).map { Date(milliseconds: $0) }
    status.holds = try Holds.active(db)
    status.openIncidents = Int(try db.integer(IncidentRows.openCount) ?? 0)
    return status
  }

  private static func windows(_ db: Database, _ condition: String) throws -> [String: Int] {
    try grouped(
      db,
      """
      SELECT kind, count(*) FROM deadline
      WHERE kind IN ('acknowledge', 'human') AND \(condition) GROUP BY 1
      """)
  }

  private static func grouped(_ db: Database, _ sql: String) throws -> [String: Int] {
    Dictionary(try db.rows(sql).map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
  }
}
