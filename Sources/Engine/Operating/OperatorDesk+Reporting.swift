import Foundation
import PluginKit

/// Reports, and the messages behind them.
extension OperatorDesk {
  /// Slices of rows in one answer: what a client reads at once.
  private static let slices = 20

  func report(since: String, until: String?, at now: Date) async throws -> JSONValue {
    let period = try period(since, until, now)
    return try await Reporter(store).report(on: period, brand: brand(), now: now).json()
  }

  func reportRows(
    since: String, until: String?, after: Int64?, at now: Date
  ) async throws -> JSONValue {
    let period = try period(since, until, now)
    var slice = ReportSlice(since: period.since, until: period.until, after: after)
    var page = try await store.report(slice)
    var count = 1
    while let next = page.next, count < Self.slices {
      slice.after = next
      let more = try await store.report(slice)
      page = ReportPage(rows: page.rows + more.rows, next: more.next)
      count += 1
    }
    return try page.json(period)
  }

  private func period(_ since: String, _ until: String?, _ now: Date) throws -> ReportPeriod {
    do {
      return try ReportPeriod(since: since, until: until, now: now, zone: brand().timeZone)
    } catch { throw Refusal(error.description) }
  }
}
