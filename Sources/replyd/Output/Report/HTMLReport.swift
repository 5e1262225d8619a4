import Engine
import Foundation

/// A report as one HTML page: no script, nothing from outside, readable by screen readers, in the
/// dark and on paper. Beside each chart stands its table.
struct HTMLReport {
  /// Nothing may be loaded or run, whatever a customer's name says.
  static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    + "form-action 'none'"

  let report: Report

  init(_ report: Report) { self.report = report }

  var text: String { page.text }

  private var page: Markup {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>\(report.brand): report</title>
    <style>\(ReportStyle.sheet)</style>
    </head>
    <body>
    <header>
    <h1>\(report.brand)</h1>
    <p class="period">\(ReportShown.period(report))</p>
    </header>
    <main>
    \(tiles)
    \(overTime)
    \(inTime)
    \(groups)
    \(missed)
    \(OutcomeSection(outcomes: report.outcomes).markup)
    \(incidents)
    \(corrections)
    </main>
    <footer><p>Made on \(ReportShown.time(report.madeAt, report)). Rates come with their 95 % \
    interval (Wilson); below \(Share.fewest) cases no rate is given. docs/reports.md defines every \
    figure.</p></footer>
    </body>
    </html>

    """
  }

  private var tiles: Markup {
    let figures = report.total
    let wanted = figures.wanted
    let unanswered = wanted.unanswered
    let first = figures.acknowledgeWindow
    let human = figures.humanWindow
    let aside =
      figures.volume.machines + figures.volume.coalesced == 0
      ? "" : "and \(figures.volume.machines) of machines, \(figures.volume.coalesced) in bursts"
    return """
      <section class="tiles" aria-label="Key figures">
      \(tile("Customers' messages", "\(figures.volume.customers)", aside))
      \(tile("Unanswered", ReportShown.shortRate(unanswered),
        "\(unanswered.count) of \(unanswered.of) that wanted a reply: \(wanted.nothing) got "
          + "nothing, \(wanted.acknowledgementOnly) only an acknowledgement; "
          + "\(wanted.running) still have time", isBad: unanswered.count > 0))
      \(tile("First reply in time", ReportShown.shortRate(first.inTime),
        "\(first.met) met, \(first.missed) missed, \(first.running) running",
        isBad: first.missed > 0))
      \(tile("Answer in time", ReportShown.shortRate(human.inTime),
        "\(human.met) met, \(human.missed) missed, \(human.running) running",
        isBad: human.missed > 0))
      \(tile("Half got a reply within", ReportShown.time(figures.firstReply.p50Seconds),
        "90 % within \(ReportShown.time(figures.firstReply.p90Seconds))"))
      </section>
      """
  }

  private func tile(
    _ name: String, _ value: String, _ more: String, isBad: Bool = false
  ) -> Markup {
    """
    <div class="tile\(isBad ? " bad" : "")"><h2>\(name)</h2><p class="value">\(value)</p>\
    <p>\(more)</p></div>
    """
  }

  private var overTime: Markup {
    let series = report.total.series
    let buckets = report.buckets
    guard buckets.all.count > 1 else { return "" }
    let other = series.received.indices.map {
      max(0, series.received[$0] - series.negative[$0] - series.neutral[$0] - series.positive[$0])
    }
    let parts = [
      StackedBars.Part(name: "negative", style: "negative", values: series.negative),
      StackedBars.Part(name: "neutral", style: "neutral", values: series.neutral),
      StackedBars.Part(name: "positive", style: "positive", values: series.positive),
      StackedBars.Part(name: "without a label", style: "unlabelled", values: other),
    ].filter { $0.values.contains { $0 > 0 } }
    let unit = buckets.unit.each
    let chart = StackedBars(
      id: "over-time", title: "Customers' messages \(unit), by sentiment",
      labels: buckets.all.map(\.label), parts: parts)
    let rows = buckets.all.indices.map { index -> Markup in
      """
      <tr><th scope="row">\(buckets.all[index].label)</th><td>\(series.received[index])</td>\
      <td>\(series.wantedReply[index])</td><td>\(series.negative[index])</td>\
      <td>\(series.neutral[index])</td><td>\(series.positive[index])</td></tr>
      """
    }
    let span = buckets.unit == .hour ? "hour" : "day"
    return """
      <section><h2>Messages over time</h2>
      \(chart.markup)
      <details><summary>As a table</summary><div class="wide" tabindex="0"><table>
      <thead><tr><th scope="col">\(span)</th><th scope="col">messages</th>\
      <th scope="col">wanted a reply</th><th scope="col">negative</th>\
      <th scope="col">neutral</th><th scope="col">positive</th></tr></thead>
      <tbody>\(rows)</tbody></table></div></details>
      </section>
      """
  }
}

extension HTMLReport {
  private var inTime: Markup {
    let figures = report.total
    let clocks = [
      ("First reply", figures.acknowledgeWindow), ("Answer", figures.humanWindow),
    ]
    let bars = SplitBars(
      id: "windows", title: "Response windows: met, missed, running",
      rows: clocks.map { name, windows in
        SplitBars.Row(
          name: name,
          parts: [
            ("met", "met", windows.met), ("missed", "missed", windows.missed),
            ("running", "running", windows.running),
          ])
      })
    let rows = clocks.map { name, windows -> Markup in
      """
      <tr><th scope="row">\(name)</th><td>\(windows.met)</td><td>\(windows.missed)</td>\
      <td>\(windows.running)</td><td>\(windows.void)</td>\
      <td>\(ReportShown.markup(windows.inTime))</td></tr>
      """
    }
    let delays = [
      ("To the first reply", figures.firstReply), ("To a person's answer", figures.humanAnswer),
    ].map { name, times -> Markup in
      """
      <tr><th scope="row">\(name)</th><td>\(ReportShown.time(times.p50Seconds))</td>\
      <td>\(ReportShown.time(times.p90Seconds))</td><td>\(ReportShown.time(times.p99Seconds))</td>\
      <td>\(times.count)</td></tr>
      """
    }
    return """
      <section><h2>In time</h2>
      \(bars.markup)
      <div class="wide" tabindex="0"><table>
      <thead><tr><th scope="col">clock</th><th scope="col">met</th><th scope="col">missed</th>\
      <th scope="col">running</th><th scope="col">void</th><th scope="col">in time</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>
      <div class="wide" tabindex="0"><table>
      <thead><tr><th scope="col">time</th><th scope="col">p50</th><th scope="col">p90</th>\
      <th scope="col">p99</th><th scope="col">messages</th></tr></thead>
      <tbody>\(delays)</tbody></table></div>
      </section>
      """
  }

  private var groups: Markup {
    let kinds = [
      ("Connector", report.groups.connector), ("Team", report.groups.team),
      ("Intent", report.groups.intent), ("Template", report.groups.template),
    ]
    let tables = kinds.filter { !$0.1.isEmpty }.map { GroupTable(name: $0.0, groups: $0.1).markup }
    return "<section><h2>Who, what, where</h2>\n\(tables)</section>"
  }

  private var missed: Markup {
    let total = report.total.acknowledgeWindow.missed + report.total.humanWindow.missed
    guard total > 0 else { return "" }
    let rows = report.missed.map { each -> Markup in
      """
      <tr><td>\(each.clock == "human" ? "answer" : "first reply")</td>\
      <td>\(ReportText.duration(each.lateSeconds))\(each.isOpen ? ", open" : "")</td>\
      <td class="text">\(each.author)</td>\
      <td class="text">\(Markup.link(each.url, each.message))</td>\
      <td class="text">\(each.team ?? "–")</td></tr>
      """
    }
    let shown =
      total > report.missed.count ? "The \(report.missed.count) longest of \(total)" : "\(total)"
    return """
      <section><h2>Missed windows</h2><p>\(shown); “open” is not met yet.</p>
      <div class="wide" tabindex="0"><table>
      <thead><tr><th scope="col">clock</th><th scope="col">late</th>\
      <th scope="col" class="text">author</th><th scope="col" class="text">message</th>\
      <th scope="col" class="text">team</th></tr></thead>
      <tbody>\(rows)</tbody></table></div></section>
      """
  }

  private var incidents: Markup {
    guard let text = DailyDigest.incidents(report.incidents) else { return "" }
    return "<section><h2>Incidents</h2><p>\(text)</p></section>"
  }

  private var corrections: Markup {
    guard !report.corrections.isEmpty else { return "" }
    let rows = report.corrections.sorted { $0.key < $1.key }.map { each -> Markup in
      "<tr><th scope=\"row\">\(each.key)</th><td>\(each.value)</td></tr>"
    }
    return """
      <section><h2>Corrections by people</h2><div class="wide" tabindex="0"><table>
      <thead><tr><th scope="col">kind</th><th scope="col">count</th></tr></thead>
      <tbody>\(rows)</tbody></table></div></section>
      """
  }
}
