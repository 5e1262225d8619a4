extension Evaluation {
  /// What happens if a class is claimed only from a probability on.
  public struct ThresholdPoint: Sendable, Hashable {
    public let threshold: Double
    /// Of the texts claimed, the share that are of the class; 1 if none is claimed.
    public let precision: Double
    /// Of the class's texts, the share claimed.
    public let recall: Double
    /// The share of all texts claimed.
    public let coverage: Double
  }

  /// The curve of one class at thresholds 0, 1/steps, ..., 1.
  public func thresholdCurve(of index: Int, steps: Int = 20) -> [ThresholdPoint] {
    let total = outcomes.count { $0.truth == index }
    return (0...max(steps, 1)).map { step in
      let threshold = Double(step) / Double(max(steps, 1))
      let claimed = outcomes.filter { $0.probabilities[index] >= threshold }
      let right = claimed.count { $0.truth == index }
      return ThresholdPoint(
        threshold: threshold,
        precision: claimed.isEmpty ? 1 : Double(right) / Double(claimed.count),
        recall: total == 0 ? 0 : Double(right) / Double(total),
        coverage: count == 0 ? 0 : Double(claimed.count) / Double(count))
    }
  }
}
