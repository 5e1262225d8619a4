import Foundation

/// Multi-class logistic regression over hashed features, with one signed byte a weight.
///
/// A class's score is
/// bias + scale · (Σ word weights / √words + Σ character weights / √characters);
/// probabilities are the softmax of the scores divided by the temperature. Safe to share.
public struct LinearModel: Sendable, Equatable {
  public static let classRange = 2...16

  public let classes: [String]
  /// The features a model reads have 2^bits buckets.
  public let bits: Int
  /// Divides the scores; fitted so that probabilities match frequencies on held-out rows.
  public let temperature: Float
  let biases: [Float]
  let scales: [Float]
  /// Bucket after bucket, in each one weight a class.
  let weights: [Int8]

  /// The probability of each class, in the order of `classes`; they sum to one.
  /// - Precondition: `features.bits == bits`.
  public func probabilities(for features: HashedFeatures) -> [Double] {
    precondition(features.bits == bits, "features and model differ in bits")
    let scores = scores(for: features.current, wordCount: features.wordCount)
    let temperature = Double(self.temperature)
    return Self.softmax(scores.map { Double($0) / temperature })
  }

  public func probabilities(for text: NormalizedText) -> [Double] {
    probabilities(for: HashedFeatures(of: text, bits: bits))
  }

  /// Same as `probabilities(for:)`, reusing the caller's buffer.
  public func probabilities(
    for text: NormalizedText, using features: inout HashedFeatures
  ) -> [Double] {
    features.update(with: text)
    return probabilities(for: features)
  }
}

extension LinearModel {
  /// The classes' scores for the buckets of one text, of which the first `wordCount` are words.
  func scores(for buckets: ArraySlice<UInt32>, wordCount: Int) -> [Float] {
    let words = sums(buckets.prefix(wordCount))
    let characters = sums(buckets.dropFirst(wordCount))
    let wordFactor = Self.factor(wordCount)
    let characterFactor = Self.factor(buckets.count - wordCount)
    return classes.indices.map { index in
      let sum = Float(words[index]) * wordFactor + Float(characters[index]) * characterFactor
      return biases[index] + scales[index] * sum
    }
  }

  /// What one of `count` features of a kind is worth: the set has length one.
  static func factor(_ count: Int) -> Float {
    count == 0 ? 0 : 1 / Float(count).squareRoot()
  }

  static func softmax(_ scores: [Double]) -> [Double] {
    let top = scores.max() ?? 0
    let powers = scores.map { exp($0 - top) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }

  private func sums(_ buckets: ArraySlice<UInt32>) -> InlineArray<16, Int32> {
    switch classes.count {
    case 3: sums(buckets, classCount: 3)
    case 5: sums(buckets, classCount: 5)
    default: sums(buckets, classCount: classes.count)
    }
  }

  /// Inlined with a constant class count, the inner loop unrolls.
  @inline(__always)
  private func sums(
    _ buckets: ArraySlice<UInt32>, classCount: Int
  ) -> InlineArray<16, Int32> {
    var sums = InlineArray<16, Int32>(repeating: 0)
    weights.withUnsafeBufferPointer { weights in
      for bucket in buckets {
        let base = Int(bucket) * classCount
        for index in 0..<classCount { sums[index] &+= Int32(weights[base + index]) }
      }
    }
    return sums
  }
}
