import Foundation
import PluginKit

/// Makes a report of rows, one after the other. Pure: it knows no store and no clock. Keeps a few
/// numbers a row and no row.
struct ReportBuilder {
  private enum Dimension: CaseIterable {
    case connector, team, intent, template

    func name(of row: ReportRow) -> String {
      switch self {
      case .connector: row.connector
      case .team: row.handoff?.team ?? Report.none
      case .intent: row.intent ?? Report.none
      case .template: row.template ?? Report.none
      }
    }
  }

  private let period: ReportPeriod
  private let brand: Brand
  private let now: Date
  private let buckets: ReportBuckets
  private var total: FigureTally
  private var groups: [Dimension: [String: FigureTally]] = [:]
  private var missed: [String: [Report.Missed]] = [:]
  private var outcomes = OutcomeTally()

  init(_ period: ReportPeriod, brand: Brand, now: Date) {
    self.period = period
    self.brand = brand
    self.now = now
    buckets = ReportBuckets(period, zone: brand.timeZone)
    total = FigureTally(buckets: buckets.all.count)
  }

  mutating func add(_ row: ReportRow) {
    let bucket = buckets.index(of: row.receivedAt)
    total.add(row, bucket: bucket, now: now)
    for dimension in Dimension.allCases {
      groups[dimension, default: [:]][
        name(of: row, in: dimension), default: FigureTally(buckets: buckets.all.count)
      ].add(row, bucket: bucket, now: now)
    }
    outcomes.add(row)
    guard row.origin == .customer else { return }
    note(row, "acknowledge", row.acknowledge, by: row.replyTimes)
    note(row, "human", row.human, by: row.answerTimes)
  }

  func result(corrections: [String: Int], incidents: [String: Int]) -> Report {
    Report(
      brand: brand.name, timeZone: brand.timeZone.identifier, period: period, madeAt: now,
      buckets: buckets, total: total.result(),
      missed: ["acknowledge", "human"].flatMap { Self.longest(missed[$0] ?? []) },
      groups: Report.Groups(
        connector: list(.connector), team: list(.team), intent: list(.intent),
        template: list(.template)),
      outcomes: outcomes.result(), corrections: corrections,
      incidents: incidents)
  }

  /// The first names get a group each; names that come when there are enough share one.
  private func name(of row: ReportRow, in dimension: Dimension) -> String {
    let name = dimension.name(of: row)
    guard let known = groups[dimension] else { return name }
    return known[name] != nil || known.count < Report.groupLimit ? name : Report.others
  }

  private func list(_ dimension: Dimension) -> [Report.Group] {
    (groups[dimension] ?? [:]).sorted { ($1.value.volume, $0.key) < ($0.value.volume, $1.key) }
      .map { Report.Group(name: $0.key, figures: $0.value.result()) }
  }

  private mutating func note(
    _ row: ReportRow, _ clock: String, _ windows: [ReportRow.Window], by replies: [Date]
  ) {
    guard ReportRow.outcome(of: windows) == .missed else { return }
    let late = ReportRow.lateness(of: windows, replies: replies, now: now)
    missed[clock, default: []].append(
      Report.Missed(
        clock: clock, row: row.row, message: row.message, team: row.handoff?.team,
        author: row.author, url: row.url,
        lateSeconds: late.seconds, isOpen: late.isOpen))
    if let all = missed[clock], all.count >= 2 * Report.listed {
      missed[clock] = Self.longest(all)
    }
  }

  private static func longest(_ missed: [Report.Missed]) -> [Report.Missed] {
    Array(
      missed.sorted { ($1.lateSeconds, $0.row) < ($0.lateSeconds, $1.row) }.prefix(Report.listed))
  }
}
