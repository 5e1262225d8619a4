public import Foundation
public import PluginKit
import Synchronization

/// When the brand's people work. Only the human clock pauses outside it.
///
/// Spans are instants, so working time is exact when clocks change: an hour that is skipped is not
/// worked, one that comes twice is worked twice (`ZoneOffsets`).
public final class BusinessHours: Sendable {
  /// After so many days without an opening, a clock runs on as if there were no calendar.
  static let closedDaysLimit = 400
  /// Working time is counted this far ahead at most; what is left then runs on.
  static let horizonDays = 100 * 366

  /// In seconds since the reference date, as `Date` counts: no rounding of fractions.
  private typealias Span = Range<Double>

  /// Opening hours are computed and kept for so many days at once.
  private static let blockDays = 8
  private static let blockLimit = 256
  private static let reference = 978_307_200

  private let schedule: Schedule
  private let zone: ZoneOffsets
  private let known = Mutex<[Int: [Span]]>([:])

  public convenience init(_ settings: CalendarSettings, timeZone: TimeZone) {
    self.init(settings.schedule, zone: ZoneOffsets(timeZone))
  }

  init(_ schedule: Schedule, zone: ZoneOffsets) {
    self.schedule = schedule
    self.zone = zone
  }

  /// The instant at which `duration` of working time has passed since `start`.
  public func adding(_ duration: Duration, to start: Date) -> Date {
    var left = duration.seconds
    guard left > 0, let first = day(of: start) else { return start + duration }
    var cursor = start.timeIntervalSinceReferenceDate
    // A span of the day before may reach into this one.
    let firstBlock = Self.block(of: first + -2)
    var lastOpen = first
    for block in firstBlock... {
      let blockDay = CivilDay(number: block * Self.blockDays)
      if blockDay - lastOpen > Self.closedDaysLimit || blockDay - first > Self.horizonDays { break }
      for span in spans(of: block) where span.upperBound > cursor {
        let from = max(span.lowerBound, cursor)
        if span.upperBound - from >= left {
          return Date(timeIntervalSinceReferenceDate: from + left)
        }
        left -= span.upperBound - from
        cursor = span.upperBound
        lastOpen = blockDay
      }
    }
    return Date(timeIntervalSinceReferenceDate: cursor + left)
  }

  /// The opening span that holds `instant`, or the next one after it; nil where none comes.
  func span(at instant: Date) -> Range<Date>? {
    guard let first = day(of: instant) else { return nil }
    let cursor = instant.timeIntervalSinceReferenceDate
    let firstBlock = Self.block(of: first + -2)
    for block in firstBlock...(firstBlock + Self.closedDaysLimit / Self.blockDays + 1) {
      for span in spans(of: block) where span.upperBound > cursor {
        return Date(
          timeIntervalSinceReferenceDate: span.lowerBound)..<Date(
            timeIntervalSinceReferenceDate: span.upperBound)
      }
    }
    return nil
  }

  private static func block(of day: CivilDay) -> Int {
    (day.number - floorModulo(day.number, blockDays)) / blockDays
  }

  /// nil outside the years 1 to 9999: a time that far off is a mistake of its sender.
  private func day(of date: Date) -> CivilDay? {
    let instant = date.timeIntervalSince1970
    guard instant > -62_000_000_000, instant < 253_000_000_000 else { return nil }
    let local = zone.local(Int(instant.rounded(.down)))
    return CivilDay(number: (local - floorModulo(local, 86_400)) / 86_400)
  }

  private func spans(of block: Int) -> [Span] {
    known.withLock { known in
      if let found = known[block] { return found }
      if known.count >= Self.blockLimit { known.removeAll() }
      let first = CivilDay(number: block * Self.blockDays)
      let spans = opening(days(from: first, count: Self.blockDays), from: first)
      known[block] = spans
      return spans
    }
  }

