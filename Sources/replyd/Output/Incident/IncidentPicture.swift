import Foundation
import PluginKit

/// An incident as one picture: what happened when, in lanes over time, and what became of the
/// replies that it held. A whole SVG file that refers to no other.
struct IncidentPicture {
  private enum Lane: Int, CaseIterable {
    case customers, procedure, holds, people, replies

    var name: String {
      switch self {
      case .customers: "Customers"
      case .procedure: "Procedure"
      case .holds: "On hold"
      case .people: "People"
      case .replies: "Our replies"
      }
    }
  }

  private struct Mark {
    var lane: Lane
    var at: Date
    var title: String
    /// Shown beside the mark.
    var label: String?
  }

  private static let (width, left, right) = (900.0, 110.0, 40.0)
  private static let (top, lane, mark) = (84.0, 44.0, 5.0)

  private let record: JSONValue
  private let marks: [Mark]
  private let start: Date
  private let end: Date

  init(_ record: JSONValue) {
    self.record = record
    let timeline = record["timeline"]?.array ?? []
    marks = timeline.compactMap(Self.mark)
    let opened = Self.date(record["openedAt"])
    let ended = Self.date(record["resumedAt"])
    start = (marks.map(\.at) + [opened].compactMap { $0 }).min() ?? .distantPast
    let last = (marks.map(\.at) + [ended].compactMap { $0 }).max() ?? start
    end = max(last, start + 1)
  }

  private static func date(_ value: JSONValue?) -> Date? {
    guard let text = value?.string else { return nil }
    do { return try Date(text, strategy: .iso8601) } catch { return nil }
  }

  private static func mark(_ event: JSONValue) -> Mark? {
    guard let at = date(event["at"]), let kind = event["event"]?.string else { return nil }
    let detail = event["detail"]?.string ?? ""
    let title = "\(event["at"]?.string ?? "") \(kind) \(event["message"]?.string ?? "") \(detail)"
    switch kind {
    case "received": return Mark(lane: .customers, at: at, title: title)
    case "opened", "joined", "resumed": return Mark(lane: .procedure, at: at, title: title)
    case "posted": return Mark(lane: .replies, at: at, title: title)
    case "window missed": return nil
    default:
      if kind.hasPrefix("step ") {
        return Mark(lane: .procedure, at: at, title: title, label: String(kind.dropFirst(5)))
      }
      let isReply = kind.hasPrefix("reply ")
      return Mark(lane: isReply ? .replies : .people, at: at, title: title)
    }
  }
}

extension IncidentPicture {
  private var bottom: Double { Self.top + Self.lane * Double(Lane.allCases.count) }

