import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// What is wrong with a calendar is said at its place, with a way out.
@Suite struct CalendarMistakeTests {
  private func mistakes(_ calendar: String, in folder: URL = URL(filePath: "/")) throws -> String {
    var issues: [SettingsIssue] = []
    _ = CalendarSettings.decode(
      try JSONReader.read(calendar.utf8), file: "calendar.json", source: FolderSettings(folder),
      issues: &issues)
    return issues.map(\.description).joined(separator: "\n")
  }

  @Test(arguments: [
    (#"{"hours":{"mon":["9-18"]}}"#, #"hours.mon[0]: expected a span such as "09:00-18:00""#),
    (#"{"hours":{"mon":["09:00-24:30"]}}"#, #"from 00:00 to 24:00"#),
    (#"{"hours":{"mon":["09:00-09:00"]}}"#, #"no time in it; the whole day is "00:00-24:00""#),
    (#"{"hours":{"mon":["24:00-06:00"]}}"#, #"no time in it"#),
    (
      #"{"hours":{"mon":["13:00-17:00","09:00-12:00"]}}"#,
      "hours.mon: the span 09:00-12:00 comes after 13:00-17:00"
    ),
    (
      #"{"hours":{"mon":["09:00-13:00","12:00-17:00"]}}"#,
      "the spans 09:00-13:00 and 12:00-17:00 overlap"
    ),
    (
      #"{"hours":{"mon":["22:00-06:00"],"tue":["05:00-09:00"]}}"#,
      "hours.mon: the span 22:00-06:00 runs into tue's 05:00-09:00"
    ),
    (
      #"{"hours":{"sun":["18:00-09:00"],"mon":["08:00-17:00"]}}"#,
      "hours.sun: the span 18:00-09:00 runs into mon's"
    ),
    (#"{"hours":{"mom":["09:00-12:00"]}}"#, #"unknown key "mom"; did you mean "mon"?"#),
    (#"{"closed":["26.11.2026"]}"#, #"closed[0]: expected a day such as "2026-12-25""#),
    (#"{"closed":["2026-12-25","2026-13-01"]}"#, "closed[1]: there is no day"),
    (#"{"closed":["2026-02-29"]}"#, "that month has 28 days"),
    (#"{"extended":{"2026-04-31":["09:00-12:00"]}}"#, "that month has 30 days"),
    (#"{"extended":{"2026-11-27":["late"]}}"#, #"["2026-11-27"][0]: expected a span"#),
    (
      #"{"extended":{"2026-11-27":["13:00-17:00","08:00-12:00"]}}"#,
      "2026-11-27: the span 08:00-12:00 comes after"
    ),
    (
      #"{"closed":["2026-11-27"],"extended":{"2026-11-27":["13:00-17:00"]}}"#,
      "2026-11-27 is also in `closed`"
    ),
    (#"{"weekend":["mon","tue","wed","thu","fri","sat","sun"]}"#, "a week needs a working day"),
    (#"{"weekend":["satt"]}"#, #"did you mean "sat"?"#),
    (#"{"holidays":[{"name":"a"}]}"#, "holidays[0].date: expected one kind of rule"),
    (#"{"holidays":[{"name":"a","date":"12-25","easter":"western"}]}"#, "one kind of rule"),
    (#"{"holidays":[{"name":"a","weekday":"mon","nth":1}]}"#, "one kind of rule"),
    (#"{"holidays":[{"name":"a","date":"02-30"}]}"#, #"no year has a day "02-30""#),
    (#"{"holidays":[{"name":"a","date":"25.12."}]}"#, "expected month and day"),
    (#"{"holidays":[{"name":"a","weekday":"mo","nth":1,"month":5}]}"#, #"did you mean "mon"?"#),
    (#"{"holidays":[{"name":"a","weekday":"mon","nth":0,"month":5}]}"#, "there is no 0"),
    (#"{"holidays":[{"name":"a","date":"05-01","from":2027,"until":2026}]}"#, "ends before"),
    (#"{"holidays":[{"name":"a","date":"05-01","hours":["10-12"]}]}"#, "holidays[0].hours[0]"),
    (#"{"holidayFiles":["nowhere.ics"]}"#, "holidayFiles[0]: cannot read nowhere.ics"),
  ])
  func aMistakeIsNamedWithItsPlaceAndAWayOut(_ calendar: String, _ words: String) throws {
    let found = try mistakes(calendar)
    #expect(found.contains(words), "\(found)")
    #expect(found.hasPrefix("calendar.json:1:"))
  }

  @Test func aMistakeInAHolidayFileIsAtItsLine() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260101\r\nRRULE:FREQ=YEARLY;BYSETPOS=1\r\n"
        + "END:VEVENT\r\nEND:VCALENDAR\r\n", to: "holidays.ics")
    let found = try mistakes(
      #"{"holidayFiles":["holidays.ics"]}"#,
      in: URL(filePath: folder.path(of: "holidays.ics")).deletingLastPathComponent())
    #expect(found.hasPrefix("holidays.ics:4:1: RRULE: BYSETPOS is not supported"), "\(found)")
  }
}
