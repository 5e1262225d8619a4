import Engine
import Foundation
import GRDB
import PluginKit

/// Checks the promises on a live store. Each rule is one query that finds nothing when it holds.
enum Verify {
  /// Violations printed per rule.
  static let maxPerRule = 20

  private struct Rule: Sendable {
    var promise: String
    var sql: String
    /// How many `?` of `now - tolerance`.
    var times = 0
    var needsLive = false
    var what: String
    var repair: String
  }

  /// One read a check, so that a live store goes on between them; the file itself is checked only
  /// while no daemon waits for it.
  static func violations(_ store: GroupCommit, now: Int64, _ rules: VerifyRules) async throws
    -> [Violation]
  {
    var found = rules.isLive ? [] : try await store.read(file)
    let late = now - Int64(rules.tolerance.seconds * 1000)
    for rule in table(maxTurns: rules.maxAutomatedTurns) where rules.isLive || !rule.needsLive {
      found += try await store.read { db in try check(db, rule, late: late) }
    }
    return found
  }

  @Sendable private static func file(_ db: Database) throws -> [Violation] {
    let integrity = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
    guard integrity != "ok" else { return [] }
    return [
      Violation(
        promise: "store", row: nil, what: "SQLite: \(integrity ?? "no answer")",
        repair: "stop replyd and restore a backup")
    ]
  }

  private static func check(_ db: Database, _ rule: Rule, late: Int64) throws -> [Violation] {
    let times = Array(repeating: late, count: rule.times)
    return try Row.fetchAll(
      db, sql: rule.sql + " LIMIT \(maxPerRule)", arguments: StatementArguments(times)
    ).map { Violation(promise: rule.promise, row: $0[0], what: rule.what, repair: rule.repair) }
  }

  private static func table(maxTurns: Int) -> [Rule] {
    inbox + outbox(maxTurns: maxTurns) + handoffs
  }

  private static let inbox: [Rule] = [
    Rule(
      promise: "P1",
      sql: """
        SELECT id FROM message m WHERE NOT EXISTS (
          SELECT 1 FROM event e WHERE e.message = m.id AND e.kind = 'received')
        """,
      what: "a message without the event of its arrival",
      repair: "the file was changed by hand: restore a backup"),
    Rule(
      promise: "P2",
      sql: """
        SELECT id FROM message WHERE (state = 'closed') <> (closing IS NOT NULL)
          OR (closing = 'ignored' AND coalesce(closingDetail, '') = '')
        """,
      what: "a message that is closed without a reason, or has one while open",
      repair: "look at it with `replyd why`, then close it by hand"),
    Rule(
      promise: "P2",
      sql: """
        SELECT id FROM message m WHERE state = 'closed' AND (
          EXISTS (SELECT 1 FROM reply r WHERE r.message = m.id
            AND r.kind NOT IN ('human', 'holdingStatement')
            AND r.state IN ('draft', 'queued', 'held', 'sending', 'unknown'))
          OR (closing = 'answered' AND closingDetail IS NULL AND NOT EXISTS (
            SELECT 1 FROM reply r WHERE r.message = m.id
            AND r.cycle = m.cycle AND r.kind = 'answer' AND r.state = 'posted'))
          OR (closing = 'answered' AND closingDetail IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM event e WHERE e.message = m.id AND e.kind = 'answered natively'))
          OR (closing = 'handedOff' AND NOT EXISTS (SELECT 1 FROM handoff h
            WHERE h.message = m.id AND h.cycle = m.cycle AND h.state <> 'open')))
        """,
      what: "a closed message whose reply or handoff says otherwise",
      repair: "look at it with `replyd why`"),
    Rule(
      promise: "P2",
      sql: """
        SELECT id FROM message m WHERE state = 'decided'
          AND NOT EXISTS (SELECT 1 FROM reply r WHERE r.message = m.id
            AND r.state IN ('draft', 'queued', 'held', 'sending', 'unknown'))
          AND NOT EXISTS (SELECT 1 FROM handoff h WHERE h.message = m.id AND h.cycle = m.cycle
            AND h.state = 'open')
        """,
      what: "a decided message for which nothing more will happen",
      repair: "restart replyd; if it stays, hand it to a human"),
    Rule(
      promise: "P6",
      sql: "SELECT id FROM message WHERE state IN ('stored', 'evaluating') AND readyAt < ?",
      times: 1, needsLive: true, what: "a message that waits for its evaluation",
      repair: "look for a slow stage in the log"),
  ]

