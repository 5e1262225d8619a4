/// One VEVENT: a stretch of time that may come back.
struct ICalendarEvent: Sendable {
  var name: String
  var start: ICalendarTime
  var length: ICalendarLength
  var rule: Recurrence?
  /// The day of the COUNT-th occurrence.
  var lastDay: CivilDay?
  var added: [ICalendarTime] = []
  var excluded: Set<ICalendarTime> = []

  /// Whether the rule brings the event back on `day`, counted on its own clock.
  func recurs(on day: CivilDay, brand: ZoneOffsets) -> Bool {
    guard let rule, rule.includes(day, from: start.day) else { return false }
    if let lastDay, day > lastDay { return false }
    let occurrence = start.moved(to: day)
    if let until = rule.until {
      let isPast =
        start.isDay || until.isDay || until.clock == .floating || start.clock == .floating
        ? until.day < day || (!until.isDay && !start.isDay && until.local < occurrence.local)
        : until.instant(in: brand) < occurrence.instant(in: brand)
      if isPast { return false }
    }
    return !isExcluded(occurrence, brand)
  }

  func isExcluded(_ occurrence: ICalendarTime, _ brand: ZoneOffsets) -> Bool {
    if excluded.isEmpty { return false }
    if excluded.contains(occurrence) { return true }
    // The same instant may be written in another zone.
    return !start.isDay
      && excluded.contains { $0.instant(in: brand) == occurrence.instant(in: brand) }
  }

  /// The single starts: the first without a rule, and the added ones.
  func singleStarts(brand: ZoneOffsets) -> [ICalendarTime] {
    ((rule == nil ? [start] : []) + added).filter { !isExcluded($0, brand) }
  }

  /// Of one occurrence of an event with a time.
  func closing(from occurrence: ICalendarTime, brand: ZoneOffsets) -> ICalendar.Closing {
    var end = occurrence
    end.local += length.days * 86_400
    return ICalendar.Closing(
      name: name, start: occurrence.instant(in: brand),
      end: end.instant(in: brand) + length.seconds)
  }
}
