import Foundation

/// A series' labelled windows, as rows of the series, and how detections score against them.
///
/// The measure rewards an early detection in a window and forgives a false one soon after a
/// window: Lavin and Ahmad, "Evaluating Real-time Anomaly Detection Algorithms", ICMLA 2015.
public struct BurstWindows: Sendable, Equatable {
  /// The series' length in rows.
  public let rowCount: Int
  /// In order, apart from each other.
  public let windows: [ClosedRange<Int>]

  /// Windows out of order are sorted.
  public init(rowCount: Int, windows: [ClosedRange<Int>]) {
    self.rowCount = rowCount
    self.windows = windows.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// The first rows, in which nothing is scored, so that a detector may learn.
  public var probation: Int { min(rowCount * 15 / 100, 750) }

  /// Tallies the rows in which a detector spoke.
  public func score(detections: some Sequence<Int>) -> ScoredDetections {
    let open = windows.filter { $0.upperBound >= probation }
    var tally = ScoredDetections()
    var earliest = [Double?](repeating: nil, count: open.count)
    for row in detections where row >= probation {
      let started = open.lastIndex { $0.lowerBound <= row }
      if let started, open[started].contains(row) {
        earliest[started] = max(earliest[started] ?? -1, Self.earliness(of: row, in: open[started]))
      } else {
        tally.falseDetections += 1
        tally.lateness += started.map { Self.lateness(of: row, after: open[$0]) } ?? -1
      }
    }
    tally.windows = open.count
    tally.detected = earliest.count { $0 != nil }
    tally.earliness = earliest.reduce(0) { $0 + ($1 ?? 0) }
    return tally
  }

  /// Every row whose score reaches the threshold is a detection.
  public func score(_ scores: [Double], threshold: Double) -> ScoredDetections {
    score(detections: scores.indices.lazy.filter { scores[$0] >= threshold })
  }

  private static func earliness(of row: Int, in window: ClosedRange<Int>) -> Double {
    let position = -Double(window.upperBound - row + 1) / Double(window.count)
    return sigmoid(position) / sigmoid(-1)
  }

  private static func lateness(of row: Int, after window: ClosedRange<Int>) -> Double {
    sigmoid(Double(row - window.upperBound) / Double(max(window.count - 1, 1)))
  }

  /// 1 well before a window's end, 0 at its end, −1 well after it.
  static func sigmoid(_ position: Double) -> Double {
    position > 3 ? -1 : 2 / (1 + exp(5 * position)) - 1
  }
}
