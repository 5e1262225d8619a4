/// What a detected window, a false detection and a missed window are worth.
public struct ScoringProfile: Sendable, Equatable {
  public var name: String
  /// Points for a window detected in its first row.
  public var truePositive: Double
  /// Points lost by a detection far outside every window.
  public var falsePositive: Double
  /// Points lost by a window without a detection.
  public var falseNegative: Double

  public init(name: String, truePositive: Double, falsePositive: Double, falseNegative: Double) {
    self.name = name
    self.truePositive = truePositive
    self.falsePositive = falsePositive
    self.falseNegative = falseNegative
  }

  public static let standard = ScoringProfile(
    name: "standard", truePositive: 1, falsePositive: 0.11, falseNegative: 1)
  /// False detections cost twice as much.
  public static let lowFalsePositive = ScoringProfile(
    name: "low-FP", truePositive: 1, falsePositive: 0.22, falseNegative: 1)
  /// Missed windows cost twice as much.
  public static let lowFalseNegative = ScoringProfile(
    name: "low-FN", truePositive: 1, falsePositive: 0.11, falseNegative: 2)

  public static let all = [standard, lowFalsePositive, lowFalseNegative]
}
