public import PluginKit

/// The calendar document: opening hours by weekday, and the days that differ.
public struct CalendarSettings: Settings {
  let schedule: Schedule

  public init(_ f: inout Fields) {
    let hours = f.object("hours", as: Hours.self, help: "opening times by weekday")
    let closed = f.parsedStrings("closed", help: "days closed, \"2026-12-25\"") {
      text throws(TextProblem) in try CivilDay(text: text)
    }
    let extended = f.parsedTexts(
      "extended", help: "days with other hours, \"2026-11-27\": [\"08:00-22:00\"]; none: closed"
    ) { text throws(TextProblem) in
      try CivilDay(text: text)
    } parse: { text throws(TextProblem) in
      try DaySpan(text)
    }
    let rules = f.objects(
      "holidays", as: HolidayRule.self, help: "days closed, or with other hours, by rule")
    let imported = f.parsedFiles(
      "holidayFiles", help: "iCalendar files (RFC 5545) whose events are times closed"
    ) { bytes throws(TextProblem) in
      try ICalendarReader.read(bytes)
    }
    let weekend: [HolidayRule.Weekday] = f.choices(
      "weekend", default: [.sat, .sun], help: "days that `observed` moves holidays away from")
    f.require("weekend", "a week needs a working day") { Set(weekend).count < 7 }
    let problem = Self.problem(closed, extended)
    f.require("extended", problem ?? "") { problem == nil }
    var dates = Dictionary(
      closed.map { ($0, Schedule.Exception(name: "closed")) },
      uniquingKeysWith: { first, _ in first })
    for (day, spans) in extended {
      dates[day] = Schedule.Exception(name: spans.isEmpty ? "closed" : "other hours", spans: spans)
    }
    schedule = Schedule(
      week: hours.days, dates: dates, rules: rules, imported: imported,
      weekend: Set(weekend.map(\.number)))
  }

  private static func problem(
    _ closed: [CivilDay], _ extended: [(key: CivilDay, values: [DaySpan])]
  ) -> String? {
    for (day, spans) in extended {
      if let problem = DaySpan.problem(in: spans) { return "\(day.text): \(problem)" }
      if !spans.isEmpty && closed.contains(day) {
        return "\(day.text) is also in `closed`; keep one of the two"
      }
    }
    return nil
  }

  struct Hours: Settings {
    let days: [[DaySpan]]

    init(_ f: inout Fields) {
      let names = HolidayRule.Weekday.allCases.map(\.rawValue)
      var days: [[DaySpan]] = []
      for name in names {
        let spans = f.parsedStrings(
          name, help: "spans such as \"09:00-18:00\" or \"22:00-06:00\"; none: closed"
        ) { text throws(TextProblem) in try DaySpan(text) }
        let problem = DaySpan.problem(in: spans)
        f.require(name, problem ?? "") { problem == nil }
        days.append(spans)
      }
      for (index, name) in names.enumerated() {
        let next = (index + 1) % 7
        guard let late = days[index].last, let early = days[next].first else { continue }
        f.require(
          name, "the span \(late.text) runs into \(names[next])'s \(early.text)"
        ) { late.end - DaySpan.day <= early.start }
      }
      self.days = days
    }
  }
}
