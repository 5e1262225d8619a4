public import TextAnalysis

/// Labelled texts as feature rows, ready for `LinearModelTrainer`.
public struct TrainingSet: Sendable {
  public let heads: [LinearModel.Head]
  public let bits: Int
  /// Row after row, one a head: an index into its classes, -1 where nobody labelled it.
  private(set) var labels: [Int] = []
  private(set) var weights: [Float] = []
  private(set) var isHeldOut: [Bool] = []
  private(set) var wordCounts: [Int] = []
  private(set) var starts: [Int] = [0]
  private(set) var buckets: [UInt32] = []
  private var features: HashedFeatures

  public var count: Int { weights.count }

  public init(heads: [LinearModel.Head], bits: Int) {
    self.heads = heads
    features = HashedFeatures(bits: bits)
    self.bits = features.bits
  }

  /// Adds one row.
  /// - Parameters:
  ///   - labels: one a head; nil where it has none.
  ///   - weight: how much the row counts; 1 is usual.
  ///   - isHeldOut: kept from training; it decides when to stop and fits the temperature.
  public mutating func add(
    _ text: NormalizedText, labels: [Int?], weight: Float = 1, isHeldOut: Bool = false
  ) {
    precondition(labels.count == heads.count)
    features.update(with: text)
    self.labels += labels.map { $0 ?? -1 }
    weights.append(weight)
    self.isHeldOut.append(isHeldOut)
    wordCounts.append(features.wordCount)
    buckets.append(contentsOf: features.current)
    starts.append(buckets.count)
  }

  func rows(heldOut: Bool) -> [Int] {
    weights.indices.filter { isHeldOut[$0] == heldOut }
  }

  func label(_ row: Int, _ head: Int) -> Int { labels[row * heads.count + head] }
}
