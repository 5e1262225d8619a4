/// The tally of one or several series' detections, from which every profile's score follows.
public struct ScoredDetections: Sendable, Equatable {
  /// Windows that could be detected.
  public var windows = 0
  /// Windows with at least one detection.
  public var detected = 0
  /// Detections outside every window.
  public var falseDetections = 0
  /// The detected windows' earliness, each at most 1, summed.
  public var earliness = 0.0
  /// The false detections' lateness after the last window, each −1...0, summed; −1 is far from
  /// any window.
  public var lateness = 0.0

  public init() {}

  /// Windows without a detection.
  public var missed: Int { windows - detected }

  /// 0 for a detector that never speaks, 100 for one that marks every window's first row and
  /// nothing else. NaN without a window.
  public func score(_ profile: ScoringProfile) -> Double {
    let raw =
      profile.truePositive * earliness - profile.falseNegative * Double(missed)
      + profile.falsePositive * lateness
    let silent = -profile.falseNegative * Double(windows)
    return 100 * (raw - silent) / (profile.truePositive * Double(windows) - silent)
  }

  public static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.windows += right.windows
    sum.detected += right.detected
    sum.falseDetections += right.falseDetections
    sum.earliness += right.earliness
    sum.lateness += right.lateness
    return sum
  }
}
