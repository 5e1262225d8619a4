import Engine
import Foundation
import PluginKit

/// The report of a period.
struct ReportsView: PageView {
  static let template = "reports"

  /// nil when there is none, with a reason in `mistake`.
  var report: Report?
  /// As the form had it.
  var since: String
  var until: String = ""
  var mistake: String?

  var title: String { "Reports" }
  var place: NavPlace? { .reports }

  private static let spans = [("24h", "24 hours"), ("7d", "7 days"), ("30d", "30 days")]

  func slots(_ frame: PageFrame) -> Slots {
    func export(_ format: String) -> String {
      QueryText.path(
        "/reports/export.\(format)", [("since", since), ("until", until)])
    }
    var slots: Slots = [
      "since": since, "until": until, "hasReport": report != nil, "periodWords": "",
      "spans": Self.spans.map { value, label -> Slots in
        ["value": value, "label": label, "isCurrent": since == value && until.isEmpty]
      },
      "csvHref": export("csv"), "jsonHref": export("json"),
    ]
    if let mistake { slots["mistake"] = mistake }
    guard let report else { return slots }
    let period = report.period
    let clock = ClockText(
      zone: TimeZone(identifier: report.timeZone) ?? frame.clock.zone, now: frame.now)
    let end =
      abs(frame.now.timeIntervalSince(period.until)) < 60 ? "now" : clock.moment(period.until)
    slots["periodWords"] = "\(clock.moment(period.since)) to \(end), \(report.timeZone)"
    slots.merge(ReportText.slots(report, clock)) { $1 }
    return slots
  }
}