  private func days(from first: CivilDay, count: Int) -> [(spans: [DaySpan], name: String?)] {
    let exceptions = schedule.exceptions(from: first, count: count)
    return (0..<count).map { index in
      let exception = exceptions[first + index]
      return (
        exception?.spans ?? schedule.week[(first + index).weekday], exception?.name
      )
    }
  }

  /// Spans that meet or overlap become one; what imported events close is taken out.
  private func opening(
    _ days: [(spans: [DaySpan], name: String?)], from first: CivilDay
  ) -> [Span] {
    var open: [Span] = []
    for (index, day) in days.enumerated() {
      let midnight = (first + index).number * 86_400
      for span in day.spans {
        let start = Double(zone.beginning(ofLocal: midnight + span.start * 60) - Self.reference)
        let end = Double(zone.end(ofLocal: midnight + span.end * 60) - Self.reference)
        if start >= end { continue }
        if let last = open.last, start <= last.upperBound {
          open[open.count - 1] = last.lowerBound..<max(end, last.upperBound)
        } else {
          open.append(start..<end)
        }
      }
    }
    guard let start = open.first?.lowerBound, let end = open.last?.upperBound else { return [] }
    let range = (Int(start) + Self.reference)..<(Int(end) + Self.reference)
    for closing in schedule.imported.flatMap({ $0.closings(in: range, zone: zone) }) {
      let from = Double(closing.start - Self.reference)
      let until = Double(closing.end - Self.reference)
      open = open.flatMap { span -> [Span] in
        if until <= span.lowerBound || from >= span.upperBound { return [span] }
        return [
          span.lowerBound..<max(span.lowerBound, from),
          min(span.upperBound, until)..<span.upperBound,
        ].filter { !$0.isEmpty }
      }
    }
    return open
  }
}

extension BusinessHours {
  /// One day of the calendar, for people to look at.
  public struct Day: Sendable, Hashable {
    /// `2026-12-25`.
    public var date: String
    /// 0 is Monday.
    public var weekday: Int
    /// Why the day differs from its weekday: the holiday's name, `closed`, `other hours`.
    public var note: String?
    /// When it is open; a span that starts on this day may end on the next.
    public var spans: [Range<Date>]
  }

  /// What opens on `day`, in seconds since 1970.
  func openSpans(on day: CivilDay) -> [Range<Double>] {
    opening(days(from: day, count: 1), from: day).map {
      ($0.lowerBound + Double(Self.reference))..<($0.upperBound + Double(Self.reference))
    }
  }

  /// The days from `date` (`2026-12-25`), or from the day that `now` is in the brand's zone.
  public func days(from date: String?, now: Date, count: Int) throws(TextProblem) -> [Day] {
    let first = if let date { try CivilDay(text: date) } else { day(of: now) }
    guard let first else { throw TextProblem("the clock shows no day from year 1 to 9999") }
    return days(from: first, count: count).enumerated().map { index, day in
      let date = first + index
      return Day(
        date: date.text, weekday: date.weekday, note: note(of: date, day.name),
        spans: openSpans(on: date).map {
          Date(timeIntervalSince1970: $0.lowerBound)..<Date(timeIntervalSince1970: $0.upperBound)
        })
    }
  }

  private func note(of day: CivilDay, _ name: String?) -> String? {
    let midnight = zone.beginning(ofLocal: day.number * 86_400)
    let next = zone.end(ofLocal: (day.number + 1) * 86_400)
    if midnight >= next { return "this day does not exist here: the clocks skip it" }
    let names =
      [name].compactMap(\.self)
      + schedule.imported.flatMap { $0.closings(in: midnight..<next, zone: zone).map(\.name) }
    return names.isEmpty ? nil : names.joined(separator: "; ")
  }

  /// Seconds east of UTC that the brand's clock shows at `date`.
  public func offset(at date: Date) -> Int {
    zone.offset(at: Int(date.timeIntervalSince1970.rounded(.down)))
  }
}
