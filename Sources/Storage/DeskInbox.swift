import Engine
import Foundation
import GRDB
import PluginKit

/// One page of the inbox: first its rows' keys from an index alone, then what is shown of them.
enum DeskInbox {
  static let maxPage = 200
  /// Characters of a message that the inbox shows.
  static let previewLength = 500
  /// How long what ended is shown.
  static let endedFor: Int64 = 30 * 86_400_000

  static func page(_ db: Database, _ query: InboxQuery, now: Int64) throws -> InboxPage {
    let limit = min(max(query.limit, 1), maxPage)
    let (sql, values) = keySQL(query, limit: limit + 1, now: now)
    let keys = try Row.fetchAll(
      try db.cachedStatement(sql: sql), arguments: StatementArguments(values)
    ).map { InboxCursor(at: $0[0], id: $0[1]) }
    let shown = keys.prefix(limit)
    return InboxPage(
      rows: try rows(db, shown.map(\.id)), next: keys.count > limit ? shown.last : nil,
      counts: try counts(db, query, now: now))
  }

  /// The keys of a page in its order, and the values of its question marks.
  static func keySQL(_ query: InboxQuery, limit: Int, now: Int64) -> (
    String, [any DatabaseValueConvertible]
  ) {
    let isEnded = query.queue == .ended
    var conditions = isEnded ? ended(query, now: now) : open(query, now: now)
    conditions += filters(query)
    let key = isEnded ? "h.closedAt" : Schema.dueKey("h.")
    let down = isEnded ? " DESC" : ""
    let sql = """
      SELECT \(key), h.id FROM handoff h INDEXED BY \(isEnded ? "handoffEnded" : "handoffInbox")
      WHERE \(conditions.map { "(\($0.sql))" }.joined(separator: " AND "))
      ORDER BY \(key)\(down), h.id\(down) LIMIT \(limit)
      """
    return (sql, conditions.flatMap(\.values))
  }

  private static let isOpen = "h.state IN ('open', 'notified', 'taken')"

  private static func open(_ query: InboxQuery, now: Int64) -> [DeskCondition] {
    let key = Schema.dueKey("h.")
    var conditions = [
      DeskCondition(isOpen), DeskCondition("\(key) >= ?", query.after?.at ?? 0),
      queue(query, now: now),
    ]
    if let after = query.after {
      conditions.append(DeskCondition("\(key) > ? OR h.id > ?", after.at, after.id))
    }
    return conditions
  }

  private static func ended(_ query: InboxQuery, now: Int64) -> [DeskCondition] {
    var conditions = [
      DeskCondition("h.state IN ('answered', 'returned', 'closed')"),
      DeskCondition("h.closedAt >= ?", now - endedFor),
    ]
    if let after = query.after {
      conditions.append(DeskCondition("h.closedAt <= ?", after.at))
      conditions.append(DeskCondition("h.closedAt < ? OR h.id < ?", after.at, after.id))
    }
    return conditions
  }

  /// Whoever sleeps on a handoff has it in no other queue.
  private static func queue(_ query: InboxQuery, now: Int64) -> DeskCondition {
    let isAwake = "coalesce(h.snoozedUntil, 0) <= ?"
    return switch query.queue {
    case .waiting: DeskCondition("h.state <> 'taken' AND \(isAwake)", now)
    case .taken:
      DeskCondition("h.state = 'taken' AND h.takenBy IS NOT ? AND \(isAwake)", query.name, now)
    case .mine: DeskCondition("(\(isTheirs)) AND \(isAwake)", query.name, query.person ?? "", now)
    case .snoozed, .ended: DeskCondition("h.snoozedUntil > ?", now)
    }
  }

  private static let isTheirs =
    "h.state = 'taken' AND h.takenBy = ? OR h.state <> 'taken' AND h.assignee = ?"

  private static func filters(_ query: InboxQuery) -> [DeskCondition] {
    var conditions = teams(query.teams)
    if let team = query.team { conditions.append(DeskCondition("h.team = ?", team)) }
    if let urgency = query.urgency {
      conditions.append(DeskCondition("h.urgency >= ?", urgency.rawValue))
    }
    if let connector = query.connector {
      conditions.append(
        DeskCondition(
          "EXISTS (SELECT 1 FROM message m WHERE m.id = h.message AND m.connector = ?)",
          connector))
    }
    return conditions + (query.search.map { DeskSearch($0).conditions } ?? [])
  }

  private static func teams(_ teams: Set<String>?) -> [DeskCondition] {
    guard let teams else { return [] }
    return [
      DeskCondition(
        "h.team IN (SELECT value FROM json_each(?))",
        JSONValue.array(teams.sorted().map { .string($0) }).text())
    ]
  }

