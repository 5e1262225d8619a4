import Foundation
public import TextAnalysis

/// Trains a `LinearModel` on the logistic loss with L2 by L-BFGS. Each feature is scaled by how
/// unevenly the classes share it, so that words that tell classes apart are learnt first. The same
/// set and options give the same bytes. Source of the scaling: Wang and Manning, "Baselines and
/// bigrams" (2012).
public struct LinearModelTrainer: Sendable {
  public struct Options: Sendable {
    public var iterationLimit = 80
    /// Iterations without a better held-out loss before training stops.
    public var patience = 8
    public var l2: Float = 2
    /// Added to each count before the scale is taken.
    public var smoothing: Float = 1
    /// Added to each scale, so that even an evenly shared feature can be learnt.
    public var leastScale: Float = 0.2
    /// 0 leaves classes as frequent as they are, 1 weighs them all the same.
    public var classBalance = 0.0
    /// Of the weights, this share is kept as it is; the few beyond are cut to the largest of those.
    public var keptShare = 0.9995

    public init() {}
  }

  private let options: Options

  public init(options: Options = Options()) {
    self.options = options
  }

  /// Trains on the rows that are not held out, from `start` on if it is given: then the weights
  /// stay near it where the rows say nothing. Without held-out rows it runs all iterations and
  /// leaves the temperatures as they were.
  public func train(
    _ set: TrainingSet, from start: LinearModel? = nil, log: (String) -> Void = { _ in }
  ) -> LinearModel {
    let rows = set.rows(heldOut: false)
    let heldOut = set.rows(heldOut: true)
    let classWeights = classWeights(set, rows)
    let columns = classWeights.count
    let loss = LogisticLoss(set: set, classWeights: classWeights)
    let scales = start == nil ? scales(set, rows, classWeights) : nil
    let anchor =
      start.map(Self.weights) ?? [Float](repeating: 0, count: (columns << set.bits) + columns)
    let l2 = options.l2
    let zeros = [Float](repeating: 0, count: columns)
    func scaled(_ point: [Float]) -> [Float] {
      guard let scales else { return point }
      return Self.multiplied(point, scales, columns: columns)
    }
    var optimizer = LBFGS(start: anchor) { point, gradient in
      let value = loss.value(of: rows, at: scaled(point), gradient: &gradient)
      if let scales { gradient = Self.multiplied(gradient, scales, columns: columns) }
      // A few rows, often all of one class, say nothing about how frequent the classes are.
      if start != nil { gradient.replaceSubrange((columns << set.bits)..., with: zeros) }
      return value + Self.addPenalty(l2, columns, point, anchor, to: &gradient)
    }
    var best = (loss: Double.infinity, point: optimizer.point)
    var worse = 0
    for iteration in 1...max(options.iterationLimit, 1) {
      guard optimizer.step() else { break }
      guard !heldOut.isEmpty else { continue }
      let mean = loss.mean(of: heldOut, at: scaled(optimizer.point))
      if iteration % 10 == 0 {
        log("iteration \(iteration): held-out loss \(String(format: "%.4f", mean))")
      }
      worse = mean < best.loss ? 0 : worse + 1
      if mean < best.loss { best = (mean, optimizer.point) }
      if worse >= options.patience { break }
    }
    let final = scaled(heldOut.isEmpty ? optimizer.point : best.point)
    let heads = start?.heads ?? set.heads
    let model = Quantizing.model(
      final, heads: heads, bits: set.bits, share: options.keptShare)
    return Temperature.fitted(model, to: set, rows: heldOut)
  }
}

extension LinearModelTrainer {
  /// A column each: inverse frequency to the power of `classBalance`, scaled to a mean of one a
  /// row.
  private func classWeights(_ set: TrainingSet, _ rows: [Int]) -> [Float] {
    set.heads.indices.flatMap { head in
      var totals = [Double](repeating: 0, count: set.heads[head].classes.count)
      for row in rows where set.label(row, head) >= 0 {
        totals[set.label(row, head)] += Double(set.weights[row])
      }
      let weights = totals.map { $0 > 0 ? pow($0, -options.classBalance) : 0 }
      let mean =
        zip(weights, totals).reduce(0) { $0 + $1.0 * $1.1 } / max(totals.reduce(0, +), 1)
      return weights.map { Float($0 / max(mean, .leastNormalMagnitude)) }
    }
  }

  /// One a bucket: the largest log-count ratio of a class against the others of its head.
  private func scales(
    _ set: TrainingSet, _ rows: [Int], _ classWeights: [Float]
  ) -> [Float] {
    var scales = [Float](repeating: options.leastScale, count: 1 << set.bits)
    var first = 0
    for (head, classes) in set.heads.map(\.classes).enumerated() {
      let count = classes.count
      var sums = [Float](repeating: options.smoothing, count: count << set.bits)
      var totals = [Float](repeating: options.smoothing * Float(1 << set.bits), count: count)
      for row in rows where set.label(row, head) >= 0 {
        let label = set.label(row, head)
        let weight = set.weights[row] * classWeights[first + label]
        totals[label] += weight
        for bucket in set.buckets[set.starts[row]..<set.starts[row + 1]] {
          sums[Int(bucket) * count + label] += weight
        }
      }
      let all = totals.reduce(0, +)
      for bucket in scales.indices {
        let here = sums[bucket * count..<(bucket + 1) * count]
        let sum = here.reduce(0, +)
        let ratios = zip(here, totals).map { own, total in
          abs(log(own / total * (all - total) / (sum - own)))
        }
        scales[bucket] = max(scales[bucket], (ratios.max() ?? 0) + options.leastScale)
      }
      first += count
    }
    return scales
  }

  /// Biases, the last entries, keep their scale.
  private static func multiplied(
    _ vector: [Float], _ scales: [Float], columns: Int
  ) -> [Float] {
    var result = vector
    result.withUnsafeMutableBufferPointer { result in
      for bucket in scales.indices {
        for column in 0..<columns { result[bucket * columns + column] *= scales[bucket] }
      }
    }
    return result
  }

  /// Half the squared distance from the anchor; biases are free.
  private static func addPenalty(
    _ l2: Float, _ columns: Int, _ point: [Float], _ anchor: [Float],
    to gradient: inout [Float]
  ) -> Double {
    var total = 0.0
    let columns = gradient.count - gradient.count / 256 * 256
    for index in 0..<point.count - columns {
      let distance = point[index] - anchor[index]
      gradient[index] += l2 * distance
      total += Double(distance * distance)
    }
    return total * Double(l2) / 2
  }

  private static func weights(of model: LinearModel) -> [Float] {
    model.weights.indices.map { index in
      Float(model.weights[index]) * model.scales[index % model.scales.count]
    } + model.biases
  }
}
