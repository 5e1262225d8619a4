import Engine
import Foundation
import GRDB

/// What waits, by indexes that hold only what waits.
enum Gauges {
  static let openMessages = """
    SELECT state, count(*) FROM message WHERE state <> 'closed' GROUP BY state
    """
  static let oldestMessage = "SELECT min(createdAt) FROM message WHERE state <> 'closed'"
  /// Each has a partial index of its own.
  static let replies = [
    "SELECT state, count(*) FROM reply WHERE state = 'queued' GROUP BY state",
    "SELECT state, count(*) FROM reply WHERE state IN ('sending', 'unknown') GROUP BY state",
    "SELECT state, count(*) FROM reply WHERE state IN ('draft', 'held') GROUP BY state",
  ]
  static let handoffs = """
    SELECT state, count(*) FROM handoff WHERE state IN ('open', 'notified', 'taken') GROUP BY state
    """
  /// In the index's own words, else SQLite does not use it.
  static let oldestHandoff = """
    SELECT min(openedAt) FROM handoff
    WHERE state IN ('open', 'notified', 'taken') AND state <> 'taken'
    """
  static let notifications = "SELECT count(*) FROM notification WHERE state = 'pending'"
  static let windowsRunning = """
    SELECT kind, count(*) FROM deadline
    WHERE firedAt IS NULL AND kind IN ('acknowledge', 'human') GROUP BY kind
    """

  static func read(_ db: Database) throws -> StoreGauges {
    var gauges = StoreGauges()
    gauges.messages = try counts(db, openMessages)
    for sql in replies { gauges.replies.merge(try counts(db, sql)) { $0 + $1 } }
    gauges.handoffs = try counts(db, handoffs)
    gauges.pendingNotifications = Int(try db.integer(notifications) ?? 0)
    gauges.windowsRunning = try counts(db, windowsRunning)
    // Before its decision a message has its windows in its own row.
    let undecided = (gauges.messages["stored"] ?? 0) + (gauges.messages["evaluating"] ?? 0)
    for clock in ["acknowledge", "human"] where undecided > 0 {
      gauges.windowsRunning[clock, default: 0] += undecided
    }
    for row in try db.rows("SELECT clock, outcome, count FROM tally") {
      let clock: String = row["clock"]
      if (row["outcome"] as String) == "met" {
        gauges.windowsMet[clock] = row["count"]
      } else {
        gauges.windowsMissed[clock] = row["count"]
      }
    }
    gauges.oldestUnanswered = try db.integer(oldestMessage).map { Date(milliseconds: $0) }
    gauges.oldestHandoff = try db.integer(oldestHandoff).map { Date(milliseconds: $0) }
    gauges.holds = try Holds.active(db)
    gauges.openIncidents = Int(try db.integer(IncidentRows.openCount) ?? 0)
    return gauges
  }

  private static func counts(_ db: Database, _ sql: String) throws -> [String: Int] {
    Dictionary(try db.rows(sql).map { ($0[0], $0[1]) }, uniquingKeysWith: +)
  }
}
