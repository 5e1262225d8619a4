import Engine
import Foundation

/// How a report's figures are written, on the terminal and in HTML alike.
enum ReportShown {
  /// `12.3 % (9.7–15.5 %)`, or `3 of 4` where there are too few for a rate.
  static func rate(_ share: Share) -> String {
    guard let rate = share.rate, let low = share.low, let high = share.high else {
      return few(share)
    }
    return "\(ReportText.percent(rate)) (\(bare(low))–\(ReportText.percent(high)))"
  }

  /// The same, broken only before the interval.
  static func markup(_ share: Share) -> Markup {
    guard share.rate != nil else { return "\(few(share))" }
    let parts = rate(share).replacing(" %", with: "\u{A0}%").split(separator: " ").map(String.init)
    return "\(parts[0]) <span class=\"range\">\(parts[1])</span>"
  }

  /// `12.3 %`, or `3 of 4`.
  static func shortRate(_ share: Share) -> String {
    share.rate.map(ReportText.percent) ?? few(share)
  }

  static func time(_ seconds: Double?) -> String { seconds.map(ReportText.duration) ?? "–" }

  static func plural(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// `2026-11-20 00:00 – 2026-11-27 08:15 (America/Chicago)`.
  static func period(_ report: Report) -> String {
    "\(time(report.period.since, report)) – \(time(report.period.until, report)) "
      + "(\(report.timeZone))"
  }

  /// On the brand's clock: `2026-11-20 00:00`.
  static func time(_ date: Date, _ report: Report) -> String {
    let style = Date.ISO8601FormatStyle(
      dateTimeSeparator: .space, timeZone: TimeZone(identifier: report.timeZone) ?? .gmt)
    return date.formatted(style.year().month().day().time(includingFractionalSeconds: false))
      .prefix(16).description
  }

  static let steps = [1: "after 1 hour", 2: "after 24 hours", 3: "after 7 days"]

  static let results = [
    "thanked": "thanked", "ratingChanged": "changed the rating", "silent": "stayed silent",
    "wroteAgain": "wrote again", "complainedAgain": "complained again", "edited": "edited it",
  ]

  static let delays = [
    "15m": "within 15 min", "1h": "within 1 h", "4h": "within 4 h", "24h": "within 24 h",
    "later": "later",
  ]

  /// What a group of outcomes is called.
  static func name(_ group: OutcomeGroup) -> String {
    switch group.kind {
    case .delay: delays[group.name] ?? group.name
    case .answer where group.name == "noReply": "no reply"
    default: group.name
    }
  }

  static let deletionNote =
    "Deletions stand apart: who deletes a complaint may be relieved or may have given up."
  static let causeNote =
    "What customers did after a reply is not always because of it: replies were not drawn by lot."

  private static func few(_ share: Share) -> String {
    share.of == 0 ? "–" : "\(share.count) of \(share.of)"
  }

  private static func bare(_ rate: Double) -> String {
    String(ReportText.percent(rate).dropLast(2))
  }
}
