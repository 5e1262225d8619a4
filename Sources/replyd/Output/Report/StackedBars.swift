/// Counts over time as stacked bars, in inline SVG.
struct StackedBars {
  struct Part {
    var name: String
    /// The class that colours it.
    var style: String
    var values: [Int]
  }

  let id: String
  let title: String
  let labels: [String]
  let parts: [Part]

  private static let width = 720.0
  private static let height = 220.0
  private static let left = 44.0
  /// So that the last label has room.
  private static let right = 700.0
  private static let bottom = 26.0
  private static let top = 10.0

  var markup: Markup {
    let totals = labels.indices.map { index in parts.reduce(0) { $0 + $1.values[index] } }
    let highest = totals.max() ?? 0
    let peak = totals.firstIndex(of: highest).map { labels[$0] } ?? ""
    let scale = Self.step(for: highest)
    let limit = Double(max(1, scale * ((highest + scale - 1) / max(1, scale))))
    return """
      <figure>
      <svg class="chart" viewBox="0 0 \(Self.width) \(Self.height)" role="img" \
      aria-labelledby="\(id)-title \(id)-desc">
      <title id="\(id)-title">\(title)</title>
      <desc id="\(id)-desc">\(totals.reduce(0, +)) in all, most on \(peak): \(highest).</desc>
      \(grid(scale, limit))\(bars(limit))\(axis)
      </svg>
      <figcaption>\(title) \(legend)</figcaption>
      </figure>
      """
  }

  /// The distance of the lines: 1, 2 or 5 times a power of ten, at most five of them.
  static func step(for highest: Int) -> Int {
    var power = 1
    while true {
      for factor in [1, 2, 5] where highest <= factor * power * 5 { return factor * power }
      power *= 10
    }
  }

  private func grid(_ step: Int, _ limit: Double) -> [Markup] {
    stride(from: 0, through: Int(limit), by: step).map { value in
      let y = y(Double(value), limit)
      return """
        <line class="grid" x1="\(Self.left)" y1="\(y)" x2="\(Self.width)" y2="\(y)"/>\
        <text x="\(Self.left - 6)" y="\(y + 4)" text-anchor="end">\(value)</text>
        """
    }
  }

  private func bars(_ limit: Double) -> [Markup] {
    let slot = (Self.right - Self.left) / Double(max(1, labels.count))
    let bar = min(48, max(0.8, slot * 0.78))
    return labels.indices.flatMap { index -> [Markup] in
      var base = 0
      return parts.compactMap { part -> Markup? in
        let value = part.values[index]
        guard value > 0 else { return nil }
        let upper = y(Double(base + value), limit)
        let lower = y(Double(base), limit)
        base += value
        return """
          <rect class="\(part.style)" x="\(Self.left + slot * Double(index) + (slot - bar) / 2)" \
          y="\(upper)" width="\(bar)" height="\(lower - upper)"><title>\(labels[index]): \(value) \
          \(part.name)</title></rect>
          """
      }
    }
  }

  /// At most eight labels, so that they do not touch.
  private var axis: [Markup] {
    let slot = (Self.right - Self.left) / Double(max(1, labels.count))
    let every = max(1, (labels.count + 7) / 8)
    return stride(from: 0, to: labels.count, by: every).map { index in
      """
      <text x="\(Self.left + slot * (Double(index) + 0.5))" y="\(Self.height - 8)" \
      text-anchor="middle">\(Self.short(labels[index]))</text>
      """
    }
  }

  /// `11-27` of a day, `14:00` of an hour.
  private static func short(_ label: String) -> String {
    String(label.count > 10 ? label.dropFirst(11).prefix(5) : label.dropFirst(5))
  }

  private var legend: [Markup] {
    parts.map { "<span class=\"key\"><i class=\"\($0.style)\"></i>\($0.name)</span> " }
  }

  private func y(_ value: Double, _ limit: Double) -> Double {
    let room = Self.height - Self.bottom - Self.top
    return Self.top + room * (1 - value / limit)
  }
}

/// Parts of a whole, one bar a line, in inline SVG.
struct SplitBars {
  struct Row {
    var name: String
    /// Name, the class that colours it, count.
    var parts: [(name: String, style: String, count: Int)]
  }

  let id: String
  let title: String
  let rows: [Row]

  private static let width = 720.0
  private static let left = 120.0
  private static let line = 34.0

  var markup: Markup {
    let height = Self.line * Double(rows.count)
    let summary = rows.map { row in
      "\(row.name): " + row.parts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
    }.joined(separator: ". ")
    let bars = rows.enumerated().map { bar($0.element, at: Self.line * Double($0.offset)) }
    let legend = (rows.first?.parts ?? []).map { part -> Markup in
      "<span class=\"key\"><i class=\"\(part.style)\"></i>\(part.name)</span> "
    }
    return """
      <figure>
      <svg class="chart" viewBox="0 0 \(Self.width) \(height)" role="img" \
      aria-labelledby="\(id)-title \(id)-desc">
      <title id="\(id)-title">\(title)</title><desc id="\(id)-desc">\(summary).</desc>
      \(bars)
      </svg>
      <figcaption>\(legend)</figcaption>
      </figure>
      """
  }

  private func bar(_ row: Row, at y: Double) -> Markup {
    let whole = row.parts.reduce(0) { $0 + $1.count }
    var x = Self.left
    let parts = row.parts.filter { $0.count > 0 }.map { part -> Markup in
      let width = (Self.width - Self.left) * Double(part.count) / Double(max(1, whole))
      defer { x += width }
      let label: Markup =
        width < 36
        ? ""
        : """
        <text class="inside" x="\(x + width / 2)" y="\(y + 21)" text-anchor="middle">\
        \(part.count)</text>
        """
      return """
        <rect class="\(part.style)" x="\(x)" y="\(y + 5)" width="\(width)" height="24">\
        <title>\(row.name): \(part.count) \(part.name)</title></rect>\(label)
        """
    }
    let none: Markup =
      whole > 0
      ? "" : "<text x=\"\(Self.left)\" y=\"\(y + 21)\">no window ended or runs</text>"
    return "<text x=\"0\" y=\"\(y + 21)\">\(row.name)</text>\(parts)\(none)"
  }
}
