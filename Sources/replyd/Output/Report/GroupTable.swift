import Engine

/// The figures of connectors, teams, intents or templates, one a line.
struct GroupTable {
  let name: String
  let groups: [Report.Group]

  var markup: Markup {
    """
    <div class="wide" tabindex="0"><table>
    <thead><tr><th scope="col">\(name)</th><th scope="col">messages</th>\
    <th scope="col">over time</th><th scope="col">wanted a reply</th>\
    <th scope="col">unanswered</th><th scope="col">first reply missed</th>\
    <th scope="col">answer missed</th><th scope="col">p50</th><th scope="col">p90</th>\
    <th scope="col">negative</th></tr></thead>
    <tbody>\(groups.map(row))</tbody></table></div>

    """
  }

  private func row(_ group: Report.Group) -> Markup {
    let figures = group.figures
    return """
      <tr><th scope="row">\(group.name)</th><td>\(figures.volume.customers)</td>\
      <td aria-hidden="true">\(Self.spark(figures.series.received))</td>\
      <td>\(figures.wanted.all)</td><td>\(ReportShown.markup(figures.wanted.unanswered))</td>\
      <td>\(figures.acknowledgeWindow.missed)</td><td>\(figures.humanWindow.missed)</td>\
      <td>\(ReportShown.time(figures.firstReply.p50Seconds))</td>\
      <td>\(ReportShown.time(figures.firstReply.p90Seconds))</td>\
      <td>\(figures.sentiment["negative"] ?? 0)</td></tr>
      """
  }

  /// A small line; its figures are in the JSON.
  private static func spark(_ values: [Int]) -> Markup {
    let values = Sparkline.grouped(values, width: 60)
    guard values.count > 1, let highest = values.max(), highest > 0 else { return "" }
    let step = 78 / Double(values.count - 1)
    let points = values.enumerated().map { index, value -> Markup in
      "\(1 + Double(index) * step),\(17 - 15 * Double(value) / Double(highest)) "
    }
    return """
      <svg class="spark" viewBox="0 0 80 18" width="80" height="18">\
      <polyline points="\(points)"/></svg>
      """
  }
}
