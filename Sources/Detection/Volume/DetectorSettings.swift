/// How a volume detector learns and what it takes for an alarm.
///
/// Times are in the unit that their name ends in; the defaults suit buckets of a minute to an hour.
public struct DetectorSettings: Sendable, Equatable, Codable {
  /// Evidence that an alarm needs: half the deviance of the count in a window against a negative
  /// binomial with the usual mean and dispersion, in nats. 13 is about five standard deviations.
  public var significance = 13.0
  /// How far above its threshold a window's excess must lie, in mean excesses above that threshold.
  public var extremeness = 1.5
  /// The share of windows whose excess lies above the tail's threshold.
  public var tailShare = 0.005
  /// Mean excess above the tail's threshold, as a logarithm of a ratio, before any was seen.
  public var initialMeanExcess = 0.25
  /// How many days of ordinary excesses a new stream's tail starts with.
  public var tailPriorDays = 1.0
  /// How much of the week's shape a short window's excess is relative to: 0 is none, the excess
  /// is over the stream's overall rate; 1 is all, it is over the rate of the hour of week.
  public var seasonality = 0.4
  /// An episode ends when no window was elevated for so long.
  public var refractoryHours = 24.0
  /// The part of an alarm's threshold above which an episode goes on.
  public var elevation = 0.8
  /// Memory of the overall rate and, in hours of the same name, of each hour of day.
  public var rateMemoryDays = 14.0
  /// Memory of each hour of week, in weeks.
  public var weekMemory = 8.0
  /// Memory of the factor by which the whole week is now higher or lower.
  public var levelMemoryDays = 4.0
  /// Memory of the dispersion.
  public var dispersionMemoryDays = 7.0
  /// Memory of the tail of excesses.
  public var tailMemoryDays = 28.0
  /// The baseline learns no more from a bucket than so many times its usual count.
  public var censoring = 5.0
  /// Variance of the rate, relative to its square, in an hour of day that was never seen.
  public var unseenHourDispersion = 1.0
  /// The same in an hour of week that was never seen.
  public var unseenWeekHourDispersion = 0.05

  public init() {}

  public static let standard = DetectorSettings()
}
