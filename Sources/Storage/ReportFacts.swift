import Engine
import Foundation
import GRDB

extension Reporting {
  /// The rows of a slice, to which each table adds what it knows.
  struct Facts {
    private(set) var rows: [ReportRow]
    private let places: [Int64: Int]

    init(_ rows: [ReportRow]) {
      self.rows = rows
      places = Dictionary(
        rows.enumerated().map { ($0.element.row, $0.offset) }, uniquingKeysWith: { $1 })
    }

    /// - Parameters:
    ///   - first: the range of message rows, both ends included.
    mutating func read(_ db: Database, _ first: Int64, _ last: Int64) throws {
      try decisions(db, first, last)
      try handoffs(db, first, last)
      try replies(db, first, last)
      try windows(db, first, last)
      try nativeAnswers(db, first, last)
      try outcomes(db, first, last)
    }

    /// Hands over the row that a statement's first column names.
    private mutating func add(
      _ db: Database, _ sql: String, _ first: Int64, _ last: Int64,
      to change: (inout ReportRow, Columns) -> Void
    ) throws {
      var rows = rows
      _ = try db.all(sql, first, last) { columns in
        if let place = places[columns.int(0)] { change(&rows[place], columns) }
      }
      self.rows = rows
    }

    /// The last cycle's counts.
    private mutating func decisions(_ db: Database, _ first: Int64, _ last: Int64) throws {
      try add(
        db,
        """
        SELECT message, action, reason, json_extract(record, '$.findings.intent.label'),
          json_extract(record, '$.findings.intent.wantsReply'),
          json_extract(record, '$.findings.sentiment.label')
        FROM decision WHERE message BETWEEN ? AND ? ORDER BY message, cycle
        """, first, last
      ) { row, columns in
        row.action = columns.text(1)
        row.reason = columns.text(2)
        row.intent = columns.optional(columns.text, 3)
        row.wantsReply = columns.optional(columns.real, 4)
        row.sentiment = columns.optional(columns.text, 5)
      }
    }

    private mutating func handoffs(_ db: Database, _ first: Int64, _ last: Int64) throws {
      try add(
        db,
        """
        SELECT message, team, state, category, openedAt, takenAt, closedAt FROM handoff
        WHERE message BETWEEN ? AND ? ORDER BY message, cycle
        """, first, last
      ) { row, columns in
        row.handoffs += 1
        row.handoff = .init(
          team: columns.text(1), state: HandoffState(rawValue: columns.text(2)) ?? .open,
          category: columns.optional(columns.text, 3), openedAt: columns.date(4),
          takenAt: columns.optional(columns.date, 5), closedAt: columns.optional(columns.date, 6))
      }
    }

    private mutating func replies(_ db: Database, _ first: Int64, _ last: Int64) throws {
      try add(
        db,
        """
        SELECT message, kind, template, CASE state WHEN 'posted' THEN postedAt END FROM reply
        WHERE message BETWEEN ? AND ? ORDER BY message, id
        """, first, last
      ) { row, columns in
        row.replies.append(
          .init(
            kind: columns.text(1), template: columns.optional(columns.text, 2),
            postedAt: columns.optional(columns.date, 3)))
      }
    }

    private mutating func windows(_ db: Database, _ first: Int64, _ last: Int64) throws {
      try add(
        db,
        """
        SELECT message, kind = 'human', cycle, at, outcome FROM deadline
        WHERE message BETWEEN ? AND ? AND kind IN ('acknowledge', 'human') ORDER BY message, id
        """, first, last
      ) { row, columns in
        let outcome = columns.optional(columns.text, 4).map {
          ReportRow.Window.Outcome(rawValue: $0) ?? .void
        }
        let window = ReportRow.Window(
          cycle: columns.number(2), due: columns.date(3), outcome: outcome ?? .running)
        if columns.bool(1) { row.human.append(window) } else { row.acknowledge.append(window) }
      }
    }

    private mutating func nativeAnswers(_ db: Database, _ first: Int64, _ last: Int64) throws {
      try add(
        db,
        """
        SELECT message, at FROM event
        WHERE message BETWEEN ? AND ? AND kind = 'answered natively' ORDER BY message, number
        """, first, last
      ) { row, columns in
        if row.answeredNativelyAt == nil { row.answeredNativelyAt = columns.date(1) }
      }
    }

    private mutating func outcomes(_ db: Database, _ first: Int64, _ last: Int64) throws {
      try add(
        db,
        """
        SELECT message, step, since, treated, result FROM outcome
        WHERE message BETWEEN ? AND ? ORDER BY message, step
        """, first, last
      ) { row, columns in
        row.outcomes.append(
          .init(
            step: columns.number(1), since: columns.date(2), isTreated: columns.bool(3),
            result: columns.optional(columns.text, 4)))
      }
    }
  }
}
