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
    var entry: Int
  }

  /// A surer example teaches nothing.
  private static let learnt: Float = 0.98

  /// The first step's length; more forgets what was learnt, on the sets of `replyd train faq`.
  private static let step: Float = 2
  /// Examples are learnt so often in all; few of them up to eight times, many at least three times.
  private static let rounds = 40_000

  let classCount: Int
  private let stride: Int
  private var weights: [Float]

  init(_ examples: [Example], classes: Int, features: Int) {
    classCount = classes
    stride = (classes + 7) & ~7
    weights = [Float](repeating: 0, count: features * stride)
    guard classes > 1, !examples.isEmpty else { return }
    var chances = [Float](repeating: 0, count: stride)
    var order = Array(examples.indices)
    var seed: UInt64 = 1
    let epochs = min(8, max(3, Self.rounds / max(examples.count, 1)))
    let rounds = epochs * examples.count
    var round = 0
    weights.withUnsafeMutableBufferPointer { weights in
      chances.withUnsafeMutableBufferPointer { chances in
        guard let weights = weights.baseAddress else { return }
        for _ in 0..<epochs {
          Self.shuffle(&order, &seed)
          for position in order {
            let rate = Self.step * (1 - Float(round) / Float(rounds))
            round += 1
            Self.learn(examples[position], weights, chances, stride, classes, rate)
          }
        }
      }
    }
  }

  /// Each class's log-odds but for a constant.
  func sums(_ row: QuestionIndex.Row) -> [Float] {
    var sums = [Float](repeating: 0, count: stride)
    weights.withUnsafeBufferPointer { weights in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let weights = weights.baseAddress, let sums = sums.baseAddress else { return }
        for (feature, value) in zip(row.features, row.values) {
          Self.add(weights + Int(feature) * stride, value, sums, stride)
        }
      }
    }
    sums.removeLast(stride - classCount)
    return sums
  }

  private static func learn(
    _ example: Example, _ weights: UnsafeMutablePointer<Float>,
    _ chances: UnsafeMutableBufferPointer<Float>, _ stride: Int, _ classes: Int, _ rate: Float
  ) {
    guard let sums = chances.baseAddress else { return }
    chances.update(repeating: 0)
    example.features.withUnsafeBufferPointer { features in
      example.values.withUnsafeBufferPointer { values in
        for index in features.indices {
          add(weights + Int(features[index]) * stride, values[index], sums, stride)
        }
        Softmax.apply(UnsafeMutableBufferPointer(rebasing: chances[..<classes]))
        if sums[example.entry] > learnt { return }
        for index in 0..<classes { sums[index] *= -rate }
        sums[example.entry] += rate
        for index in features.indices {
          add(sums, values[index], weights + Int(features[index]) * stride, stride)
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
