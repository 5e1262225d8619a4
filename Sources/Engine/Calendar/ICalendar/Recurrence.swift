/// A repetition by days (RFC 5545, 3.3.10), asked day by day rather than listed: no rule, however
/// long it runs, costs memory.
struct Recurrence: Sendable, Hashable {
  enum Frequency: String, Sendable, CaseIterable {
    case daily = "DAILY"
    case weekly = "WEEKLY"
    case monthly = "MONTHLY"
    case yearly = "YEARLY"
  }
  struct Weekday: Sendable, Hashable {
    /// 0 is Monday.
    var day: Int
    /// Which of the month or year, from its end when negative; 0 is each.
    var nth: Int
  }

  var frequency: Frequency
  var interval = 1
  var count: Int?
  var until: ICalendarTime?
  var months: Set<Int> = []
  var monthDays: Set<Int> = []
  var weekdays: [Weekday] = []
  var weekStart = 0

  /// Whether the rule from `start` falls on `day`, COUNT and UNTIL aside. `start` always does.
  func includes(_ day: CivilDay, from start: CivilDay) -> Bool {
    if day <= start { return day == start }
    if frequency == .daily && (day - start) % interval != 0 { return false }
    if frequency == .weekly {
      let weeks = (week(of: day) - week(of: start)) / 7
      let isWeekday =
        weekdays.isEmpty
        ? day.weekday == start.weekday : weekdays.contains { $0.day == day.weekday }
      if weeks % interval != 0 || !isWeekday { return false }
    }
    let now = day.parts
    if !months.isEmpty && !months.contains(now.month) { return false }
    if !monthDays.isEmpty {
      let length = CivilDay.daysIn(month: now.month, of: now.year)
      if !monthDays.contains(now.day) && !monthDays.contains(now.day - length - 1) { return false }
    }
    return frequency == .daily || frequency == .weekly
      ? isOnAWeekday(day, now) : isInPeriod(day, now, start.parts)
  }

  private typealias Parts = (year: Int, month: Int, day: Int)

  private func isInPeriod(_ day: CivilDay, _ now: Parts, _ first: Parts) -> Bool {
    let years = now.year - first.year
    let periods = frequency == .yearly ? years : years * 12 + now.month - first.month
    if periods % interval != 0 { return false }
    if !monthDays.isEmpty || !weekdays.isEmpty { return isOnAWeekday(day, now) }
    return now.day == first.day
      && (frequency == .monthly || !months.isEmpty || now.month == first.month)
  }

  private func isOnAWeekday(_ day: CivilDay, _ now: Parts) -> Bool {
    if weekdays.isEmpty { return true }
    let isOfYear = frequency == .yearly && months.isEmpty
    return weekdays.contains { weekday in
      if weekday.day != day.weekday { return false }
      if weekday.nth == 0 { return true }
      let first = CivilDay(now.year, isOfYear ? 1 : now.month, 1) ?? day
      let length =
        isOfYear
        ? 337 + CivilDay.daysIn(month: 2, of: now.year)
        : CivilDay.daysIn(month: now.month, of: now.year)
      let before = day - first
      return weekday.nth > 0
        ? before / 7 + 1 == weekday.nth : -((length - 1 - before) / 7 + 1) == weekday.nth
    }
  }

  private func week(of day: CivilDay) -> Int {
    day.number - floorModulo(day.weekday - weekStart, 7)
  }
}
