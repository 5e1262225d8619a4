import Foundation
import TextAnalysis

/// The logistic loss of a set's rows under weights that lie bucket after bucket, one a column, and
/// behind them one bias a column.
struct LogisticLoss {
  let set: TrainingSet
  /// One a column.
  let classWeights: [Float]

  /// The sum over the rows, with its gradient.
  func value(of rows: [Int], at weights: [Float], gradient: inout [Float]) -> Double {
    let columns = classWeights.count
    let biases = weights.count - columns
    return gradient.withUnsafeMutableBufferPointer { gradient in
      gradient.update(repeating: 0)
      return rows.reduce(0.0) { total, row in
        var scores = scores(row, weights)
        let loss = errors(row, &scores)
        let (start, end) = (set.starts[row], set.starts[row + 1])
        let split = start + set.wordCounts[row]
        add(scores, times: LinearModel.factor(split - start), start..<split, to: gradient)
        add(scores, times: LinearModel.factor(end - split), split..<end, to: gradient)
        for column in 0..<columns { gradient[biases + column] += scores[column] }
        return total + loss
      }
    }
  }

  /// The weighted mean over the rows.
  func mean(of rows: [Int], at weights: [Float]) -> Double {
    let total = rows.reduce(0.0) { total, row in
      var scores = scores(row, weights)
      return total + errors(row, &scores)
    }
    return total / max(rows.reduce(0.0) { $0 + Double(set.weights[$1]) }, 1e-9)
  }
}

extension LogisticLoss {
  private typealias Columns = SIMD16<Float>

  private func scores(_ row: Int, _ weights: [Float]) -> SIMD16<Float> {
    let columns = classWeights.count
    let (start, end) = (set.starts[row], set.starts[row + 1])
    let split = start + set.wordCounts[row]
    return weights.withUnsafeBufferPointer { weights in
      var scores = Columns()
      let words = sum(weights, start..<split)
      let characters = sum(weights, split..<end)
      let biases = weights.count - columns
      for column in 0..<columns { scores[column] = weights[biases + column] }
      scores += words * LinearModel.factor(split - start)
      scores += characters * LinearModel.factor(end - split)
      return scores
    }
  }

  /// Turns scores into the gradient of the row's loss by each score; returns the loss.
  private func errors(_ row: Int, _ scores: inout SIMD16<Float>) -> Double {
    var first = 0
    var loss = 0.0
    for (head, definition) in set.heads.enumerated() {
      let columns = first..<first + definition.classes.count
      first = columns.upperBound
      let label = set.label(row, head)
      guard label >= 0 else {
        for column in columns { scores[column] = 0 }
        continue
      }
      let own = columns.lowerBound + label
      let weight = set.weights[row] * classWeights[own]
      let top = columns.reduce(-Float.infinity) { max($0, scores[$1]) }
      let margin = scores[own] - top
      var total: Float = 0
      for column in columns {
        scores[column] = exp(scores[column] - top)
        total += scores[column]
      }
      loss += Double(weight) * Double(log(total) - margin)
      for column in columns { scores[column] *= weight / total }
      scores[own] -= weight
    }
    return loss
  }

  @inline(__always)
  private func sum(
    _ weights: UnsafeBufferPointer<Float>, _ range: Range<Int>
  ) -> SIMD16<Float> {
    switch classWeights.count {
    case 2: sum(weights, range, columns: 2)
    case 3: sum(weights, range, columns: 3)
    case 7: sum(weights, range, columns: 7)
    case 10: sum(weights, range, columns: 10)
    default: sum(weights, range, columns: classWeights.count)
    }
  }

  @inline(__always)
  private func sum(
    _ weights: UnsafeBufferPointer<Float>, _ range: Range<Int>, columns: Int
  ) -> SIMD16<Float> {
    var sums = Columns()
    set.buckets.withUnsafeBufferPointer { buckets in
      for position in range {
        let base = Int(buckets[position]) * columns
        for column in 0..<columns { sums[column] += weights[base + column] }
      }
    }
    return sums
  }

  @inline(__always)
  private func add(
    _ errors: SIMD16<Float>, times factor: Float, _ range: Range<Int>,
    to gradient: UnsafeMutableBufferPointer<Float>
  ) {
    let errors = errors * factor
    switch classWeights.count {
    case 2: add(errors, range, to: gradient, columns: 2)
    case 3: add(errors, range, to: gradient, columns: 3)
    case 7: add(errors, range, to: gradient, columns: 7)
    case 10: add(errors, range, to: gradient, columns: 10)
    default: add(errors, range, to: gradient, columns: classWeights.count)
    }
  }

  @inline(__always)
  private func add(
    _ errors: SIMD16<Float>, _ range: Range<Int>, to gradient: UnsafeMutableBufferPointer<Float>,
    columns: Int
  ) {
    set.buckets.withUnsafeBufferPointer { buckets in
      for position in range {
        let base = Int(buckets[position]) * columns
        for column in 0..<columns { gradient[base + column] += errors[column] }
      }
    }
  }
}
