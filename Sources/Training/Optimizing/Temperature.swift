import Foundation
import TextAnalysis

/// Temperature scaling: one divisor of a head's scores that minimises the held-out loss.
/// Source: Guo et al., "On calibration of modern neural networks" (2017).
enum Temperature {
  private static let range = 0.2...5.0
  private static let steps = 40

  typealias Scored = (scores: [Double], label: Int)

  /// The model with every head's temperature fitted that has held-out rows.
  static func fitted(_ model: LinearModel, to set: TrainingSet, rows: [Int]) -> LinearModel {
    guard !rows.isEmpty else { return model }
    let scored = rows.map { scores(of: $0, in: set, by: model) }
    let heads = model.heads.indices.map { head in
      let columns = model.columns(of: head)
      let labelled = zip(rows, scored).compactMap { row, scores -> Scored? in
        let label = set.label(row, head)
        return label < 0 ? nil : (Array(scores[columns]), label)
      }
      let old = model.heads[head]
      guard !labelled.isEmpty else { return old }
      return LinearModel.Head(
        name: old.name, classes: old.classes, temperature: Float(fitted(labelled)))
    }
    return LinearModel(
      heads: heads, bits: model.bits, card: model.card, biases: model.biases,
      scales: model.scales, weights: model.weights)
  }

  /// Golden section: the loss has one minimum in 1 / temperature.
  static func fitted(_ rows: [Scored]) -> Double {
    func loss(_ temperature: Double) -> Double {
      rows.reduce(0) { total, row in
        let probabilities = LinearModel.softmax(row.scores.map { $0 / temperature })
        return total - log(max(probabilities[row.label], 1e-12))
      }
    }
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (range.lowerBound, range.upperBound)
    for _ in 0..<steps {
      let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      if loss(left) < loss(right) { high = right } else { low = left }
    }
    return (low + high) / 2
  }

  private static func scores(
    of row: Int, in set: TrainingSet, by model: LinearModel
  ) -> [Double] {
    let buckets = set.buckets[set.starts[row]..<set.starts[row + 1]]
    return model.scores(for: buckets, wordCount: set.wordCounts[row]).map(Double.init)
  }
}
