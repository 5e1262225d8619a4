import Foundation

/// Watches one stream of counts, bucket by bucket, for unusually many.
///
/// An alarm needs two things of the same window: a count that the hour of week's usual rate and
/// dispersion make all but impossible, and an excess that is extreme for this very stream, which
/// may be bursty by nature. Time and memory for a bucket are constant; nothing looks ahead.
public struct VolumeDetector: Sendable, Equatable, Codable {
  public let interval: Int
  public let settings: DetectorSettings
  /// Seconds to add to Unix time for the local hour of week; may change with daylight saving.
  public var utcOffset = 0 { didSet { utcOffset = min(max(utcOffset, -86_400), 86_400) } }

  private var baseline: SeasonalBaseline
  private var recent: RecentBuckets
  private var windows: [VolumeWindow]
  private var episode = VolumeEpisode()
  private var observed = 0.0
  private var lastSecond: Int?
  private var lastReading = Reading(
    score: 0, expected: 0, isAlarm: false, isElevated: false, isLearning: true)

  /// Counts above are taken for this many.
  private static let greatestCount = 1e9
  /// Times are held within so many seconds of 1970, so that no difference of two overflows.
  private static let latestSecond = 1 << 52
  private static let intervals = 1...86_400

  /// - Parameter interval: seconds of a bucket, held within 1...86400.
  public init(interval: Int, settings: DetectorSettings = .standard) {
    let interval = min(max(interval, Self.intervals.lowerBound), Self.intervals.upperBound)
    self.interval = interval
    self.settings = settings
    baseline = SeasonalBaseline(interval: interval)
    let shapes = Self.shapes(interval: interval)
    windows = shapes.map {
      VolumeWindow($0, settings: settings, bucketsPerDay: 86_400 / Double(interval))
    }
    recent = RecentBuckets(capacity: Self.quarterHour(interval: interval))
  }

  /// Reads one bucket's count and learns it.
  ///
  /// Missing buckets are not taken for empty ones. A bucket not later than the last, and a count
  /// that is negative or not a number, changes nothing.
  ///
  /// - Parameter second: Unix time at which the bucket started.
  public mutating func observe(_ count: Double, at second: Int) -> Reading {
    let second = min(max(second, -Self.latestSecond), Self.latestSecond)
    if let lastSecond, second <= lastSecond { return repeated }
    guard count >= 0 else { return repeated }
    let count = min(count, Self.greatestCount)
    skipGap(before: second)
    let hour = hourOfWeek(second)
    let rate = baseline.rate(
      hour: hour, count: count, dispersion: windows[hourWindow].dispersion.value)
    let strength = strength(of: count, rate: rate)
    baseline.learn(count, hour: hour, rate: rate, settings: settings)
    observed += 1
    lastSecond = second
    let isAlarm = episode.observe(strength, at: second, settings: settings)
    let score = max(strength, 0) / (1 + max(strength, 0))
    lastReading = Reading(
      score: isAlarm ? max(score, 0.5) : min(score, 0.499), expected: rate.expected,
      isAlarm: isAlarm, isElevated: episode.isOpen, isLearning: rate.dayHours < 0.9)
    return lastReading
  }

  /// The window whose dispersion stands for an hour's: the faded one of an hour, if there is one.
  private var hourWindow: Int { max(windows.count - 2, 0) }

  /// The last reading, without its alarm.
  private var repeated: Reading {
    var reading = lastReading
    reading.isAlarm = false
    reading.score = min(reading.score, 0.499)
    return reading
  }

  private mutating func skipGap(before second: Int) {
    guard let lastSecond else { return }
    let missing = (second - lastSecond + interval / 2) / interval - 1
    guard missing > 0 else { return }
    recent.skip(missing)
    for index in windows.indices { windows[index].skip(missing) }
  }

  private mutating func strength(of count: Double, rate: SeasonalBaseline.Rate) -> Double {
    let unseen =
      settings.unseenHourDispersion * max(0, 1 - rate.dayHours)
      + settings.unseenWeekHourDispersion * max(0, 1 - rate.weekHours)
    let blend =
      rate.overall * pow(rate.seasonal / rate.overall, settings.seasonality)
    recent.append(WindowSums(count: count, expected: rate.expected, reference: blend))
    let seasonal = WindowSums(
      count: count, expected: rate.expected, reference: rate.seasonal)
    var strength = 0.0
    for index in windows.indices {
      strength = max(
        strength,
        windows[index].observe(
          seasonal, recent: recent, unseenDispersion: unseen,
          learnsTail: rate.weekHours >= 0.9, observed: observed,
          bucketsPerDay: 86_400 / Double(interval), settings: settings))
    }
    return strength
  }

  private func hourOfWeek(_ second: Int) -> Int {
    let hour = Int((Double(second + utcOffset) / 3600).rounded(.down)) % 168
    return hour < 0 ? hour + 168 : hour
  }

  /// Short windows for spikes, faded ones of an hour and of six for changes of level.
  private static func shapes(interval: Int) -> [VolumeWindow.Shape] {
    let quarter = quarterHour(interval: interval)
    var shapes = [VolumeWindow.Shape.recent(buckets: quarter)]
    if quarter > 3 { shapes.insert(.recent(buckets: 3), at: 0) }
    for hours in [1, 6] where hours * 3600 > 2 * interval {
      shapes.append(.faded(keep: exp(-Double(interval) / Double(hours * 3600))))
    }
    return shapes
  }

  private static func quarterHour(interval: Int) -> Int {
    min(max(900 / interval, 1), 60)
  }
}
