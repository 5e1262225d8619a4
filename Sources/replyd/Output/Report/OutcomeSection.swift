import Engine

/// What customers did afterwards: replied and untreated beside each other, then by answer, delay,
/// stage and template.
struct OutcomeSection {
  let outcomes: [OutcomeGroup]

  private static let kinds: [(kind: OutcomeGroup.Kind, name: String)] = [
    (.treatment, "Replied or untreated"), (.answer, "Answered or only acknowledged"),
    (.delay, "By how long our reply took"), (.stage, "By stage"), (.template, "By template"),
  ]

  var markup: Markup {
    guard outcomes.contains(where: { $0.known + $0.unknown + $0.pending > 0 }) else { return "" }
    let tables = Self.kinds.map { kind, name in table(name, outcomes.filter { $0.kind == kind }) }
    return """
      <section><h2>What customers did afterwards</h2>
      <p>\(ReportShown.causeNote) \(ReportShown.deletionNote)</p>
      \(charts)\(tables)
      </section>
      """
  }

  /// Of the latest check that has any result.
  private var charts: Markup {
    let treatment = outcomes.filter { $0.kind == .treatment && $0.known >= Share.fewest }
    guard let step = treatment.map(\.step).max() else { return "" }
    return IntervalChart(
      id: "outcomes",
      title: "What customers did \(ReportShown.steps[step] ?? ""), with 95 % intervals",
      groups: treatment.filter { $0.step == step }
    ).markup
  }

  private func table(_ name: String, _ groups: [OutcomeGroup]) -> Markup {
    guard !groups.isEmpty else { return "" }
    let heads = OutcomeGroup.results.map { result -> Markup in
      "<th scope=\"col\">\(ReportShown.results[result] ?? result)</th>"
    }
    let rows = groups.map { group -> Markup in
      let cells = OutcomeGroup.results.map { result -> Markup in
        "<td>\(Self.cell(group.shares[result]))</td>"
      }
      return """
        <tr><th scope="row">\(ReportShown.name(group))</th>\
        <td class="text">\(ReportShown.steps[group.step] ?? "\(group.step)")</td>\
        <td>\(group.known)</td><td>\(group.unknown)</td><td>\(group.pending)</td>\(cells)\
        <td class="apart">\(Self.cell(group.deleted))</td></tr>
        """
    }
    return """
      <h3>\(name)</h3><div class="wide" tabindex="0"><table>
      <thead><tr><th scope="col">group</th><th scope="col" class="text">looked at</th>\
      <th scope="col">n</th><th scope="col">unknown</th><th scope="col">pending</th>\(heads)\
      <th scope="col" class="apart">deleted it</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>

      """
  }

  private static func cell(_ share: Share?) -> Markup {
    guard let share, share.of > 0 else { return "–" }
    guard share.rate != nil else { return "\(share.count) of \(share.of)" }
    return "\(share.count) <small>\(ReportShown.markup(share))</small>"
  }
}

/// Rates as points on a line from 0 to 100 %, with their intervals, in inline SVG.
struct IntervalChart {
  let id: String
  let title: String
  let groups: [OutcomeGroup]

  private static let width = 720.0
  private static let left = 190.0
  private static let line = 40.0

  var markup: Markup {
    let results = OutcomeGroup.results + ["deleted"]
    let height = Self.line * Double(results.count) + 26
    let rows = results.enumerated().map { row($0.element, at: Self.line * Double($0.offset)) }
    let scale = stride(from: 0, through: 100, by: 25).map { percent -> Markup in
      let x = x(Double(percent) / 100)
      return """
        <line class="grid" x1="\(x)" y1="4" x2="\(x)" y2="\(height - 22)"/>\
        <text x="\(x)" y="\(height - 6)" text-anchor="\(percent == 100 ? "end" : "middle")">\
        \(percent) %</text>
        """
    }
    let legend = groups.map { group -> Markup in
      """
      <span class="key"><i class="\(Self.style(group))"></i>\(group.name), n = \(group.known)</span>
      """
    }
    return """
      <figure>
      <svg class="chart" viewBox="0 0 \(Self.width) \(height)" role="img" \
      aria-labelledby="\(id)-title \(id)-desc">
      <title id="\(id)-title">\(title)</title>
      <desc id="\(id)-desc">The tables below have the same figures.</desc>
      \(scale)\(rows)
      </svg>
      <figcaption>\(title) \(legend)</figcaption>
      </figure>
      """
  }

  private func row(_ result: String, at y: Double) -> Markup {
    let name = result == "deleted" ? "deleted it" : ReportShown.results[result] ?? result
    let points = groups.enumerated().map { index, group -> Markup in
      let share = result == "deleted" ? group.deleted : group.shares[result]
      guard let share, let rate = share.rate, let low = share.low, let high = share.high else {
        return ""
      }
      let y = y + 14 + 13 * Double(index)
      return """
        <g class="\(Self.style(group))"><title>\(group.name): \(ReportShown.rate(share))</title>\
        <line class="range" x1="\(x(low))" y1="\(y)" x2="\(x(high))" y2="\(y)"/>\
        <circle cx="\(x(rate))" cy="\(y)" r="5"/></g>
        """
    }
    return "<text x=\"0\" y=\"\(y + 24)\">\(name)</text>\(points)"
  }

  private static func style(_ group: OutcomeGroup) -> String {
    group.name == "replied" ? "replied" : "untreated"
  }

  private func x(_ rate: Double) -> Double { Self.left + (Self.width - Self.left - 8) * rate }
}
