import Detection
import Foundation

/// Settings and threshold chosen on some series and reported on the others.
struct Rotations {
  private let series: [Series]
  /// Every setting that was tuned at all, with what was tried.
  private static let tried: [(name: String, values: [Double])] = [
    ("significance", [10, 12, 14, 16, 18]),
    ("extremeness", [0.75, 1.1, 1.5, 2, 2.7]),
    ("tailShare", [0.0025, 0.005, 0.01]),
    ("seasonality", [0.2, 0.4, 0.6]),
    ("refractoryHours", [18, 24, 32]),
  ]
  private static let factors = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5, 1.75, 2]
  /// By place in the grid, then by series.
  private var tallies: [[Int]: [ScoredDetections]] = [:]

  init(_ series: [Series], _ tuning: Tuning) throws {
    self.series = series
    for place in Self.places() {
      var other = tuning
      for (axis, index) in place.enumerated() {
        other.values[Self.tried[axis].name] = Self.tried[axis].values[index]
      }
      let settings = try other.settings()
      tallies[place] = series.map { $0.tally(settings) }
    }
    for (index, factor) in Self.factors.enumerated() {
      let settings = try tuning.changing("significance", by: factor)
        .changing("extremeness", by: factor).settings()
      tallies[[index]] = series.map { $0.tally(settings) }
    }
  }

  func printTables() {
    for rule in Rule.allCases { printTables(rule) }
  }

  /// How the best place of the grid is told from a lucky one.
  private enum Rule: CaseIterable {
    /// All of `tried` tuned; the score averaged over the next places along each setting.
    case neighbours
    /// All of `tried` tuned; the score averaged by a Gaussian kernel.
    case kernel
    /// The threshold alone: `significance` and `extremeness` by one factor, neighbours averaged.
    case thresholdOnly
  }

  private func printTables(_ rule: Rule) {
    print("chosen on the training series, scored on the others; rule:", rule)
    let all = Array(series.indices)
    printRotations(rule, "leave one out", all.map { held in all.filter { $0 != held } })
    let pairs = all.flatMap { a in all.filter { $0 > a }.map { [a, $0] } }
    printRotations(rule, "leave two out", pairs.map { pair in all.filter { !pair.contains($0) } })
    printRotations(rule, "train on one", all.map { [$0] })
  }

  private func printRotations(_ rule: Rule, _ title: String, _ trainings: [[Int]]) {
    print(title)
    var sum = ScoredDetections()
    var scores: [Double] = []
    for training in trainings {
      let place = chosen(training, rule)
      let held = series.indices.filter { !training.contains($0) }
      let tally = held.reduce(ScoredDetections()) { $0 + (tallies[place]?[$1] ?? .init()) }
      let values =
        rule == .thresholdOnly
        ? place.map { Self.factors[$0] } : place.enumerated().map { Self.tried[$0].values[$1] }
      Bench.printRow(
        held.map { series[$0].name.dropFirst(9).dropLast(4) }.joined(separator: "+"), tally)
      print("      ", values)
      scores.append(tally.score(.standard))
      sum = sum + tally
    }
    Bench.printRow("pooled", sum)
    print(String(format: "mean of rotations %.1f", scores.reduce(0, +) / Double(scores.count)))
  }

  /// The place whose neighbourhood scores best: a plateau rather than a lucky point.
  private func chosen(_ training: [Int], _ rule: Rule) -> [Int] {
    var scores: [[Int]: Double] = [:]
    for (place, tallies) in tallies where (place.count == 1) == (rule == .thresholdOnly) {
      scores[place] = training.reduce(ScoredDetections()) { $0 + tallies[$1] }.score(.standard)
    }
    func smooth(_ place: [Int]) -> Double {
      var sum = 0.0
      var weights = 0.0
      for (other, score) in scores {
        let distance = zip(place, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let weight =
          rule == .kernel ? exp(-Double(distance) / 2) : distance == 0 ? 2 : distance == 1 ? 1 : 0
        sum += weight * score
        weights += weight
      }
      return sum / weights
    }
    let ranked = scores.keys.map { ($0, smooth($0)) }
    return ranked.max { ($0.1, $0.0.description) < ($1.1, $1.0.description) }?.0 ?? []
  }

  private static func places() -> [[Int]] {
    tried.reduce([[]]) { places, axis in
      places.flatMap { place in axis.values.indices.map { place + [$0] } }
    }
  }
}
