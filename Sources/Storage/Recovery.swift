import Engine
import Foundation
import GRDB
import PluginKit

/// Makes a store that was killed consistent again.
enum Recovery {
  static func recover(_ db: Database, _ plan: RecoveryPlan) throws -> RecoveryReport {
    var report = RecoveryReport()
    report.unknownSends = try unknownSends(db, plan)
    for row in try db.rows(
      """
      SELECT id, cycle, crashes FROM message WHERE state <> 'closed' AND state = 'evaluating'
      """)
    {
      let id: Int64 = row["id"]
      let crashes = (row["crashes"] as Int) + 1
      if let stage = plan.hung[id] {
        try quarantine(db, row, plan, reason: "stage \(stage) hung on this message")
        report.quarantined += 1
      } else if crashes >= plan.quarantineAfter {
        try quarantine(db, row, plan, reason: "present at \(crashes) crashes")
        report.quarantined += 1
      } else {
        try db.run(
          """
          UPDATE message SET state = 'stored', crashes = ?, fence = fence + 1 WHERE id = ?
          """, crashes, id)
        report.reevaluated += 1
      }
    }
    return report
  }

  /// A send under way when the process died may be out: it is asked for, never repeated blindly.
  private static func unknownSends(_ db: Database, _ plan: RecoveryPlan) throws -> Int {
    let at = plan.at.milliseconds
    try db.run(
      """
      UPDATE attempt SET endedAt = ?, outcome = 'crashed'
      WHERE outcome IS NULL AND reply IN (
        SELECT id FROM reply WHERE state IN ('sending', 'unknown') AND state = 'sending')
      """, at)
    return try db.run(
      """
      UPDATE reply SET state = 'unknown', asked = 0, notBefore = ?, fence = fence + 1,
        detail = 'the process ended while it was being sent'
      WHERE state IN ('sending', 'unknown') AND state = 'sending'
      """, (plan.at + plan.surfacesWithin).milliseconds)
  }

  private static func quarantine(
    _ db: Database, _ row: Row, _ plan: RecoveryPlan, reason: String
  ) throws {
    let id: Int64 = row["id"]
    try db.run(
      """
      UPDATE message SET state = 'decided', crashes = crashes + 1, fence = fence + 1 WHERE id = ?
      """, id)
    try db.run(
      """
      INSERT INTO deadline(message, cycle, kind, at)
      SELECT id, cycle, 'acknowledge', acknowledgeBy FROM message WHERE id = ?1
      UNION ALL SELECT id, cycle, 'human', humanBy FROM message WHERE id = ?1
      """, id)
    let text = "quarantined: \(reason)"
    try Decisions.record(
      db,
      Decided(
        row: id, fence: 0, cycle: row["cycle"], at: plan.at, action: .handoff, reason: text,
        record: "{}", config: plan.config, acknowledgeBy: plan.at, humanBy: plan.at))
    var handoff = plan.handoff
    handoff.reason = text
    try Handoffs.open(db, message: id, cycle: row["cycle"], handoff, at: plan.at.milliseconds)
    try NativeAnswers.resolve(db, message: id, at: plan.at.milliseconds)
  }
}
