import Foundation

/// Temperature scaling: one divisor of the scores that minimises the held-out loss.
/// Source: Guo et al., "On calibration of modern neural networks" (2017).
enum Temperature {
  private static let range = 0.2...5.0
  private static let steps = 40

  static func fitted(_ model: LinearModel, to set: TrainingSet, rows: [Int]) -> LinearModel {
    guard !rows.isEmpty else { return model }
    let scored = rows.map {
      (scores: scores(of: $0, in: set, by: model), label: set.labels[$0])
    }
    func loss(_ temperature: Double) -> Double {
      scored.reduce(0) { total, row in
        let probabilities = LinearModel.softmax(row.scores.map { $0 / temperature })
        return total - log(max(probabilities[row.label], 1e-12))
      }
    }
    // Golden section: the loss has one minimum in 1 / temperature.
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (Self.range.lowerBound, Self.range.upperBound)
    for _ in 0..<steps {
      let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      if loss(left) < loss(right) { high = right } else { low = left }
    }
    return LinearModel(
      classes: model.classes, bits: model.bits, temperature: Float((low + high) / 2),
      biases: model.biases, scales: model.scales, weights: model.weights)
  }

  private static func scores(
    of row: Int, in set: TrainingSet, by model: LinearModel
  ) -> [Double] {
    let buckets = set.buckets[set.starts[row]..<set.starts[row + 1]]
    return model.scores(for: buckets, wordCount: set.wordCounts[row]).map(Double.init)
  }
}