  // MARK: What is shown

  static func counts(_ db: Database, _ query: InboxQuery, now: Int64) throws
    -> [InboxQuery.Queue: Int]
  {
    let teams = teams(query.teams)
    let conditions = ([isOpen] + teams.map(\.sql)).joined(separator: " AND ")
    let values: [any DatabaseValueConvertible] =
      [now, query.name, query.person ?? "", query.name] + teams.flatMap(\.values)
    let sql = """
      SELECT sum(isAwake AND state <> 'taken'), sum(isAwake AND isTheirs),
        sum(isAwake AND state = 'taken' AND NOT isOwn), sum(NOT isAwake)
      FROM (SELECT h.state, coalesce(h.snoozedUntil, 0) <= ? AS isAwake, (\(isTheirs)) AS isTheirs,
          h.takenBy IS ? AS isOwn
        FROM handoff h INDEXED BY handoffInbox WHERE \(conditions))
      """
    guard
      let row = try Row.fetchOne(
        try db.cachedStatement(sql: sql), arguments: StatementArguments(values))
    else { return [:] }
    func count(_ index: Int) -> Int { row[index] ?? 0 }
    return [.waiting: count(0), .mine: count(1), .taken: count(2), .snoozed: count(3)]
  }

  /// For the bar of every page: from indexes alone.
  static func counts(_ db: Database, teams: Set<String>?, now: Int64) throws -> DeskCounts {
    let ofTeams = Self.teams(teams)
    let conditions = ([isOpen] + ofTeams.map(\.sql)).joined(separator: " AND ")
    let values: [any DatabaseValueConvertible] = [now] + ofTeams.flatMap(\.values) + [now]
    let waiting = try Row.fetchOne(
      try db.cachedStatement(
        sql: """
          SELECT count(*), sum(due % 1000000000000000 <= ?) FROM (
            SELECT \(Schema.dueKey("h.")) AS due FROM handoff h INDEXED BY handoffInbox
            WHERE \(conditions) AND h.state <> 'taken' AND coalesce(h.snoozedUntil, 0) <= ?)
          """), arguments: StatementArguments(values))
    let drafts = try db.integer(
      "SELECT count(*) FROM reply WHERE state IN ('draft', 'held') AND state = 'draft'")
    let incidents = try db.integer("SELECT count(*) FROM incident WHERE resumedAt IS NULL")
    return DeskCounts(
      waiting: waiting?[0] ?? 0, overdue: waiting?[1] ?? 0,
      drafts: teams == nil ? Int(drafts ?? 0) : 0, incidents: Int(incidents ?? 0))
  }

  private static func rows(_ db: Database, _ ids: [Int64]) throws -> [InboxRow] {
    try ids.isEmpty ? [] : db.rows(rowSQL, "\(ids)").map(row)
  }

  /// A label is whatever a stage made it: text of some length, or nothing.
  private static func label(_ path: String) -> String {
    """
    CASE WHEN json_valid(d.record) THEN
      substr(CAST(json_extract(d.record, '$.findings.\(path)') AS TEXT), 1, 40) END
    """
  }

  private static let rowSQL = """
    SELECT h.*, m.connector || '/' || m.remote AS messageID,
      substr(m.text, 1, \(previewLength)) AS text, m.url, m.conversation, a.handle, m.connector,
      m.platform, m.visibility, m.createdAt, a.name AS authorName, a.followers, c.messages,
      \(label("intent.label")) AS intent, \(label("sentiment.label")) AS sentiment,
      \(label("language.code")) AS language,
      (SELECT min(r.id) FROM reply r WHERE r.message = m.id AND +r.state = 'draft') AS draft
    FROM json_each(?) k CROSS JOIN handoff h ON h.id = k.value
    JOIN message m ON m.id = h.message JOIN author a ON a.id = m.author
    JOIN conversation c ON c.id = m.conversation
    LEFT JOIN decision d ON d.message = h.message AND d.cycle = h.cycle
    ORDER BY k.key
    """

  private static func row(_ row: Row) -> InboxRow {
    InboxRow(
      handoff: Handoffs.row(row), connector: row["connector"], platform: row["platform"],
      authorName: row["authorName"], followers: row["followers"],
      isPublic: (Visibility(rawValue: row["visibility"]) ?? .direct).isPublic,
      createdAt: row.date("createdAt") ?? .distantPast, messages: row["messages"],
      intent: row["intent"], sentiment: row["sentiment"], language: row["language"],
      draft: row["draft"], endedAt: row.date("closedAt"))
  }
}
