public import Foundation
public import PluginKit

/// Reads a period slice by slice and reports on it.
public struct Reporter: Sendable {
  private let store: any ReportedStore

  public init(_ store: any ReportedStore) { self.store = store }

  /// - Parameter now: which windows still run; what came later than `period.until` counts too.
  public func report(on period: ReportPeriod, brand: Brand, now: Date) async throws -> Report {
    var builder = ReportBuilder(period, brand: brand, now: now)
    var slice = ReportSlice(since: period.since, until: period.until)
    while true {
      try Task.checkCancellation()
      let page = try await store.report(slice)
      for row in page.rows { builder.add(row) }
      guard let next = page.next else { break }
      slice.after = next
    }
    return builder.result(
      corrections: try await store.corrections(since: period.since, until: period.until),
      incidents: try await store.incidents(since: period.since, until: period.until))
  }
}
