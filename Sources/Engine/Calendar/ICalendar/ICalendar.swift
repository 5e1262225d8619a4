/// The holidays of one iCalendar file. Every event is a time closed.
struct ICalendar: Sendable {
  /// A part of a day, in seconds since 1970 in UTC.
  struct Closing: Sendable, Hashable {
    var name: String
    var start: Int
    var end: Int
  }

  /// Whole days without a rule.
  private var days: [CivilDay: String] = [:]
  private var recurringDays: [ICalendarEvent] = []
  private var timed: [ICalendarEvent] = []

  init(_ events: [ICalendarEvent]) {
    for event in events {
      guard event.start.isDay else {
        timed.append(event)
        continue
      }
      if event.rule != nil { recurringDays.append(event) }
      for start in event.singleStarts(brand: .utc) {
        for offset in 0..<event.length.days where days[start.day + offset] == nil {
          days[start.day + offset] = event.name
        }
      }
    }
  }

  /// The name of what closes the whole day.
  func holiday(on day: CivilDay) -> String? {
    if let name = days[day] { return name }
    return recurringDays.first { event in
      day >= event.start.day
        && (0..<event.length.days).contains { event.recurs(on: day + -$0, brand: .utc) }
    }?.name
  }

  /// What closes parts of days, as far as it touches `range` (seconds since 1970).
  func closings(in range: Range<Int>, zone: ZoneOffsets) -> [Closing] {
    timed.flatMap { event -> [Closing] in
      var found = event.singleStarts(brand: zone).map { event.closing(from: $0, brand: zone) }
      if event.rule != nil {
        // Two days more, since the event's own clock may show another day.
        let longest = event.length.days + event.length.seconds / 86_400 + 2
        let first = max(event.start.day.number, range.lowerBound / 86_400 - longest)
        let last = range.upperBound / 86_400 + 2
        for number in stride(from: first, through: last, by: 1)
        where event.recurs(on: CivilDay(number: number), brand: zone) {
          let start = event.start.moved(to: CivilDay(number: number))
          found.append(event.closing(from: start, brand: zone))
        }
      }
      return found.filter { $0.start < range.upperBound && $0.end > range.lowerBound }
    }
  }
}
