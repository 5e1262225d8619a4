import Foundation

/// Weights and their accumulated squared gradients while a model is trained.
struct AdaGradState {
  private let classCount: Int
  private let learningRate: Float
  private let l2: Float
  private var weights: [Float]
  private var squares: [Float]
  private var biases: [Float]
  private var biasSquares: [Float]

  init(set: TrainingSet, options: LinearModelTrainer.Options) {
    classCount = set.classes.count
    learningRate = options.learningRate
    l2 = options.l2
    weights = [Float](repeating: 0, count: classCount << set.bits)
    squares = [Float](repeating: options.damping, count: classCount << set.bits)
    biases = [Float](repeating: 0, count: classCount)
    biasSquares = [Float](repeating: options.damping, count: classCount)
  }

  /// One step against the gradient of one row's loss.
  mutating func learn(_ row: Int, of set: TrainingSet, classWeights: [Float]) {
    let label = set.labels[row]
    let weight = set.weights[row] * classWeights[label]
    var errors = probabilities(row, of: set)
    errors[label] -= 1
    for index in 0..<classCount {
      let gradient = weight * errors[index]
      biasSquares[index] += gradient * gradient
      biases[index] -= learningRate * gradient / biasSquares[index].squareRoot()
    }
    let (start, end) = (set.starts[row], set.starts[row + 1])
    let split = start + set.wordCounts[row]
    step(set.buckets, start..<split, weight * LinearModel.factor(split - start), errors)
    step(set.buckets, split..<end, weight * LinearModel.factor(end - split), errors)
  }

  /// The weighted mean of the logistic loss over the rows.
  func loss(_ rows: [Int], of set: TrainingSet, classWeights: [Float]) -> Double {
    var (total, weights) = (0.0, 0.0)
    for row in rows {
      let label = set.labels[row]
      let weight = Double(set.weights[row] * classWeights[label])
      total -= weight * log(Double(max(probabilities(row, of: set)[label], 1e-9)))
      weights += weight
    }
    return weights > 0 ? total / weights : 0
  }

  /// Rounds each class's weights to bytes; the few beyond the scale's reach are clipped.
  func quantized(_ set: TrainingSet) -> LinearModel {
    let scales = (0..<classCount).map(scale)
    let bytes = weights.indices.map { index in
      Int8((weights[index] / scales[index % classCount]).rounded().clamped(to: -127...127))
    }
    return LinearModel(
      classes: set.classes, bits: set.bits, temperature: 1, biases: biases, scales: scales,
      weights: bytes)
  }
}

extension AdaGradState {
  private mutating func step(
    _ buckets: [UInt32], _ range: Range<Int>, _ value: Float, _ errors: [Float]
  ) {
    let (classCount, learningRate, l2) = (classCount, learningRate, l2)
    weights.withUnsafeMutableBufferPointer { weights in
      squares.withUnsafeMutableBufferPointer { squares in
        for position in range {
          let base = Int(buckets[position]) * classCount
          for index in 0..<classCount {
            let gradient = value * errors[index] + l2 * weights[base + index]
            squares[base + index] += gradient * gradient
            weights[base + index] -=
              learningRate * gradient / squares[base + index].squareRoot()
          }
        }
      }
    }
  }

  private func probabilities(_ row: Int, of set: TrainingSet) -> [Float] {
    let (start, end) = (set.starts[row], set.starts[row + 1])
    let split = start + set.wordCounts[row]
    var scores = biases
    add(set.buckets, start..<split, to: &scores)
    add(set.buckets, split..<end, to: &scores)
    let top = scores.max() ?? 0
    for index in scores.indices { scores[index] = exp(scores[index] - top) }
    let total = scores.reduce(0, +)
    for index in scores.indices { scores[index] /= total }
    return scores
  }

  private func add(_ buckets: [UInt32], _ range: Range<Int>, to scores: inout [Float]) {
    let factor = LinearModel.factor(range.count)
    weights.withUnsafeBufferPointer { weights in
      for position in range {
        let base = Int(buckets[position]) * classCount
        for index in 0..<classCount { scores[index] += factor * weights[base + index] }
      }
    }
  }

  /// The 99.95th percentile of the trained weights maps to 127.
  private func scale(of index: Int) -> Float {
    let sizes = stride(from: index, to: weights.count, by: classCount)
      .map { abs(weights[$0]) }.filter { $0 > 0 }.sorted()
    guard !sizes.isEmpty else { return 1 }
    return sizes[min(sizes.count - 1, sizes.count * 9995 / 10000)] / 127
  }
}

extension Float {
  fileprivate func clamped(to range: ClosedRange<Float>) -> Float {
    min(max(self, range.lowerBound), range.upperBound)
  }
}
