public import Foundation
import PluginKit
import Synchronization

/// When the brand's people work. Only the human clock pauses outside it.
public final class BusinessHours: Sendable {
  /// Opening times in minutes after local midnight, by weekday (0 is Monday).
  struct Week: Sendable {
    var spans: [[ClosedRange<Int>]]
    var closed: Set<String> = []
    var extended: [String: [ClosedRange<Int>]] = [:]
  }

  /// Open stretches are computed this far ahead at most; a clock that would pause longer runs on.
  static let horizonDays = 400

  private struct Span { var start, end: Date }
  private struct Known {
    var firstDay: Date
    var nextDay: Date
    var spans: [Span] = []
  }

  private let week: Week
  private let calendar: Calendar
  private let known = Mutex<Known?>(nil)

  public convenience init(_ settings: CalendarSettings, timeZone: TimeZone) {
    self.init(week: settings.week, timeZone: timeZone)
  }

  init(week: Week, timeZone: TimeZone) {
    self.week = week
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    self.calendar = calendar
  }

  /// The instant at which `duration` of working time has passed since `start`. Exact across DST
  /// changes: spans are instants, so an hour that is skipped is not worked.
  public func adding(_ duration: Duration, to start: Date) -> Date {
    known.withLock { known in
      var left = duration.seconds
      let limit = start.addingTimeInterval(Double(Self.horizonDays) * 86_400)
      var table = prepared(known, for: start)
      defer { known = table }
      var index = firstIndex(in: table.spans, endingAfter: start)
      while true {
        if index == table.spans.count {
          guard table.nextDay < limit else { return start + duration }
          appendDay(to: &table)
          continue
        }
        let span = table.spans[index]
        let from = max(span.start, start)
        let worked = span.end.timeIntervalSince(from)
        if worked >= left { return from.addingTimeInterval(left) }
        left -= max(0, worked)
        index += 1
      }
    }
  }

  private func prepared(_ known: Known?, for start: Date) -> Known {
    if let known, known.firstDay <= start, known.spans.count < 4 * Self.horizonDays { return known }
    let day = calendar.startOfDay(for: start)
    return Known(firstDay: day, nextDay: day)
  }

  private func firstIndex(in spans: [Span], endingAfter date: Date) -> Int {
    var low = 0, high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].end <= date { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func appendDay(to table: inout Known) {
    let day = calendar.dateComponents([.year, .month, .day, .weekday], from: table.nextDay)
    let key = CalendarSettings.dayKey(day.year ?? 0, day.month ?? 0, day.day ?? 0)
    let ranges =
      week.extended[key]
      ?? (week.closed.contains(key) ? [] : week.spans[((day.weekday ?? 2) + 5) % 7])
    for range in ranges {
      let start = instant(day, minutes: range.lowerBound)
      let end = instant(day, minutes: range.upperBound)
      if let start, let end, start < end { table.spans.append(Span(start: start, end: end)) }
    }
    let noon = calendar.startOfDay(for: table.nextDay).addingTimeInterval(36 * 3600)
    table.nextDay = calendar.startOfDay(for: noon)
  }

  private func instant(_ day: DateComponents, minutes: Int) -> Date? {
    var parts = DateComponents()
    parts.year = day.year
    parts.month = day.month
    parts.day = day.day
    parts.hour = minutes / 60
    parts.minute = minutes % 60
    return calendar.date(from: parts)
  }
}
