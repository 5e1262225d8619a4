import Detection
import Foundation
import TestStreams

/// How much the score depends on each setting.
struct Sensitivity {
  var series: [Series]

  func printTable(_ tuning: Tuning) throws {
    print("setting: standard score (false detections) at −20, −10, +10, +20 %")
    for name in tuning.values.keys.sorted() {
      let row = try [0.8, 0.9, 1.1, 1.2].map { try cell(tuning.changing(name, by: $0)) }
      print(name.padding(toLength: 26, withPad: " ", startingAt: 0), row.joined(separator: "  "))
    }
    try printJittered(tuning)
  }

  private func tally(_ tuning: Tuning) throws -> ScoredDetections {
    let settings = try tuning.settings()
    return series.reduce(ScoredDetections()) { $0 + $1.tally(settings) }
  }

  private func cell(_ tuning: Tuning) throws -> String {
    let tally = try tally(tuning)
    return String(format: "%.1f (%d)", tally.score(.standard), tally.falseDetections)
  }

  private func printJittered(_ tuning: Tuning) throws {
    var random = SeededRandom(seed: 1)
    for spread in [0.05, 0.12, 0.2] {
      let tallies = try (0..<100).map { _ in try tally(tuning.jittered(spread, &random)) }
      let scores = tallies.map { $0.score(.standard) }.sorted()
      let falses = tallies.reduce(0) { $0 + $1.falseDetections }
      print(
        String(
          format: "all varied by %.0f %%: mean %.1f, 5th percentile %.1f, false %.1f", spread * 100,
          scores.reduce(0, +) / 100, scores[5], Double(falses) / 100))
    }
  }
}