  private static func outbox(maxTurns: Int) -> [Rule] {
    [
      Rule(
        promise: "P3",
        sql: """
          SELECT message FROM reply WHERE postedAt IS NOT NULL AND kind <> 'human'
          GROUP BY message, cycle, kind HAVING count(*) > 1
          """,
        what: "two replies of one kind in one cycle", repair: "delete one on the platform"),
      Rule(
        promise: "P3",
        sql: """
          SELECT message FROM reply r WHERE (state = 'posted') <> (remote IS NOT NULL)
            OR (state = 'posted' AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.reply = r.id))
          """,
        what: "a posted reply without receipt or attempt", repair: "compare with the platform"),
      Rule(
        promise: "P3",
        sql: """
          SELECT r.message FROM attempt a JOIN reply r ON r.id = a.reply
          WHERE a.outcome IS NULL AND (r.state <> 'sending' OR a.startedAt < ?)
          """,
        times: 1, needsLive: true, what: "an attempt that never ended",
        repair: "restart replyd: the platform is asked whether the reply is out"),
      Rule(
        promise: "P7",
        sql: """
          SELECT r.message FROM reply r JOIN author a ON a.id = r.author
          JOIN message m ON m.id = r.message
          WHERE r.postedAt IS NOT NULL AND r.approvedBy IS NULL AND m.automated = 1
          """,
        what: "an automatic reply to a machine", repair: "report it: the loop guard failed"),
      Rule(
        promise: "P7",
        sql: """
          SELECT min(message) FROM reply WHERE postedAt IS NOT NULL AND approvedBy IS NULL
          GROUP BY conversation HAVING count(*) > \(maxTurns)
          """,
        what: "more than \(maxTurns) automatic replies in one conversation",
        repair: "report it, unless the limit was lowered since"),
      Rule(
        promise: "P8",
        sql: """
          SELECT r.message FROM attempt a JOIN reply r ON r.id = a.reply JOIN hold h
            ON a.id > h.afterAttempt AND a.id <= coalesce(h.untilAttempt, a.id)
            AND (\(Holds.cover("r")))
          WHERE a.outcome IS NOT 'withheld'
          """,
        what: "a send that started during a hold", repair: "report it: the hold was not obeyed"),
    ] + words
  }

  private static let words: [Rule] = [
    Rule(
      promise: "P9",
      sql: """
        SELECT r.message FROM reply r JOIN message m ON m.id = r.message
        WHERE r.postedAt IS NOT NULL AND r.visibility < m.visibility
          AND r.cycle = m.cycle
        """,
      what: "a reply that is wider than its parent", repair: "delete it on the platform"),
    Rule(
      promise: "P10",
      sql: """
        SELECT message FROM reply r WHERE text = ''
          OR NOT EXISTS (SELECT 1 FROM config c WHERE c.id = r.config)
          OR NOT EXISTS (SELECT 1 FROM decision d WHERE d.message = r.message
            AND d.cycle = r.cycle)
        """,
      what: "a reply without its text, config or decision",
      repair: "the file was changed by hand: restore a backup"),
  ]

  private static let handoffs: [Rule] = [
    Rule(
      promise: "P4",
      sql: """
        SELECT id FROM message m WHERE state <> 'closed' AND CASE state WHEN 'decided' THEN
            NOT EXISTS (SELECT 1 FROM deadline d WHERE d.message = m.id AND d.cycle = m.cycle
              AND d.kind = 'human')
          ELSE humanBy = 0 OR acknowledgeBy = 0 END
        """,
      what: "an open message without deadlines", repair: "report it"),
    Rule(
      promise: "P4",
      sql: """
        SELECT message FROM deadline WHERE firedAt IS NULL AND at < ?
        """,
      times: 1, needsLive: true, what: "an overdue deadline that has not fired",
      repair: "look for store errors in the log"),
    Rule(
      promise: "P5",
      sql: """
        SELECT message FROM handoff h WHERE state = 'open' AND NOT EXISTS (
          SELECT 1 FROM notification n WHERE n.handoff = h.id AND n.state = 'pending')
        """,
      what: "an open handoff that no notifier could be told of",
      repair: "fix the team's notifiers, then take it with `replyd handoffs take`"),
    Rule(
      promise: "P5",
      sql: """
        SELECT message FROM handoff h WHERE state IN ('open', 'notified') AND NOT EXISTS (
          SELECT 1 FROM deadline d WHERE d.message = h.message AND d.cycle = h.cycle
            AND d.kind IN ('escalate', 'wake') AND d.firedAt IS NULL)
        """,
      what: "a waiting handoff without a next escalation", repair: "report it"),
  ]
}
