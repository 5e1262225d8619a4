/// The usual count of a bucket: a rate by hour of week times a current level.
///
/// An hour of week seldom seen borrows from its hour of day, and that from the overall rate, the
/// more so the noisier an hour's count (Bühlmann's credibility; Bühlmann and Gisler, A Course in
/// Credibility Theory, 2005). Old counts fade; one far above the usual is censored, so a burst
/// teaches little.
struct SeasonalBaseline: Sendable, Equatable, Codable {
  /// The rate of one bucket, in counts, and how well it is known.
  struct Rate {
    /// Usual count of this bucket.
    var expected: Double
    /// The same for this hour of week at the usual level.
    var seasonal: Double
    /// The same whatever the hour.
    var overall: Double
    /// Hours seen with this hour of day, faded.
    var dayHours: Double
    /// Hours seen with this hour of week, faded.
    var weekHours: Double
  }

  private var weekCounts = [Float](repeating: 0, count: 168)
  private var weekHours = [Float](repeating: 0, count: 168)
  private var dayCounts = [Float](repeating: 0, count: 24)
  private var dayHours = [Float](repeating: 0, count: 24)
  private var overallCount = 0.0
  private var overallBuckets = 0.0
  private var level = 1.0
  private let bucketHours: Double

  /// How much hours of day differ in rate, and the same hour on different weekdays: variances
  /// relative to the square of the rate.
  private static let daySpread = 0.1
  private static let weekSpread = 0.05
  private static let levels = 0.1...20.0

  init(interval: Int) {
    bucketHours = Double(interval) / 3600
  }

  /// What is usual in an hour of the week.
  ///
  /// - Parameters:
  ///   - hour: 0..<168.
  ///   - count: stands in before anything was seen.
  ///   - dispersion: of the counts of an hour.
  func rate(hour: Int, count: Double, dispersion: Double) -> Rate {
    if overallBuckets == 0 {
      let guess = max(count, 0.5)
      return Rate(expected: guess, seasonal: guess, overall: guess, dayHours: 0, weekHours: 0)
    }
    let overall = (overallCount + 0.5) / (overallBuckets + 1)
    let noise = dispersion + bucketHours / overall
    let dayPrior = noise / Self.daySpread
    let weekPrior = noise / Self.weekSpread
    let inDay = Double(dayHours[hour % 24])
    let day =
      (Double(dayCounts[hour % 24]) * bucketHours + dayPrior * overall) / (inDay + dayPrior)
    let inWeek = Double(weekHours[hour])
    let week =
      (Double(weekCounts[hour]) * bucketHours + weekPrior * day) / (inWeek + weekPrior)
    return Rate(
      expected: max(week * level, 1e-3), seasonal: week, overall: overall, dayHours: inDay,
      weekHours: inWeek)
  }

  /// Learns one bucket's count, whose rate was `rate`.
  mutating func learn(_ count: Double, hour: Int, rate: Rate, settings: DetectorSettings) {
    let censored = min(count, settings.censoring * rate.expected + 3)
    let ordinary = censored / level
    let days = bucketHours / 24
    let keep = 1 - min(days / settings.rateMemoryDays, 0.5)
    overallCount = overallCount * keep + ordinary
    overallBuckets = overallBuckets * keep + 1
    Self.add(
      ordinary, hours: bucketHours, memoryHours: settings.rateMemoryDays,
      counts: &dayCounts[hour % 24], seen: &dayHours[hour % 24])
    Self.add(
      ordinary, hours: bucketHours, memoryHours: settings.weekMemory,
      counts: &weekCounts[hour], seen: &weekHours[hour])
    let trust = rate.expected / (rate.expected + 0.2)
    let step = min(days / settings.levelMemoryDays, 0.5) * trust
    level += step * (level * censored / rate.expected - level)
    level = min(max(level, Self.levels.lowerBound), Self.levels.upperBound)
  }

  private static func add(
    _ count: Double, hours: Double, memoryHours: Double, counts: inout Float, seen: inout Float
  ) {
    let keep = Float(1 - min(hours / memoryHours, 0.5))
    counts = counts * keep + Float(count)
    seen = seen * keep + Float(hours)
  }
}
