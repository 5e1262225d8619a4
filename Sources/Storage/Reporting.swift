import Engine
import Foundation
import GRDB

/// Reads messages as reports count them. A slice is a range of message rows; what belongs to them
/// is read by the same range, one statement a table, each along an index.
enum Reporting {
  /// Rows come in the order in which they were received, but for a clock that was set back: by no
  /// more than this, in milliseconds.
  static let clockSlack: Int64 = 86_400_000

  static func page(_ db: Database, _ slice: ReportSlice) throws -> ReportPage {
    let since = slice.since.milliseconds
    let until = slice.until.milliseconds
    let start = try slice.after ?? first(db, receivedFrom: since - clockSlack) - 1
    let found = try messages(db, after: start, limit: slice.limit)
    guard let first = found.first?.row, let last = found.last else { return ReportPage() }
    var facts = Facts(found.filter { $0.isIn(since, until) }.map(\.facts))
    if !facts.rows.isEmpty { try facts.read(db, first, last.row) }
    let isOver = found.count < slice.limit || last.receivedAt >= until + clockSlack
    return ReportPage(rows: facts.rows, next: isOver ? nil : last.row)
  }

  /// By halving: `receivedAt` has no index, since every message would pay for it.
  private static func first(_ db: Database, receivedFrom time: Int64) throws -> Int64 {
    var low = try db.integer("SELECT min(id) FROM message") ?? 1
    var high = (try db.integer("SELECT max(id) FROM message") ?? 0) + 1
    while low < high {
      let middle = low + (high - low) / 2
      let found = try db.first(
        "SELECT id, receivedAt FROM message WHERE id >= ? ORDER BY id LIMIT 1", middle
      ) { ($0.int(0), $0.int(1)) }
      // There is one, since `high` is beyond the last row at most.
      guard let found, found.1 < time else {
        high = middle
        continue
      }
      low = found.0 + 1
    }
    return low
  }

  private struct Found {
    var facts: ReportRow
    var receivedAt: Int64
    var row: Int64 { facts.row }

    func isIn(_ since: Int64, _ until: Int64) -> Bool { receivedAt >= since && receivedAt < until }
  }

  private static func messages(_ db: Database, after row: Int64, limit: Int) throws -> [Found] {
    try db.all(messageSQL, row, limit) { columns in
      var facts = ReportRow(
        row: columns.int(0), message: "\(columns.text(1))/\(columns.text(2))",
        connector: columns.text(1), platform: columns.text(3), author: columns.text(4),
        url: columns.optional(columns.text, 5), createdAt: columns.date(6),
        startedAt: columns.optional(columns.date, 7), receivedAt: columns.date(8))
      facts.closing = columns.optional(columns.text, 9).flatMap(Closing.init(rawValue:))
      facts.closingDetail = columns.optional(columns.text, 10)
      facts.isCoalesced = columns.bool(11)
      facts.isAutomated = columns.bool(12)
      facts.isDeleted = columns.bool(13)
      if columns.bool(14) {
        // Before its decision a message has its windows in its own row.
        let cycle = columns.number(15)
        facts.acknowledge = [
          .init(cycle: cycle, due: columns.date(16), outcome: .running)
        ]
        facts.human = [.init(cycle: cycle, due: columns.date(17), outcome: .running)]
      }
      return Found(facts: facts, receivedAt: columns.int(8))
    }
  }

  /// A burst's clocks are those of its first message, in the same conversation.
  private static let messageSQL = """
    SELECT m.id, m.connector, m.remote, m.platform,
      CASE a.handle WHEN '' THEN a.remote ELSE a.handle END, m.url, m.createdAt,
      (SELECT min(b.createdAt, m.createdAt) FROM message b
        WHERE b.conversation = m.conversation AND b.coalescedInto = m.id
        ORDER BY b.createdAt LIMIT 1),
      m.receivedAt, m.closing, m.closingDetail, m.coalescedInto IS NOT NULL,
      m.automated OR a.bot, m.deletedAt IS NOT NULL, m.state IN ('stored', 'evaluating'),
      m.cycle, m.acknowledgeBy, m.humanBy
    FROM message m JOIN author a ON a.id = m.author
    WHERE m.id > ? ORDER BY m.id LIMIT ?
    """
}
