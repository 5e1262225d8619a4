public import PluginKit

/// A report of a day in the few lines of a notification. No customer's words are in it.
public enum DailyDigest {
  /// One line that says it all: `Northwind: 120 messages, 3 unanswered, 5 windows missed`.
  public static func title(of report: Report) -> String {
    let figures = report.total
    let unanswered = figures.wanted.nothing + figures.wanted.acknowledgementOnly
    let missed = figures.acknowledgeWindow.missed + figures.humanWindow.missed
    return "\(report.brand): \(counted(figures.volume.customers, "message")), "
      + "\(unanswered) unanswered, \(counted(missed, "window")) missed"
  }

  public static func facts(of report: Report) -> [DigestNotification.Fact] {
    let figures = report.total
    let volume = figures.volume
    var facts: [DigestNotification.Fact] = [
      .init(
        name: "messages",
        value: "\(volume.customers) of customers"
          + (volume.machines + volume.coalesced == 0
            ? "" : ", \(volume.machines) of machines, \(volume.coalesced) parts of a burst")),
      .init(name: "wanted a reply", value: wanted(figures.wanted)),
      .init(name: "unanswered", value: shown(figures.wanted.unanswered)),
      .init(name: "first reply in time", value: windows(figures.acknowledgeWindow)),
      .init(name: "answer in time", value: windows(figures.humanWindow)),
      .init(name: "time to first reply", value: times(figures.firstReply)),
      .init(name: "time to a person's answer", value: times(figures.humanAnswer)),
    ]
    if figures.handoffs.opened > 0 {
      let states = figures.handoffs.states
      let waiting = (states["open"] ?? 0) + (states["notified"] ?? 0)
      facts.append(
        .init(
          name: "handoffs", value: "\(figures.handoffs.opened) opened, \(waiting) wait for people"))
    }
    if !figures.sentiment.isEmpty {
      let parts = ["negative", "neutral", "positive"].map { "\(figures.sentiment[$0] ?? 0) \($0)" }
      facts.append(.init(name: "sentiment", value: parts.joined(separator: ", ")))
    }
    if let incidents = incidents(report.incidents) {
      facts.append(.init(name: "incidents", value: incidents))
    }
    let corrected = report.corrections.values.reduce(0, +)
    if corrected > 0 { facts.append(.init(name: "corrections", value: "\(corrected)")) }
    return facts
  }

  /// `3 began: 1 burst, 1 surge, 1 of one message; 1 is open`; nil where there were none.
  public static func incidents(_ counts: [String: Int]) -> String? {
    let names = [
      ("topic", "burst"), ("volume", "volume"), ("surge", "surge"), ("message", "of one message"),
    ]
    let parts = names.compactMap { kind, name in counts[kind].map { "\($0) \(name)" } }
    guard !parts.isEmpty else { return nil }
    let all = names.reduce(0) { $0 + (counts[$1.0] ?? 0) }
    let open = counts["open"].map { "; \($0) still open" } ?? ""
    return "\(all) began: \(parts.joined(separator: ", "))\(open)"
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  private static func wanted(_ wanted: ReportFigures.Wanted) -> String {
    "\(wanted.all): \(wanted.answered) answered, \(wanted.acknowledgementOnly) only acknowledged, "
      + "\(wanted.nothing) got nothing, \(wanted.running) still have time"
  }

  private static func windows(_ windows: ReportFigures.Windows) -> String {
    "\(windows.met) met, \(windows.missed) missed, \(windows.running) running"
  }

  private static func times(_ quantiles: Quantiles) -> String {
    guard let p50 = quantiles.p50Seconds, let p90 = quantiles.p90Seconds,
      let p99 = quantiles.p99Seconds
    else { return "none" }
    return "half within \(shown(seconds: p50)), 90 % within \(shown(seconds: p90)), "
      + "99 % within \(shown(seconds: p99)) (of \(quantiles.count))"
  }

  private static func shown(_ share: Share) -> String {
    guard let rate = share.rate, let low = share.low, let high = share.high else {
      return "\(share.count) of \(share.of)"
    }
    return "\(share.count) of \(share.of), \(ReportText.percent(rate)) "
      + "(\(ReportText.percent(low)) to \(ReportText.percent(high)))"
  }

  private static func shown(seconds: Double) -> String { ReportText.duration(seconds) }
}

/// How figures are written for people.
public enum ReportText {
  /// `45 s`, `12 min`, `3.5 h`, `2.1 d`.
  public static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<99.5: "\(Int(seconds.rounded())) s"
    case ..<5970: "\(Int((seconds / 60).rounded())) min"
    case ..<(99.95 * 3600): "\(tenths(seconds / 3600)) h"
    default: "\(tenths(seconds / 86_400)) d"
    }
  }

  /// `12.3 %`, without a decimal at the ends.
  public static func percent(_ rate: Double) -> String {
    rate == 0 || rate == 1 ? "\(Int(rate * 100)) %" : "\(tenths(rate * 100)) %"
  }

  private static func tenths(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
