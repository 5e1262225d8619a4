/// Labelled texts as feature rows, ready for `LinearModelTrainer`.
public struct TrainingSet: Sendable {
  public let classes: [String]
  public let bits: Int
  private(set) var labels: [Int] = []
  private(set) var weights: [Float] = []
  private(set) var isHeldOut: [Bool] = []
  private(set) var wordCounts: [Int] = []
  private(set) var starts: [Int] = [0]
  private(set) var buckets: [UInt32] = []
  private var features: HashedFeatures

  public var count: Int { labels.count }

  public init(classes: [String], bits: Int) {
    self.classes = classes
    features = HashedFeatures(bits: bits)
    self.bits = features.bits
  }

  /// Adds one row.
  /// - Parameters:
  ///   - label: an index into `classes`.
  ///   - weight: how much the row counts; 1 is usual.
  ///   - isHeldOut: kept from training; it decides when to stop and fits the temperature.
  public mutating func add(
    _ text: NormalizedText, label: Int, weight: Float = 1, isHeldOut: Bool = false
  ) {
    features.update(with: text)
    labels.append(label)
    weights.append(weight)
    self.isHeldOut.append(isHeldOut)
    wordCounts.append(features.wordCount)
    buckets.append(contentsOf: features.current)
    starts.append(buckets.count)
  }

  func rows(heldOut: Bool) -> [Int] {
    labels.indices.filter { isHeldOut[$0] == heldOut }
  }
}
