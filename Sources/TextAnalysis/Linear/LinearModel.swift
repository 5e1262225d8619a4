import Foundation

/// Logistic regression over hashed features, with one signed byte a weight. One model may have
/// several heads, each a set of classes that exclude one another; they share the features.
///
/// A class's score is
/// bias + scale · (Σ word weights / √words + Σ character weights / √characters);
/// a head's probabilities are the softmax of its scores divided by its temperature. Safe to share.
public struct LinearModel: Sendable, Equatable {
  /// How many classes all heads may have together.
  public static let columnRange = 2...16

  public struct Head: Sendable, Equatable {
    public let name: String
    public let classes: [String]
    /// Divides the scores; fitted so that probabilities match frequencies on held-out rows.
    public let temperature: Float

    package init(name: String, classes: [String], temperature: Float = 1) {
      self.name = name
      self.classes = classes
      self.temperature = temperature
    }
  }

  public let heads: [Head]
  /// The features a model reads have 2^bits buckets.
  public let bits: Int
  /// What it was trained on and how good it was, as JSON; empty if nobody said.
  public let card: String
  /// One column a class, head after head.
  package let biases: [Float]
  package let scales: [Float]
  /// Bucket after bucket, in each one weight a column.
  package let weights: [Int8]

  package init(
    heads: [Head], bits: Int, card: String = "", biases: [Float], scales: [Float],
    weights: [Int8]
  ) {
    self.heads = heads
    self.bits = bits
    self.card = card
    self.biases = biases
    self.scales = scales
    self.weights = weights
  }

  /// The probability of each class of one head, in the order of its classes; they sum to one.
  /// - Precondition: `features.bits >= bits`.
  public func probabilities(of head: Int = 0, for features: HashedFeatures) -> [Double] {
    probabilities(of: head, from: scores(for: features))
  }

  public func probabilities(of head: Int = 0, for text: NormalizedText) -> [Double] {
    probabilities(of: head, for: HashedFeatures(of: text, bits: bits))
  }

  /// All classes' scores, head after head: compute them once and ask for each head's probabilities.
  public func scores(for features: HashedFeatures) -> [Float] {
    precondition(features.bits >= bits, "features have fewer buckets than the model")
    return scores(
      for: features.current, wordCount: features.wordCount, drop: features.bits - bits)
  }

  public func probabilities(of head: Int, from scores: [Float]) -> [Double] {
    let columns = columns(of: head)
    let temperature = Double(heads[head].temperature)
    return Self.softmax(scores[columns].map { Double($0) / temperature })
  }

  /// The same model with another card.
  package func with(card: String) -> LinearModel {
    LinearModel(
      heads: heads, bits: bits, card: card, biases: biases, scales: scales, weights: weights)
  }

  package func columns(of head: Int) -> Range<Int> {
    let start = heads[..<head].reduce(0) { $0 + $1.classes.count }
    return start..<start + heads[head].classes.count
  }
}

extension LinearModel {
  /// The classes' scores for the buckets of one text, of which the first `wordCount` are words.
  /// A bucket's number is the top bits of a hash: `drop` of them fewer make a smaller table's.
  package func scores(
    for buckets: ArraySlice<UInt32>, wordCount: Int, drop: Int = 0
  ) -> [Float] {
    let words = sums(buckets.prefix(wordCount), drop)
    let characters = sums(buckets.dropFirst(wordCount), drop)
    let wordFactor = Self.factor(wordCount)
    let characterFactor = Self.factor(buckets.count - wordCount)
    return biases.indices.map { index in
      let sum = Float(words[index]) * wordFactor + Float(characters[index]) * characterFactor
      return biases[index] + scales[index] * sum
    }
  }

  /// What one of `count` features of a kind is worth: the set has length one.
  package static func factor(_ count: Int) -> Float {
    count == 0 ? 0 : 1 / Float(count).squareRoot()
  }

  package static func softmax(_ scores: [Double]) -> [Double] {
    let top = scores.max() ?? 0
    let powers = scores.map { exp($0 - top) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }

  private func sums(_ buckets: ArraySlice<UInt32>, _ drop: Int) -> InlineArray<16, Int32> {
    switch biases.count {
    case 3: sums(buckets, drop, columns: 3)
    case 7: sums(buckets, drop, columns: 7)
    case 10: sums(buckets, drop, columns: 10)
    default: sums(buckets, drop, columns: biases.count)
    }
  }

  /// Inlined with a constant number of columns, the inner loop unrolls.
  @inline(__always)
  private func sums(
    _ buckets: ArraySlice<UInt32>, _ drop: Int, columns: Int
  ) -> InlineArray<16, Int32> {
    var sums = InlineArray<16, Int32>(repeating: 0)
    weights.withUnsafeBufferPointer { weights in
      for bucket in buckets {
        let base = Int(bucket >> UInt32(drop)) * columns
        for index in 0..<columns { sums[index] &+= Int32(weights[base + index]) }
      }
    }
    return sums
  }
}
