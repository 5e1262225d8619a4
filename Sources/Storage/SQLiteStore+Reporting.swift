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
}
