import Engine
import Foundation

/// The figures of a report, for its page.
extension ReportText {
  static func slots(_ report: Report, _ clock: ClockText) -> Slots {
    let outcomes = report.outcomes.filter { $0.kind == .treatment || $0.kind == .answer }
    var slots: Slots = [
      "tiles": tiles(report.total), "clocks": clocks(report.total),
      "groups": groups(report.groups), "hasMissed": !report.missed.isEmpty,
      "misses": report.missed.prefix(50).map(miss), "hasOutcomes": !outcomes.isEmpty,
      "outcomes": outcomes.map(outcome), "results": resultNames.map(\.1),
    ]
    if let chart = ReportChart(report, clock) { slots["chart"] = chart.slots }
    return slots
  }

  static func rate(_ share: Share) -> String { share.rate.map(percent) ?? "–" }
  static func time(_ seconds: Double?) -> String { seconds.map(duration) ?? "–" }

  private static func tiles(_ total: ReportFigures) -> [Slots] {
    let wanted = total.wanted
    let unanswered = wanted.unanswered
    let clocks = [
      ("First reply in time", total.acknowledgeWindow), ("Answer in time", total.humanWindow),
    ].map { name, windows in
      (
        name, rate(windows.inTime),
        "\(windows.met) met, \(windows.missed) missed, \(windows.running) running",
        windows.missed > 0
      )
    }
    let all =
      [
        (
          "Customers' messages", "\(total.volume.customers)",
          "\(wanted.all) wanted a reply", false
        ),
        (
          "Unanswered", rate(unanswered),
          "\(unanswered.count) of \(unanswered.of); \(wanted.running) still have time",
          unanswered.count > 0
        ),
      ] + clocks + [
        (
          "Half got a reply within", time(total.firstReply.p50Seconds),
          "90 % within \(time(total.firstReply.p90Seconds))", false
        )
      ]
    return all.map {
      ["tileName": $0.0, "tileValue": $0.1, "tileMore": $0.2, "tileTone": $0.3 ? "bad" : ""]
    }
  }

  private static func clocks(_ total: ReportFigures) -> [Slots] {
    [
      ("First reply", total.acknowledgeWindow, total.firstReply),
      ("Answer by a person", total.humanWindow, total.humanAnswer),
    ].map { name, windows, times in
      let slots: Slots = [
        "clockName": name, "met": "\(windows.met)", "missed": "\(windows.missed)",
        "isMissed": windows.missed > 0, "running": "\(windows.running)",
        "rate": rate(windows.inTime), "p50": time(times.p50Seconds),
        "p90": time(times.p90Seconds),
      ]
      return slots.merging(split(windows)) { $1 }
    }
  }

  /// A bar of 100 parts.
  private static func split(_ windows: ReportFigures.Windows) -> Slots {
    let whole = Double(max(1, windows.met + windows.missed + windows.running))
    func width(_ count: Int) -> String { "\((Double(count) * 1000 / whole).rounded() / 10)" }
    return [
      "metWidth": width(windows.met), "missedWidth": width(windows.missed),
      "splitWords":
        "\(windows.met) met, \(windows.missed) missed, \(windows.running) running",
    ]
  }

  private static func groups(_ groups: Report.Groups) -> [Slots] {
    let kinds: [(String, String, [Report.Group])] = [
      ("team", "Team", groups.team), ("connector", "Connector", groups.connector),
      ("intent", "Intent", groups.intent),
    ]
    return kinds.filter { !$0.2.isEmpty }.map { id, name, lines in
      ["groupID": id, "groupName": name, "lines": lines.prefix(25).map(line)]
    }
  }

  private static func line(_ group: Report.Group) -> Slots {
    let figures = group.figures
    let slots: Slots = [
      "lineName": Cut.line(group.name, 60), "volume": "\(figures.volume.all)",
      "missed": "\(figures.humanWindow.missed)", "isMissed": figures.humanWindow.missed > 0,
      "p50": time(figures.firstReply.p50Seconds), "p90": time(figures.firstReply.p90Seconds),
      "h50": time(figures.humanAnswer.p50Seconds), "h90": time(figures.humanAnswer.p90Seconds),
    ]
    return slots.merging(split(figures.humanWindow)) { $1 }
  }

  private static func miss(_ missed: Report.Missed) -> Slots {
    var slots: Slots = [
      "missedClock": missed.clock == "human" ? "answer" : "first reply",
      "late": duration(missed.lateSeconds) + (missed.isOpen ? ", open" : ""),
      "author": Cut.line(missed.author, 60), "missedMessage": Cut.line(missed.message, 80),
      "missedTeam": missed.team ?? "–",
    ]
    if let url = QueryText.link(missed.url) { slots["url"] = url }
    return slots
  }

  private static let resultNames = [
    ("thanked", "thanked"), ("ratingChanged", "rating changed"), ("silent", "silent"),
    ("wroteAgain", "wrote again"), ("complainedAgain", "complained again"), ("edited", "edited"),
  ]

  private static func outcome(_ group: OutcomeGroup) -> Slots {
    let after = [1: "an hour", 2: "24 hours", 3: "7 days"][group.step] ?? ""
    let name = group.name == "noReply" ? "without a reply" : group.name
    return [
      "outcomeName": name, "after": after, "known": "\(group.known)",
      "shares": resultNames.map { key, _ in
        group.shares[key].map { $0.rate.map(percent) ?? "\($0.count)" } ?? "–"
      },
    ]
  }
}
