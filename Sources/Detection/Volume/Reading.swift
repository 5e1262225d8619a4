/// What a volume detector says about one bucket.
public struct Reading: Sendable, Equatable, Codable {
  /// 0...1; at least 0.5 in the bucket in which an episode begins, below in every other.
  public var score: Double
  /// The usual count of such a bucket.
  public var expected: Double
  /// The first bucket of an episode of unusual volume.
  public var isAlarm: Bool
  /// The bucket belongs to an episode.
  public var isElevated: Bool
  /// Too little was seen of this hour of day to know what is usual: only a gross excess alarms.
  public var isLearning: Bool

  public init(
    score: Double, expected: Double, isAlarm: Bool, isElevated: Bool, isLearning: Bool
  ) {
    self.score = score
    self.expected = expected
    self.isAlarm = isAlarm
    self.isElevated = isElevated
    self.isLearning = isLearning
  }
}
