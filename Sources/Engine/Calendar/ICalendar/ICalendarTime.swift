import Foundation
import PluginKit

/// A DATE or DATE-TIME (RFC 5545, 3.3.4 and 3.3.5).
struct ICalendarTime: Sendable, Hashable {
  enum Clock: Sendable, Hashable {
    /// A whole day, in whatever zone the calendar is read.
    case day
    /// A local time in whatever zone the calendar is read.
    case floating
    case zone(ZoneOffsets)
  }

  /// Seconds on that clock since its 1970-01-01T00:00.
  var local: Int
  var clock: Clock

  var isDay: Bool { clock == .day }

  var day: CivilDay { CivilDay(number: (local - floorModulo(local, 86_400)) / 86_400) }

  func instant(in brand: ZoneOffsets) -> Int {
    switch clock {
    case .day, .floating: brand.beginning(ofLocal: local)
    case .zone(let zone): zone.beginning(ofLocal: local)
    }
  }

  /// The same time of day and clock on another day.
  func moved(to day: CivilDay) -> ICalendarTime {
    ICalendarTime(local: day.number * 86_400 + floorModulo(local, 86_400), clock: clock)
  }

  /// `20261225` or `20261225T080000`, with a `Z` in UTC.
  init(_ text: Substring, zone: ZoneOffsets?, line: Int) throws(TextProblem) {
    let found = quoted(text)
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    let isUTC = parts.count == 2 && parts[1].hasSuffix("Z")
    let time = parts.count == 2 ? (isUTC ? parts[1].dropLast() : parts[1]) : "000000"[...]
    guard parts.count <= 2, parts[0].utf8.count == 8, time.utf8.count == 6,
      let date = decimal(parts[0]), let clockTime = decimal(time)
    else {
      throw TextProblem(
        "expected a date \"20261225\" or time \"20261225T080000Z\", found \(found)", line: line)
    }
    guard let day = CivilDay(date / 10_000, date / 100 % 100, date % 100),
      clockTime < 240_000, clockTime / 100 % 100 < 60, clockTime % 100 <= 60
    else { throw TextProblem("there is no such date and time as \(found)", line: line) }
    local =
      day.number * 86_400 + clockTime / 10_000 * 3600 + clockTime / 100 % 100 * 60 + clockTime % 100
    if parts.count == 1 {
      clock = .day
    } else if isUTC {
      clock = .zone(.utc)
    } else {
      clock = zone.map { .zone($0) } ?? .floating
    }
  }

  init(local: Int, clock: Clock) {
    self.local = local
    self.clock = clock
  }
}

/// How long an event lasts. Days are days of the calendar; seconds are exact.
struct ICalendarLength: Sendable, Hashable {
  var days = 0
  var seconds = 0

  static let limit = 366

  init(days: Int = 0, seconds: Int = 0) {
    self.days = days
    self.seconds = seconds
  }

  /// `P1D`, `P2W`, `PT1H30M` (RFC 5545, 3.3.6).
  init(_ text: String, line: Int) throws(TextProblem) {
    let problem = TextProblem(
      "expected a length such as \"P1D\" or \"PT1H30M\" of at most \(Self.limit) days, found "
        + quoted(text), line: line)
    var rest = text[...]
    if rest.first == "+" { rest = rest.dropFirst() }
    guard rest.popFirst() == "P", !rest.isEmpty else { throw problem }
    var isTime = false
    while let first = rest.first {
      if first == "T" && !isTime {
        isTime = true
        rest = rest.dropFirst()
      }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard let count = decimal(digits), let unit = rest.popFirst() else { throw problem }
      switch (isTime, unit) {
      case (false, "W"): days += count * 7
      case (false, "D"): days += count
      case (true, "H"): seconds += count * 3600
      case (true, "M"): seconds += count * 60
      case (true, "S"): seconds += count
      default: throw problem
      }
    }
    guard days <= Self.limit, seconds <= Self.limit * 86_400 else { throw problem }
  }
}
