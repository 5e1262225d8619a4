import Engine
import Foundation

/// Messages over time by sentiment, as bars.
struct ReportChart {
  /// Buckets drawn, the last ones.
  static let barLimit = 120
  private static let height = 100.0
  private static let step = 10.0

  private let report: Report
  private let range: Range<Int>
  private let clock: ClockText

  /// nil where there is nothing to compare.
  init?(_ report: Report, _ clock: ClockText) {
    let count = report.buckets.all.count
    guard count > 1, report.total.series.received.count == count else { return nil }
    self.report = report
    self.clock = clock
    range = max(0, count - Self.barLimit)..<count
  }

  private var parts: [(name: String, label: String, values: [Int])] {
    let series = report.total.series
    let others = series.received.indices.map {
      max(0, series.received[$0] - series.negative[$0] - series.neutral[$0] - series.positive[$0])
    }
    return [
      ("negative", "negative", series.negative), ("neutral", "neutral", series.neutral),
      ("positive", "positive", series.positive), ("unlabelled", "without a label", others),
    ]
  }

  var slots: Slots {
    let parts = parts
    let received = report.total.series.received
    let most = max(1, range.map { received[$0] }.max() ?? 1)
    var bars: [Slots] = []
    for bucket in range {
      var top = Self.height
      for part in parts where part.values[bucket] > 0 {
        let height = Double(part.values[bucket]) / Double(most) * Self.height
        top -= height
        bars.append([
          "part": part.name, "x": Self.number(Double(bucket - range.lowerBound) * Self.step + 1),
          "y": Self.number(top), "w": Self.number(Self.step - 2), "h": Self.number(height),
          "hover": "\(report.buckets.all[bucket].label): \(part.values[bucket]) \(part.label)",
        ])
      }
    }
    let all = range.reduce(0) { $0 + received[$1] }
    return [
      "bars": bars, "each": report.buckets.unit.each,
      "width": Self.number(Double(range.count) * Self.step), "height": Self.number(Self.height),
      "described": "\(all) messages, at most \(most) \(report.buckets.unit.each)",
      "most": "\(most)", "firstLabel": label(range.lowerBound),
      "lastLabel": label(range.upperBound - 1),
      "parts": parts.compactMap { part -> Slots? in
        let total = range.reduce(0) { $0 + part.values[$1] }
        return total == 0
          ? nil : ["part": part.name, "partName": part.label, "partTotal": "\(total)"]
      },
    ]
  }

  private func label(_ bucket: Int) -> String {
    let label = report.buckets.all[bucket].label
    return report.buckets.unit == .day ? label : clock.moment(report.buckets.all[bucket].start)
  }

  private static func number(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
