import Foundation

/// Trains a `LinearModel` by AdaGrad on the logistic loss, with L2 and early stopping on the
/// held-out rows. The same set, options and seed give the same bytes. Source: Duchi, Hazan and
/// Singer, "Adaptive subgradient methods" (2011).
public struct LinearModelTrainer: Sendable {
  public struct Options: Sendable {
    public var epochLimit = 20
    /// Epochs without a better held-out loss before training stops.
    public var patience = 2
    public var learningRate: Float = 0.2
    public var l2: Float = 1e-3
    /// The squared gradients each weight begins with: more keeps the weights of rare features
    /// small.
    public var damping: Float = 1
    /// 0 leaves classes as frequent as they are, 1 weighs them all the same.
    public var classBalance = 0.5
    /// The rows' order; also any random choice.
    public var seed: UInt64 = 1

    public init() {}
  }

  private let options: Options

  public init(options: Options = Options()) {
    self.options = options
  }

  /// Trains on the rows that are not held out. Without held-out rows it runs all epochs and
  /// leaves the temperature at 1.
  public func train(_ set: TrainingSet, log: (String) -> Void = { _ in }) -> LinearModel {
    var state = AdaGradState(set: set, options: options)
    var order = set.rows(heldOut: false)
    let heldOut = set.rows(heldOut: true)
    let classWeights = classWeights(set, rows: order)
    var generator = SeededGenerator(seed: options.seed)
    var best = (loss: Double.infinity, state: state)
    var worseEpochs = 0
    for epoch in 1...max(options.epochLimit, 1) {
      order.shuffle(using: &generator)
      for row in order { state.learn(row, of: set, classWeights: classWeights) }
      guard !heldOut.isEmpty else { continue }
      let loss = state.loss(heldOut, of: set, classWeights: classWeights)
      log("epoch \(epoch): held-out loss \(String(format: "%.4f", loss))")
      worseEpochs = loss < best.loss ? 0 : worseEpochs + 1
      if loss < best.loss { best = (loss, state) }
      if worseEpochs >= options.patience { break }
    }
    let final = heldOut.isEmpty ? state : best.state
    let quantized = final.quantized(set)
    return Temperature.fitted(quantized, to: set, rows: heldOut)
  }
}

extension LinearModelTrainer {
  /// Inverse frequency to the power of `classBalance`, scaled to a mean of one a row.
  private func classWeights(_ set: TrainingSet, rows: [Int]) -> [Float] {
    var totals = [Double](repeating: 0, count: set.classes.count)
    for row in rows { totals[set.labels[row]] += Double(set.weights[row]) }
    let weights = totals.map { $0 > 0 ? pow($0, -options.classBalance) : 0 }
    let mean = zip(weights, totals).reduce(0) { $0 + $1.0 * $1.1 } / max(totals.reduce(0, +), 1)
    return weights.map { Float($0 / max(mean, .leastNormalMagnitude)) }
  }
}
