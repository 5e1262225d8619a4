import Engine
import Foundation

/// A report for a terminal of 80 columns.
struct TerminalReport {
  /// Missed windows shown; all of them are in JSON and HTML.
  static let listed = 10
  static let groups = 8

  let report: Report

  init(_ report: Report) { self.report = report }

  var lines: [String] {
    var lines = [
      Terminal.coloured(Terminal.safe(report.brand, limit: 78), .bold), ReportShown.period(report),
    ]
    for (title, section) in sections where !section.isEmpty {
      lines += ["", Terminal.coloured(title, .bold)] + section
    }
    return lines
  }

  private var sections: [(String, [String])] {
    let figures = report.total
    return [
      ("MESSAGES", volume(figures)), ("ANSWERED", answered(figures)),
      ("IN TIME", windows(figures)), ("DELAYS", delays(figures)),
      ("SENTIMENT", sentiment(figures)), ("HANDOFFS", handoffs(figures)),
      ("BY CONNECTOR", table(report.groups.connector)), ("BY TEAM", table(report.groups.team)),
      ("BY INTENT", table(report.groups.intent)),
      ("BY TEMPLATE", table(report.groups.template)),
      ("MISSED WINDOWS, LONGEST FIRST", missed), ("AFTERWARDS", outcomes),
      ("INCIDENTS", DailyDigest.incidents(report.incidents).map { ["  \($0)"] } ?? []),
      ("CORRECTIONS BY PEOPLE", corrections),
    ]
  }

  private func volume(_ figures: ReportFigures) -> [String] {
    let volume = figures.volume
    var lines = [
      row("of customers", "\(volume.customers)", spark(figures.series.received, "received"))
    ]
    if volume.machines > 0 { lines.append(row("of machines", "\(volume.machines)")) }
    if volume.coalesced > 0 { lines.append(row("parts of a burst", "\(volume.coalesced)")) }
    lines.append(row("wanted a reply", "\(figures.wanted.all)"))
    return lines
  }

  /// With what its highest bar stands for.
  private func spark(_ values: [Int], _ what: String) -> String {
    guard values.count > 1 else { return "" }
    let width = 34
    let isGrouped = values.count > width
    let highest = Sparkline.grouped(values, width: width).max() ?? 0
    let unit = isGrouped ? "" : " \(report.buckets.unit.each)"
    return "\(Sparkline.text(values, width: width))  ≤ \(highest)\(unit)"
  }

  private func answered(_ figures: ReportFigures) -> [String] {
    let wanted = figures.wanted
    guard wanted.all > 0 else { return [] }
    let share = wanted.unanswered
    let rate = "\(share.count) of \(share.of)"
    let text = row("unanswered", rate, share.rate == nil ? "" : ReportShown.rate(share))
    var lines = [share.count > 0 ? Terminal.coloured(text, .red) : text]
    lines.append(row("  got nothing", "\(wanted.nothing)"))
    lines.append(row("  only acknowledged", "\(wanted.acknowledgementOnly)"))
    lines.append(row("answered in time", "\(wanted.answered)"))
    if wanted.running > 0 { lines.append(row("still have time", "\(wanted.running)")) }
    return lines
  }

  private func windows(_ figures: ReportFigures) -> [String] {
    var table = TextTable(["", "met", "missed", "running", "in time"])
    for (name, windows) in [
      ("  first reply", figures.acknowledgeWindow), ("  answer", figures.humanWindow),
    ] {
      table.add([
        name, "\(windows.met)", "\(windows.missed)", "\(windows.running)",
        ReportShown.rate(windows.inTime),
      ])
    }
    return table.lines
  }

  private func delays(_ figures: ReportFigures) -> [String] {
    guard figures.firstReply.count > 0 else { return [] }
    var table = TextTable(["", "p50", "p90", "p99", "count"])
    for (name, times) in [
      ("  first reply", figures.firstReply), ("  a person's answer", figures.humanAnswer),
    ] where times.count > 0 {
      table.add([
        name, ReportShown.time(times.p50Seconds), ReportShown.time(times.p90Seconds),
        ReportShown.time(times.p99Seconds), "\(times.count)",
      ])
    }
    return table.lines
  }

