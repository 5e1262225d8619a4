import Foundation

/// Precision over coverage, in the terminal and as SVG.
struct CurvePlot {
  struct Point {
    /// Coverage and precision, 0...1.
    var x: Double
    var y: Double
  }

  let title: String
  /// In the order of falling confidence.
  let points: [Point]
  /// nil: nothing is answered.
  let chosen: Point?
  /// What is marked.
  let chosenName: String

  private static let (columns, rows) = (60, 11)

  /// For the terminal, without colours.
  var lines: [String] {
    var grid = [[Character]](
      repeating: Array(repeating: " ", count: Self.columns + 1), count: Self.rows)
    for column in 0...Self.columns {
      guard let precision = precision(at: Double(column) / Double(Self.columns)) else { continue }
      grid[Self.row(precision)][column] = "•"
    }
    if let chosen { grid[Self.row(chosen.y)][Self.column(chosen.x)] = "◆" }
    var lines = ["precision"]
    for (number, row) in grid.enumerated() {
      let label = number % 5 == 0 ? percent(1 - Double(number) / Double(Self.rows - 1)) : ""
      let axis = String(repeating: " ", count: 5 - label.count) + label
      lines.append("\(axis) ┤\(String(row))".trimmingSuffix())
    }
    lines.append("      └" + String(repeating: "─", count: Self.columns + 1))
    let marks = [0, 25, 50, 75, 100].map { "\($0)%" }
    let step = Self.columns / 4
    let scale = marks.dropLast().map { $0.padding(toLength: step, withPad: " ", startingAt: 0) }
    lines.append("       " + scale.joined() + "\(marks.last ?? "")  coverage")
    lines.append(
      chosen == nil ? "       At \(chosenName) nothing is answered." : "       ◆ \(chosenName)")
    return lines
  }

  /// That of the surest answers which cover so much; nil where the messages end before.
  private func precision(at coverage: Double) -> Double? {
    points.first { $0.x >= coverage && $0.x > 0 }?.y
  }

  private static func row(_ precision: Double) -> Int {
    rows - 1 - Int((min(max(precision, 0), 1) * Double(rows - 1)).rounded())
  }

  private static func column(_ coverage: Double) -> Int {
    Int((min(max(coverage, 0), 1) * Double(columns)).rounded())
  }
}

extension CurvePlot {
  private static let (left, top, width, height) = (70.0, 50.0, 560.0, 320.0)

  /// A whole file that refers to no other.
  var svg: String {
    var parts = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 430" width="660" height="430" \
      font-family="sans-serif" font-size="13" fill="#333">
      """,
      "<title>\(Self.escaped(title))</title>",
      "<rect width=\"660\" height=\"430\" fill=\"#fff\"/>",
      "<text x=\"\(Self.text(Self.left))\" y=\"28\" font-size=\"15\">"
        + "\(Self.escaped(String(title.suffix(80))))</text>",
    ]
    for step in 0...5 {
      let share = Double(step) / 5
      let (x, y) = (Self.x(share), Self.y(share))
      let (left, right) = (Self.x(0), Self.x(1))
      parts += [
        "<path d=\"M\(left) \(y)H\(right)M\(x) \(Self.y(0))V\(Self.y(1))\" stroke=\"#ddd\"/>",
        "<text x=\"\(Self.text(Self.left - 8))\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">"
          + "\(percent(share))</text>",
        "<text x=\"\(x)\" y=\"\(Self.text(Self.top + Self.height + 20))\" "
          + "text-anchor=\"middle\">\(percent(share))</text>",
      ]
    }
    let line = points.filter { $0.x > 0 }.map { "\(Self.x($0.x)),\(Self.y($0.y))" }
    parts += [
      "<polyline points=\"\(line.joined(separator: " "))\" fill=\"none\" stroke=\"#2563a8\" "
        + "stroke-width=\"2\" stroke-linejoin=\"round\"/>",
      mark,
      "<text x=\"350\" y=\"415\" text-anchor=\"middle\">coverage: answerable messages that are "
        + "answered rightly</text>",
      "<text transform=\"translate(20 210) rotate(-90)\" text-anchor=\"middle\">precision: "
        + "answers that are right</text>",
      "</svg>",
    ]
    return parts.joined(separator: "\n") + "\n"
  }

  /// What the operator chose, in words beside its place.
  private var mark: String {
    guard let chosen else {
      return "<text x=\"350\" y=\"70\" text-anchor=\"middle\" fill=\"#c2410c\">at "
        + "\(Self.escaped(chosenName)) nothing is answered</text>"
    }
    let (x, y) = (Self.x(chosen.x), Self.y(chosen.y))
    let isRight = chosen.x > 0.6
    return "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"5\" fill=\"#c2410c\"/>"
      + "<text x=\"\(x)\" y=\"\(y)\" dx=\"\(isRight ? -9 : 9)\" "
      + "dy=\"\(chosen.y > 0.9 ? 20 : -9)\" "
      + "text-anchor=\"\(isRight ? "end" : "start")\" fill=\"#c2410c\" stroke=\"#fff\" "
      + "stroke-width=\"4\" paint-order=\"stroke\">\(Self.escaped(chosenName)): "
      + "\(percent(chosen.y)) right, \(percent(chosen.x)) covered</text>"
  }

  private static func x(_ share: Double) -> String { text(left + share * width) }
  private static func y(_ share: Double) -> String { text(top + (1 - share) * height) }
  private static func text(_ value: Double) -> String { String(format: "%.1f", value) }

  private static func escaped(_ text: String) -> String {
    Terminal.safe(text, limit: 400).replacingOccurrences(of: "&", with: "&amp;")
      .replacingOccurrences(of: "<", with: "&lt;").replacingOccurrences(of: ">", with: "&gt;")
  }
}

extension String {
  /// Without blanks at the end.
  func trimmingSuffix() -> String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
