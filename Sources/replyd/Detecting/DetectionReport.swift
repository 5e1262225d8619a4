import Detection
import Foundation

/// How well the detector finds labelled windows: at its own threshold, and at thresholds that were
/// frozen on other series.
struct DetectionReport {
  struct Series {
    var name: String
    var windows: BurstWindows
    var scores: [Double]

    func tally(_ threshold: Double) -> ScoredDetections {
      windows.score(scores, threshold: threshold)
    }
  }

  static let threshold = 0.5

  let series: [Series]
  let pointsPerSecond: Double

  var lines: [String] {
    var lines = ["threshold \(Self.threshold), the detector's own"]
    lines.append(row("series", ScoringProfile.all.map(\.name) + ["found", "false"]))
    for each in series { lines.append(row(each.name, figures(each.tally(Self.threshold)))) }
    let all = series.reduce(ScoredDetections()) { $0 + $1.tally(Self.threshold) }
    lines.append(row("all together", figures(all)))
    if series.count > 1 { lines += rotations }
    lines.append(
      "\(Int(pointsPerSecond.rounded())) points/s with reading and writing times; one core")
    return lines
  }

  /// The threshold of the standard profile chosen on some, reported on the others, by two rules.
  private var rotations: [String] {
    var lines = ["", "threshold frozen on some series, reported on the others (standard profile)"]
    for tolerance in [0.0, 1] {
      lines.append(
        tolerance == 0 ? "the best threshold" : "the lowest within a point of the best")
      lines += (1..<series.count).map { rotation(leavingOut: $0, tolerance) }
    }
    return lines
  }

  private func rotation(leavingOut held: Int, _ tolerance: Double) -> String {
    var scores: [Double] = []
    var falses = 0
    let choices = combinations(of: held)
    for out in choices {
      let rest = series.indices.filter { !out.contains($0) }
      let sweep = ThresholdSweep(
        rest.map { (series[$0].windows, series[$0].scores) }, candidates: candidates(rest),
        profile: .standard, within: tolerance)
      guard let threshold = sweep?.threshold else { continue }
      for index in out {
        let tally = series[index].tally(threshold)
        scores.append(tally.score(.standard))
        falses += tally.falseDetections
      }
    }
    let times = choices.count * held / series.count
    return row(
      "  frozen on \(series.count - held)",
      [
        number(scores.reduce(0, +) / Double(max(scores.count, 1))),
        "\(number(Double(falses) / Double(max(times, 1)))) false over all series",
        "\(choices.count) rotations",
      ])
  }

  /// Thresholds between the scores that occur near and above the detector's own.
  private func candidates(_ indices: [Int]) -> [Double] {
    let found = Set(indices.flatMap { series[$0].scores.filter { $0 >= 0.05 } })
    return Array(found.sorted(by: >).prefix(4000)) + [Self.threshold]
  }

  private func combinations(of count: Int) -> [[Int]] {
    (0..<1 << series.count).map { set in series.indices.filter { set >> $0 & 1 == 1 } }
      .filter { $0.count == count }
  }

  private func figures(_ tally: ScoredDetections) -> [String] {
    ScoringProfile.all.map { number(tally.score($0)) }
      + ["\(tally.detected) of \(tally.windows)", "\(tally.falseDetections)"]
  }

  private func number(_ value: Double) -> String { String(format: "%.1f", value) }

  private func row(_ name: String, _ columns: [String]) -> String {
    let padded = columns.map {
      $0.padding(toLength: max(10, $0.count + 2), withPad: " ", startingAt: 0)
    }
    return
      (Terminal.safe(name, limit: 24).padding(toLength: 26, withPad: " ", startingAt: 0)
      + padded.joined()).trimmingSuffix()
  }
}
