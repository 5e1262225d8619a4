import Engine
import Foundation
import PluginKit
import PluginTesting

extension ReportRow {
  /// A customer's message with everything defaulted; times are seconds after `fixtureTime`.
  static func make(
    _ row: Int64 = 1, connector: String = "shop", author: String = "@ana", at: Double = 0,
    received: Double? = nil, closing: Closing? = nil, action: String? = "handoff",
    intent: String? = nil, wantsReply: Double? = nil, sentiment: String? = nil,
    replies: [Reply] = [], handoff: Handoff? = nil, acknowledge: [Window] = [],
    human: [Window] = [], outcomes: [Outcome] = []
  ) -> ReportRow {
    var facts = ReportRow(
      row: row, message: "\(connector)/m\(row)", connector: connector, platform: "test",
      author: author, createdAt: fixtureTime + .seconds(at),
      receivedAt: fixtureTime + .seconds(received ?? at))
    facts.closing = closing
    facts.action = action
    facts.intent = intent
    facts.wantsReply = wantsReply
    facts.sentiment = sentiment
    facts.replies = replies
    facts.handoff = handoff
    facts.handoffs = handoff == nil ? 0 : 1
    facts.acknowledge = acknowledge
    facts.human = human
    facts.outcomes = outcomes
    return facts
  }

  func with(_ change: (inout ReportRow) -> Void) -> ReportRow {
    var copy = self
    change(&copy)
    return copy
  }
}

extension ReportRow.Reply {
  static func posted(
    _ kind: String, at seconds: Double, template: String? = nil
  ) -> ReportRow.Reply {
    .init(kind: kind, template: template, postedAt: fixtureTime + .seconds(seconds))
  }
}

extension ReportRow.Window {
  static func due(
    _ seconds: Double, _ outcome: Outcome, cycle: Int = 1
  ) -> ReportRow.Window {
    .init(cycle: cycle, due: fixtureTime + .seconds(seconds), outcome: outcome)
  }
}

/// Rows in memory, a few a slice.
struct ListedRows: ReportedStore {
  var rows: [ReportRow]
  var corrected: [String: Int] = [:]
  var began: [String: Int] = [:]
  var perSlice = 3

  func report(_ slice: ReportSlice) async throws -> ReportPage {
    let left = rows.drop { row in slice.after.map { row.row <= $0 } ?? false }
    let page = left.prefix(perSlice)
    return ReportPage(
      rows: page.filter { $0.receivedAt >= slice.since && $0.receivedAt < slice.until },
      next: page.count == left.count ? nil : page.last?.row)
  }

  func corrections(since: Date, until: Date) async throws -> [String: Int] { corrected }
  func incidents(since: Date, until: Date) async throws -> [String: Int] { began }

  func reported(
    days: Double = 1, zone: TimeZone = .gmt, now: Date? = nil, brand: String = "Northwind"
  ) async throws -> Report {
    let period = ReportPeriod(
      since: fixtureTime - .hours(1), until: fixtureTime + .seconds(days * 86_400))
    return try await Reporter(self).report(
      on: period, brand: Brand(name: brand, timeZone: zone), now: now ?? period.until)
  }

  func mark(_ name: String) async throws -> String? { nil }
  func setMark(_ name: String, _ value: String) async throws {}
}