  var svg: String {
    let id = Int(record["id"]?.number ?? 0)
    let height = bottom + 110 + 18 * Double(steps.count)
    let title =
      "Incident #\(id): \(record["category"]?.string ?? ""), procedure "
      + "\(record["procedure"]?.string ?? "")"
    let markup: Markup = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.width) \(height)" \
      width="\(Self.width)" height="\(height)" font-family="sans-serif" font-size="13" \
      fill="#333" role="img">
      <title>\(title)</title>
      <rect width="\(Self.width)" height="\(height)" fill="#fff"/>
      <text x="20" y="30" font-size="17">\(title)</text>
      <text x="20" y="52" fill="#666">\(period)</text>
      \(lanes)\(axis)\(holds)\(marks.map(drawn))\(labels)
      \(counts)\(steps)
      </svg>
      """
    return markup.text
  }

  private var period: String {
    let opened = record["openedAt"]?.string ?? ""
    let ended = record["resumedAt"]?.string.map { "ended \($0)" } ?? "still open"
    return "opened \(opened), \(ended); \(Int(record["messages"]?.number ?? 0)) message(s) of "
      + "\(Int(record["authors"]?.number ?? 0)) author(s)"
  }

  private var lanes: [Markup] {
    Lane.allCases.map { lane in
      let y = y(lane)
      return """
        <text x="20" y="\(y + 4)">\(lane.name)</text>\
        <line x1="\(Self.left)" y1="\(y)" x2="\(Self.width - Self.right)" y2="\(y)" \
        stroke="#ddd"/>
        """
    }
  }

  /// Five instants, in seconds where the whole is short.
  private var axis: [Markup] {
    (0...4).map { step in
      let at = start + end.timeIntervalSince(start) * Double(step) / 4
      let iso = at.formatted(.iso8601)
      return """
        <text x="\(x(at))" y="\(bottom + 12)" text-anchor="middle" fill="#666">\
        \(String(iso.dropFirst(11).prefix(8)))</text>
        """
    }
  }

  private var holds: [Markup] {
    let list = record["steps"]?.array ?? []
    let until = Self.date(record["resumedAt"]) ?? end
    return list.compactMap { step -> Markup? in
      guard step["action"]?.string?.hasPrefix("hold") == true, let from = Self.date(step["doneAt"]),
        step["outcome"]?.string?.hasPrefix("on hold") == true
      else { return nil }
      let (left, right) = (x(from), max(x(until), x(from) + 2))
      return """
        <rect x="\(left)" y="\(y(.holds) - 8)" width="\(right - left)" height="16" rx="3" \
        fill="#f2c08c"><title>\(step["outcome"]?.string ?? "")</title></rect>
        """
    }
  }

  private func drawn(_ mark: Mark) -> Markup {
    let colours: [Lane: String] = [
      .customers: "#2563a8", .procedure: "#c2410c", .holds: "#f2c08c", .people: "#6b21a8",
      .replies: "#15803d",
    ]
    let (x, y) = (x(mark.at), y(mark.lane))
    return """
      <circle cx="\(x)" cy="\(y)" r="\(Self.mark)" fill="\(colours[mark.lane] ?? "#333")" \
      fill-opacity="0.8"><title>\(mark.title)</title></circle>
      """
  }

  /// The numbers of steps; those of steps that lie upon each other stand side by side.
  private var labels: [Markup] {
    var groups: [(x: Double, y: Double, text: String)] = []
    for mark in marks {
      guard let label = mark.label else { continue }
      let (x, y) = (x(mark.at), y(mark.lane))
      if let last = groups.last, x - last.x < Self.mark * 3 {
        groups[groups.count - 1].text += ", \(label)"
      } else {
        groups.append((x, y, label))
      }
    }
    return groups.map { group in
      """
      <text x="\(group.x)" y="\(group.y - 9)" text-anchor="middle" font-size="11">\
      \(group.text)</text>
      """
    }
  }

  /// What became of what was held, as one bar.
  private var counts: Markup {
    func count(_ name: String) -> Int { Int(record["replies"]?[name]?.number ?? 0) }
    let parts = [
      ("released", "#15803d"), ("dropped", "#9ca3af"), ("waiting", "#f2c08c"),
      ("onTheirWay", "#60a5fa"),
    ]
    let held = count("held")
    var left = Self.left
    let bars = parts.map { name, colour -> Markup in
      let share = Double(count(name)) / Double(max(1, held))
      let width = share * (Self.width - Self.left - Self.right)
      defer { left += width }
      return width == 0
        ? ""
        : """
        <rect x="\(left)" y="\(bottom + 34)" width="\(width)" height="16" fill="\(colour)">\
        <title>\(count(name)) \(name)</title></rect>
        """
    }
    let words =
      "\(held) replies held: \(count("released")) released, \(count("dropped")) dropped, "
      + "\(count("waiting")) still held, \(count("onTheirWay")) on their way; "
      + "\(count("statements")) holding statement(s)"
    return """
      <text x="20" y="\(bottom + 47)">Held</text>\(bars)
      <text x="\(Self.left)" y="\(bottom + 70)" fill="#666">\(words)</text>
      """
  }

  private var steps: [Markup] {
    (record["steps"]?.array ?? []).enumerated().map { index, step in
      let outcome = step["outcome"]?.string.map { " — \($0)" } ?? ""
      let line = "\(index + 1)  \(step["action"]?.string ?? "")\(outcome)"
      return """
        <text x="\(Self.left)" y="\(bottom + 94 + 18 * Double(index))">\
        \(String(line.prefix(110)))</text>
        """
    }
  }

  private func y(_ lane: Lane) -> Double { Self.top + Self.lane * (Double(lane.rawValue) + 0.5) }

  private func x(_ at: Date) -> Double {
    let share = at.timeIntervalSince(start) / end.timeIntervalSince(start)
    return Self.left + 8 + (Self.width - Self.left - Self.right - 16) * min(max(share, 0), 1)
  }
}