  private func sentiment(_ figures: ReportFigures) -> [String] {
    let series = figures.series
    return [
      ("negative", series.negative), ("neutral", series.neutral), ("positive", series.positive),
    ].compactMap { label, values in
      figures.sentiment[label].map { row(label, "\($0)", spark(values, label)) }
    }
  }

  private func handoffs(_ figures: ReportFigures) -> [String] {
    guard figures.handoffs.opened > 0 else { return [] }
    let states = figures.handoffs.states.sorted { $0.key < $1.key }
      .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    return [
      row("opened", "\(figures.handoffs.opened)", states),
      row("taken by people", "\(figures.handoffs.taken)"),
    ]
  }

  private func row(_ name: String, _ value: String, _ more: String = "") -> String {
    let gap = String(repeating: " ", count: max(1, 12 - value.count))
    let line = TextTable.padded("  " + name, 22) + gap + value
    return more.isEmpty ? line : line + "  " + more
  }
}

extension TerminalReport {
  private func table(_ groups: [Report.Group]) -> [String] {
    if groups.isEmpty || (groups.count == 1 && groups[0].name == Report.none) { return [] }
    var table = TextTable(
      ["", "messages", "wanted", "unanswered", "missed", "p50", "p90"], first: 24)
    for group in groups.prefix(Self.groups) {
      let figures = group.figures
      let missed = figures.acknowledgeWindow.missed + figures.humanWindow.missed
      table.add([
        "  " + group.name, "\(figures.volume.customers)", "\(figures.wanted.all)",
        ReportShown.shortRate(figures.wanted.unanswered), "\(missed)",
        ReportShown.time(figures.firstReply.p50Seconds),
        ReportShown.time(figures.firstReply.p90Seconds),
      ])
    }
    let more = groups.count - Self.groups
    return table.lines + (more > 0 ? ["  … and \(more) more; see --html"] : [])
  }

  private var missed: [String] {
    let total = report.total.acknowledgeWindow.missed + report.total.humanWindow.missed
    guard total > 0 else { return [] }
    let shown = report.missed.sorted { $0.lateSeconds > $1.lateSeconds }.prefix(Self.listed)
    var lines = shown.map { each in
      let late = ReportText.duration(each.lateSeconds)
      let author = TextTable.padded(Terminal.safe(each.author, limit: 20), 20)
      let state = each.isOpen ? "open" : "late"
      return "  " + TextTable.padded(each.clock, 12) + TextTable.padded("\(state) \(late)", 14)
        + author + "  " + Terminal.safe(each.message, limit: 30)
    }
    if total > shown.count { lines.append("  … \(total) in all; see --html, --json or --csv") }
    return lines
  }

  /// The latest check that has any result, replied and untreated beside each other.
  private var outcomes: [String] {
    let treatment = report.outcomes.filter { $0.kind == .treatment && $0.known > 0 }
    guard let step = treatment.map(\.step).max() else { return [] }
    let replied = treatment.first { $0.step == step && $0.name == "replied" }
    let untreated = treatment.first { $0.step == step && $0.name == "untreated" }
    var table = TextTable([
      "  " + (ReportShown.steps[step] ?? ""), "replied, n=\(replied?.known ?? 0)",
      "untreated, n=\(untreated?.known ?? 0)",
    ])
    for result in OutcomeGroup.results {
      table.add([
        "  " + (ReportShown.results[result] ?? result),
        ReportShown.rate(replied?.shares[result] ?? Share(0, of: 0)),
        ReportShown.rate(untreated?.shares[result] ?? Share(0, of: 0)),
      ])
    }
    table.add([
      "  deleted it", ReportShown.rate(replied?.deleted ?? Share(0, of: 0)),
      ReportShown.rate(untreated?.deleted ?? Share(0, of: 0)),
    ])
    return table.lines + Self.wrapped(ReportShown.deletionNote)
      + Self.wrapped(ReportShown.causeNote)
  }

  private var corrections: [String] {
    report.corrections.sorted { $0.key < $1.key }.map {
      row(Terminal.safe($0.key, limit: 20), "\($0.value)")
    }
  }

  private static func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    var line = " "
    for word in text.split(separator: " ") {
      if line.count + word.count + 1 > 78 {
        lines.append(line)
        line = " "
      }
      line += " " + word
    }
    return lines + [line]
  }
}
