public import Foundation

/// Spans of a period for figures over time: hours in periods of up to two days, else days, on the
/// brand's clock. Where clocks change, a day has 23 or 25 hours, and an hour that comes twice is
/// two buckets.
public struct ReportBuckets: Sendable, Hashable, Codable {
  public enum Unit: String, Sendable, Codable, CaseIterable {
    case hour, day

    /// `12 an hour`.
    public var each: String { self == .hour ? "an hour" : "a day" }
  }

  public struct Bucket: Sendable, Hashable, Codable {
    /// It ends where the next one starts; the first may start before the period does.
    public var start: Date
    /// `2026-11-27`, or `2026-11-27T14:00-06:00`.
    public var label: String
  }

  static let longestHourly = 48 * 3600.0

  public let unit: Unit
  public let all: [Bucket]

  public init(_ period: ReportPeriod, zone: TimeZone) {
    let offsets = ZoneOffsets(zone)
    unit = period.until.timeIntervalSince(period.since) <= Self.longestHourly ? .hour : .day
    let until = period.until.timeIntervalSince1970
    var start = Self.start(
      of: Int(period.since.timeIntervalSince1970.rounded(.down)), unit, offsets)
    var all: [Bucket] = []
    while Double(start) < until {
      all.append(
        Bucket(
          start: Date(timeIntervalSince1970: Double(start)),
          label: Self.label(of: start, unit, offsets)))
      start = Self.next(after: start, unit, offsets)
    }
    self.all = all
  }

  /// nil outside the period's buckets.
  func index(of date: Date) -> Int? {
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if all[middle].start <= date { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  private static func start(of instant: Int, _ unit: Unit, _ offsets: ZoneOffsets) -> Int {
    let local = offsets.local(instant)
    switch unit {
    case .hour: return instant - floorModulo(local, 3600)
    case .day: return offsets.beginning(ofLocal: local - floorModulo(local, 86_400))
    }
  }

  /// A change by half an hour makes one shorter hour: buckets go by the clock again after it.
  private static func next(after start: Int, _ unit: Unit, _ offsets: ZoneOffsets) -> Int {
    let local = offsets.local(start)
    switch unit {
    case .hour: return start + 3600 - floorModulo(local, 3600)
    case .day:
      let midnight = local - floorModulo(local, 86_400) + 86_400
      let next = offsets.beginning(ofLocal: midnight)
      // A clock that is set back at midnight shows the same day again.
      return next > start ? next : start + 86_400
    }
  }

  private static func label(of start: Int, _ unit: Unit, _ offsets: ZoneOffsets) -> String {
    let offset = offsets.offset(at: start)
    let local = start + offset
    let day = CivilDay(number: (local - floorModulo(local, 86_400)) / 86_400).text
    guard unit == .hour else { return day }
    let seconds = floorModulo(local, 86_400)
    let time = "\(two(seconds / 3600)):\(two(seconds / 60 % 60))"
    let east = "\(two(abs(offset) / 3600)):\(two(abs(offset) / 60 % 60))"
    return "\(day)T\(time)\(offset < 0 ? "-" : "+")\(east)"
  }

  private static func two(_ number: Int) -> String { CivilDay.padded(number, 2) }
}
