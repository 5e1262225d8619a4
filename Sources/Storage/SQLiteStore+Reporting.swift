public import Engine
public import Foundation

extension SQLiteStore: ReportedStore {
  public func report(_ slice: ReportSlice) async throws -> ReportPage {
    try await commits.read { db in try Reporting.page(db, slice) }
  }

  public func corrections(since: Date, until: Date) async throws -> [String: Int] {
    try await commits.read { db in
      Dictionary(
        try db.all(
          "SELECT kind, count(*) FROM correction WHERE at >= ? AND at < ? GROUP BY kind",
          since.milliseconds, until.milliseconds
        ) { ($0.text(0), $0.number(1)) }, uniquingKeysWith: +)
    }
  }

  public func incidents(since: Date, until: Date) async throws -> [String: Int] {
    try await commits.read { db in
      let rows = try db.all(
        """
        SELECT kind, count(*), sum(resumedAt IS NULL) FROM incident
        WHERE openedAt >= ? AND openedAt < ? AND mergedInto IS NULL GROUP BY kind
        """, since.milliseconds, until.milliseconds
      ) { (kind: $0.text(0), all: $0.number(1), open: $0.number(2)) }
      var counts = Dictionary(rows.map { ($0.kind, $0.all) }, uniquingKeysWith: +)
      let open = rows.reduce(0) { $0 + $1.open }
      if open > 0 { counts["open"] = open }
      return counts
    }
  }

  public func mark(_ name: String) async throws -> String? {
    try await commits.read { db in
      try db.first("SELECT value FROM meta WHERE name = ?", name) { $0.text(0) }
    }
  }

  public func setMark(_ name: String, _ value: String) async throws {
    _ = try await commits.write { db in
      try db.run(
        """
        INSERT INTO meta(name, value) VALUES(?1, ?2)
        ON CONFLICT(name) DO UPDATE SET value = ?2
        """, name, value)
    }
  }
}
