import PluginKit

/// Multinomial logistic regression over all entries, trained when the index is built.
///
/// Stochastic gradient descent with a step that falls linearly to zero, in a fixed order, so that
/// the same questions give the same weights. Weights lie feature by feature, all classes of one
/// together: a text costs one vector addition a feature.
struct EntryClassifier: Sendable {
  struct Example {
    /// Positions in the table of features, and what they are worth in this text.
    var features: [UInt32]
    var values: [Float]
    /// nil without a sentence encoder.
    var meaning: SentenceVector?
    var entry: Int
  }

  /// A surer example teaches nothing.
  private static let learnt: Float = 0.98

  /// The first step's length; more forgets what was learnt, on the sets of `replyd train faq`.
  private static let step: Float = 2
  /// A meaning is so much longer than a text's words, or its characters, so its step is shorter.
  private static let (meaningScale, meaningStep): (Float, Float) = (3, 0.25)
  /// Examples are learnt so often in all; few of them up to eight times, many at least three times.
  private static let rounds = 40_000

  let classCount: Int
  private let stride: Int
  private var weights: [Float]
  /// Of each dimension of a meaning, all classes together.
  private var meaningWeights: [Float]

  /// - Parameter dimension: of meanings; 0 without.
  init(_ examples: [Example], classes: Int, features: Int, dimension: Int) {
    classCount = classes
    stride = (classes + 7) & ~7
    weights = [Float](repeating: 0, count: features * stride)
    meaningWeights = [Float](repeating: 0, count: dimension * stride)
    guard classes > 1, !examples.isEmpty else { return }
    var chances = [Float](repeating: 0, count: stride)
    var order = Array(examples.indices)
    var seed: UInt64 = 1
    let epochs = min(8, max(3, Self.rounds / max(examples.count, 1)))
    let rounds = epochs * examples.count
    let first = dimension > 0 ? Self.meaningStep : Self.step
    var round = 0
    for _ in 0..<epochs {
      Self.shuffle(&order, &seed)
      for position in order {
        learn(examples[position], first * (1 - Float(round) / Float(rounds)), &chances)
        round += 1
      }
    }
  }

  /// Each class's log-odds but for a constant.
  func sums(_ row: QuestionIndex.Row, _ meaning: SentenceVector?) -> [Float] {
    var sums = [Float](repeating: 0, count: stride)
    add(row.features, row.values, meaning, to: &sums)
    sums.removeLast(stride - classCount)
    return sums
  }

  private func add(
    _ features: [UInt32], _ values: [Float], _ meaning: SentenceVector?, to sums: inout [Float]
  ) {
    sums.withUnsafeMutableBufferPointer { sums in
      guard let sums = sums.baseAddress else { return }
      weights.withUnsafeBufferPointer { weights in
        guard let weights = weights.baseAddress else { return }
        for (feature, value) in zip(features, values) {
          Self.add(weights + Int(feature) * stride, value, sums, stride)
        }
      }
      guard let meaning, meaningWeights.count == meaning.values.count * stride else { return }
      meaningWeights.withUnsafeBufferPointer { weights in
        guard let weights = weights.baseAddress else { return }
        for (index, value) in meaning.values.enumerated() {
          Self.add(weights + index * stride, value * Self.meaningScale, sums, stride)
        }
      }
    }
  }

  private mutating func learn(_ example: Example, _ rate: Float, _ chances: inout [Float]) {
    chances.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    add(example.features, example.values, example.meaning, to: &chances)
    chances.withUnsafeMutableBufferPointer { chances in
      Softmax.apply(UnsafeMutableBufferPointer(rebasing: chances[..<classCount]))
      guard let chances = chances.baseAddress else { return }
      if chances[example.entry] > Self.learnt { return }
      for index in 0..<classCount { chances[index] *= -rate }
      chances[example.entry] += rate
      weights.withUnsafeMutableBufferPointer { weights in
        guard let weights = weights.baseAddress else { return }
        for (feature, value) in zip(example.features, example.values) {
          Self.add(chances, value, weights + Int(feature) * stride, stride)
        }
      }
      guard let meaning = example.meaning, meaningWeights.count == meaning.values.count * stride
      else { return }
      meaningWeights.withUnsafeMutableBufferPointer { weights in
        guard let weights = weights.baseAddress else { return }
        for (index, value) in meaning.values.enumerated() {
          Self.add(chances, value * Self.meaningScale, weights + index * stride, stride)
        }
      }
    }
  }

  /// `target += factor * source`, a length that is a multiple of eight.
  @inline(__always)
  private static func add(
    _ source: UnsafePointer<Float>, _ factor: Float, _ target: UnsafeMutablePointer<Float>,
    _ length: Int
  ) {
    let source = UnsafeRawPointer(source)
    let target = UnsafeMutableRawPointer(target)
    let factors = SIMD8<Float>(repeating: factor)
    for offset in Swift.stride(from: 0, to: length * 4, by: 32) {
      let sum =
        target.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
        + factors * source.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
      target.storeBytes(of: sum, toByteOffset: offset, as: SIMD8<Float>.self)
    }
  }

  /// Fisher and Yates, with a linear congruential generator (Knuth, MMIX).
  private static func shuffle(_ order: inout [Int], _ seed: inout UInt64) {
    for last in Swift.stride(from: order.count - 1, to: 0, by: -1) {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      order.swapAt(last, Int((seed >> 33) % UInt64(last + 1)))
    }
  }
}
