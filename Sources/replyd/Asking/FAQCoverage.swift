import FAQStagePlugin
import Foundation
import Matching
import PluginKit

/// The result of `faq coverage`: what silence buys, and what is asked that no entry answers.
struct FAQCoverage {
  /// The precisions that are compared.
  private static let steps = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
  /// Messages shown of each group.
  private static let examples = 2
  /// Of so many messages a smaller group is chance, and is only counted.
  private static let (many, fewest) = (200, 3)

  /// nil if nothing is labelled.
  let plot: CurvePlot?
  private let name: String
  private let data: String
  private let rows: [FAQRow]
  private let measure: FAQMeasure
  private let answerAbove: Double
  private let entries: [String]
  private let shown: Int
  /// Those that no entry covers, and their groups.
  private let uncovered: [FAQRow]
  private let clusters: MessageClusters

  /// - Parameters:
  ///   - measure: of all rows; one without a label counts as unanswerable.
  ///   - meanings: of all rows, if the entries are compared by that.
  init(
    _ faq: AskedFAQ, data: String, rows: [FAQRow], measure: FAQMeasure,
    meanings: [SentenceVector]?, answerAbove: Double, shown: Int
  ) throws {
    name = faq.name
    self.data = data
    self.rows = rows
    self.measure = measure
    self.answerAbove = answerAbove
    self.shown = shown
    let chosen = faq.stage.settings.chosen
    entries = chosen.map(\.id)
    let isAnswered = measure.answered(at: answerAbove)
    let places = rows.indices.filter { place in
      rows[place].label == .none || rows[place].label == .unknown && !isAnswered[place]
    }
    uncovered = places.map { rows[$0] }
    let languages = Dictionary(grouping: chosen) { $0.language ?? "en" }
    let language = languages.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
    clusters = MessageClusters(
      uncovered.map(\.normalized), language: language ?? "en", model: try FAQIndexes.model(),
      meanings: meanings.map { meanings in places.map { meanings[$0] } })
    let isLabelled = !rows.contains { $0.label == .unknown } && measure.answerable > 0
    let point = measure.point(at: answerAbove)
    plot =
      isLabelled
      ? CurvePlot(
        title: "\(faq.name) on \(data)",
        points: measure.curve.map { .init(x: $0.coverage, y: $0.precision) },
        chosen: isAnswered.contains(true) ? .init(x: point.coverage, y: point.precision) : nil,
        chosenName: "answerAbove \(String(format: "%.2f", answerAbove))")
      : nil
  }

  var text: String {
    var lines = ["\(name) on \(data), \(counted(rows.count, "message", "messages"))", ""]
    if let plot { lines += plot.lines + [""] + table } else { lines += shares }
    lines += missed + groups
    return lines.joined(separator: "\n")
  }
}

extension FAQCoverage {
  private var precisions: [Double] { Set(Self.steps + [answerAbove]).sorted() }

  private var table: [String] {
    ["answerAbove  coverage  precision  silence"]
      + precisions.map { precision in
        let point = measure.point(at: precision)
        let isSilent = !measure.answered(at: precision).contains(true)
        let cells = [
          Self.right(percent(point.coverage), 8),
          Self.right(isSilent ? "–" : percent(point.precision), 11),
          Self.right(percent(point.silence), 9),
        ]
        return Self.right(String(format: "%.2f", precision), 11) + "  " + cells.joined()
          + (precision == answerAbove ? "  ← set" : "")
      }
  }

  /// Without labels only how much is answered can be told.
  private var shares: [String] {
    ["answerAbove  answered"]
      + precisions.map { precision in
        let count = measure.answered(at: precision).count { $0 }
        return Self.right(String(format: "%.2f", precision), 11) + "  "
          + Self.right(percent(Double(count) / Double(rows.count)), 8)
          + (precision == answerAbove ? "  ← set" : "")
      }
  }

  /// The entries whose questions customers word otherwise.
  private var missed: [String] {
    var asked: [Int: (count: Int, missed: Int)] = [:]
    for (row, outcome) in zip(rows, measure.outcomes) {
      guard case .entry(let entry) = row.label else { continue }
      asked[entry, default: (0, 0)].count += 1
      if outcome.top != entry { asked[entry, default: (0, 0)].missed += 1 }
    }
    let worst = asked.filter { $0.value.missed > 0 }.sorted {
      ($1.value.missed, $0.key) < ($0.value.missed, $1.key)
    }
    guard !worst.isEmpty else { return [] }
    return ["", "Entries that are taken for another; give them more wordings:"]
      + worst.prefix(5).map { entry, found in
        "  \(Terminal.safe(entries[entry])): \(found.missed) of "
          + counted(found.count, "message", "messages")
      }
  }

  private var groups: [String] {
    guard !uncovered.isEmpty else { return ["", "Every message is covered by an entry."] }
    let all = counted(uncovered.count, "message", "messages")
    var lines = ["", "No entry covers \(all):"]
    let least = uncovered.count >= Self.many ? Self.fewest : 2
    let large = clusters.clusters.filter { $0.members.count >= least }
    for cluster in large.prefix(shown) {
      let count = cluster.members.count
      lines.append(
        "  \(count) messages ask about \(Terminal.safe(cluster.name, limit: 60))")
      lines += cluster.members.prefix(Self.examples).map {
        "     \(Terminal.safe(uncovered[$0].text, limit: 90))"
      }
    }
    let rest = clusters.clusters.dropFirst(min(shown, large.count))
    if !rest.isEmpty {
      let messages = rest.reduce(0) { $0 + $1.members.count }
      let groups = counted(rest.count, "smaller group", "smaller groups")
      lines.append("  \(messages) messages in \(groups)")
    }
    if !clusters.alone.isEmpty {
      let alone = counted(clusters.alone.count, "message is", "messages are")
      lines.append("  \(alone) like no other")
    }
    if uncovered.count > MessageClusters.limit {
      lines.append("  (grouped are the first \(MessageClusters.limit))")
    }
    return lines
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
