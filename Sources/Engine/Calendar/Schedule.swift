/// What a calendar says of each day, in local times: hours of the week, and the days that differ.
struct Schedule: Sendable {
  /// What is different about a day.
  struct Exception: Sendable, Hashable {
    var name: String
    /// None: closed.
    var spans: [DaySpan] = []
  }

  /// From Monday.
  var week: [[DaySpan]]
  /// By date, before all else.
  var dates: [CivilDay: Exception] = [:]
  var rules: [HolidayRule] = []
  var imported: [ICalendar] = []
  /// Weekdays, 0 is Monday, on which a holiday may be observed on another day.
  var weekend: Set<Int> = [5, 6]

  /// The days from `first` that differ from their weekday. The earlier source wins: dates, rules in
  /// their order, imported holidays, and last what is observed on another day.
  func exceptions(from first: CivilDay, count: Int) -> [CivilDay: Exception] {
    var found = dates.filter { $0.key >= first && $0.key - first < count }
    let (actual, observed) = ruled(around: first, count: count)
    for (day, exception) in actual where found[day] == nil { found[day] = exception }
    for index in 0..<count where found[first + index] == nil {
      let day = first + index
      let name = imported.lazy.compactMap { $0.holiday(on: day) }.first
      if let name { found[day] = Exception(name: name) }
    }
    for (day, exception) in observed where found[day] == nil { found[day] = exception }
    return found
  }

  private typealias Found = (day: CivilDay, exception: Exception)

  /// The days of the rules, and the days that stand in for those on a weekend.
  private func ruled(around first: CivilDay, count: Int) -> (actual: [Found], observed: [Found]) {
    if rules.isEmpty { return ([], []) }
    let years = (first.parts.year - 1)...((first + count).parts.year + 1)
    var actual: [(day: CivilDay, rule: HolidayRule)] = []
    for year in years {
      for rule in rules {
        if let day = rule.day(in: year) { actual.append((day, rule)) }
      }
    }
    var taken = Set(actual.map(\.day))
    var observed: [Found] = []
    let inOrder = actual.enumerated().sorted {
      ($0.element.day, $0.offset) < ($1.element.day, $1.offset)
    }
    for (day, rule) in inOrder.map(\.element)
    where rule.observed != .onTheDay && weekend.contains(day.weekday) {
      guard let other = standIn(for: day, rule.observed, taken) else { continue }
      taken.insert(other)
      observed.append((other, Exception(name: "\(rule.name) (observed)", spans: rule.spans)))
    }
    return (actual.map { ($0.day, Exception(name: $0.rule.name, spans: $0.rule.spans)) }, observed)
  }

  private func standIn(
    for day: CivilDay, _ observed: HolidayRule.Observed, _ taken: Set<CivilDay>
  ) -> CivilDay? {
    let steps = 1...60
    if observed == .nearestWorkingDay {
      let near = steps.lazy.flatMap { [day + $0, day + -$0] }
      return near.first { !weekend.contains($0.weekday) }
    }
    return steps.lazy.map { day + $0 }.first { other in
      !weekend.contains(other.weekday) && !taken.contains(other)
        && dates[other]?.spans.isEmpty != true
        && !imported.contains { $0.holiday(on: other) != nil }
    }
  }
}
