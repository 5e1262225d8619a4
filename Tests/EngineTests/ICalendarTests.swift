import Foundation
import PluginKit
import Testing

@testable import Engine

@Suite struct ICalendarTests {
  private static func file(_ events: String...) -> String {
    "BEGIN:VCALENDAR\nVERSION:2.0\n"
      + events.map { "BEGIN:VEVENT\n\($0)\nEND:VEVENT\n" }.joined() + "END:VCALENDAR\n"
  }

  private func read(_ text: String) throws -> ICalendar {
    try ICalendarReader.read(Array(text.utf8))
  }

  /// The days of 2026 that are closed, as `MM-DD name`.
  private func days(_ calendar: ICalendar, year: Int = 2026) throws -> [String] {
    let first = try #require(CivilDay(year, 1, 1))
    return (0..<365).compactMap { index in
      calendar.holiday(on: first + index).map { (first + index).text.dropFirst(5) + " " + $0 }
    }
  }

  @Test(arguments: [
    ("DTSTART;VALUE=DATE:20261225\nSUMMARY:x", ["12-25 x"]),
    ("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261227\nSUMMARY:x", ["12-25 x", "12-26 x"]),
    ("DTSTART:20261225\nDURATION:P2D\nSUMMARY:x", ["12-25 x", "12-26 x"]),
    ("DTSTART:20261225\nDTEND:20261225\nSUMMARY:x", ["12-25 x"]),
    ("DTSTART:20200704\nRRULE:FREQ=YEARLY\nSUMMARY:x", ["07-04 x"]),
    ("DTSTART:20200704\nRRULE:FREQ=YEARLY;COUNT=6\nSUMMARY:x", []),
    ("DTSTART:20200704\nRRULE:FREQ=YEARLY;COUNT=7\nSUMMARY:x", ["07-04 x"]),
    ("DTSTART:20200704\nRRULE:FREQ=YEARLY;UNTIL=20260704\nSUMMARY:x", ["07-04 x"]),
    ("DTSTART:20200704\nRRULE:FREQ=YEARLY;UNTIL=20260703T000000Z\nSUMMARY:x", []),
    ("DTSTART:20200704\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20260704\nSUMMARY:x", []),
    ("DTSTART:20200704\nRDATE;VALUE=DATE:20260705,20260706\nSUMMARY:x", ["07-05 x", "07-06 x"]),
    ("DTSTART:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\nSUMMARY:x", ["11-26 x"]),
    ("DTSTART:20200525\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO\nSUMMARY:x", ["05-25 x"]),
    ("DTSTART:20200831\nRRULE:FREQ=MONTHLY;INTERVAL=36;BYMONTHDAY=-1\nSUMMARY:x", ["08-31 x"]),
    (
      "DTSTART:20251231\nDTEND:20260102\nRRULE:FREQ=YEARLY\nSUMMARY:x",
      ["01-01 x", "12-31 x"]
    ),
    ("DTSTART:20261225\nSTATUS:CANCELLED\nSUMMARY:x", []),
    ("DTSTART:20261225\nTRANSP:TRANSPARENT\nSUMMARY:x", ["12-25 x"]),
    ("DTSTART:20261225\nSUMMARY;LANGUAGE=de:1. \\, 2.\\nTag\\;\\\\ x", [#"12-25 1. , 2. Tag;\ x"#]),
    ("DTSTART:20261225\nSUM\n MARY:long\n  er\n\t!", ["12-25 long er!"]),
    ("DTSTART:20261225\nX-A;B=\"c:d;e\":f\nSUMMARY:x\nBEGIN:VALARM\nEND:VALARM", ["12-25 x"]),
    ("DTSTART:20261225T080000Z\nSUMMARY:no length", []),
  ])
  func anEventClosesItsDays(_ event: String, _ wanted: [String]) throws {
    #expect(try days(read(Self.file(event))) == wanted)
    #expect(try days(read(Self.file(event).replacing("\n", with: "\r\n"))) == wanted)
  }

  @Test func anOccurrenceThatWasMovedIsNotWhereItWas() throws {
    let calendar = try read(
      Self.file(
        "UID:a\nDTSTART:20200501\nRRULE:FREQ=YEARLY\nSUMMARY:x",
        "UID:a\nRECURRENCE-ID:20260501\nDTSTART:20260504\nSUMMARY:moved",
        "UID:b\nDTSTART:20200601\nRRULE:FREQ=YEARLY\nSUMMARY:y",
        "UID:b\nRECURRENCE-ID:20260601\nDTSTART:20260601\nSTATUS:CANCELLED"))
    #expect(try days(calendar) == ["05-04 moved"])
    #expect(try days(calendar, year: 2027) == ["05-01 x", "06-01 y"])
  }

  /// Berlin is an hour ahead of UTC in winter and two in summer; the brand is in New York.
  @Test(arguments: [
    ("DTSTART:20261224T180000Z\nDTEND:20261224T210000Z", ["2026-12-24T18:00Z 2026-12-24T21:00Z"]),
    (
      "DTSTART;TZID=Europe/Berlin:20261224T180000\nDURATION:PT3H",
      ["2026-12-24T17:00Z 2026-12-24T20:00Z"]
    ),
    ("DTSTART:20261224T130000\nDURATION:PT3H", ["2026-12-24T18:00Z 2026-12-24T21:00Z"]),
    (
      "DTSTART;TZID=Europe/Berlin:20260325T230000\nDURATION:PT1H\n"
        + "RRULE:FREQ=DAILY;INTERVAL=4;COUNT=3",
      [
        "2026-03-25T22:00Z 2026-03-25T23:00Z", "2026-03-29T21:00Z 2026-03-29T22:00Z",
        "2026-04-02T21:00Z 2026-04-02T22:00Z",
      ]
    ),
    (
      "DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:P1D\n"
        + "RRULE:FREQ=DAILY;UNTIL=20260329T100000Z",
      ["2026-03-28T11:00Z 2026-03-29T10:00Z", "2026-03-29T10:00Z 2026-03-30T10:00Z"]
    ),
    (
      "DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\n"
        + "EXDATE:20260329T100000Z",
      ["2026-03-28T11:00Z 2026-03-28T12:00Z", "2026-03-30T10:00Z 2026-03-30T11:00Z"]
    ),
  ])
  func anEventWithATimeClosesThatTime(_ event: String, _ wanted: [String]) throws {
    let zone = try #require(ZoneOffsets(named: "America/New_York"))
    let calendar = try read(Self.file(event))
    let year = Int(try instant("2026-01-01T00:00:00Z").timeIntervalSince1970)
    func text(_ instant: Int) -> String {
      Date(timeIntervalSince1970: Double(instant)).formatted(.iso8601).dropLast(4) + "Z"
    }
    let found = calendar.closings(in: year..<(year + 365 * 86_400), zone: zone)
    #expect(found.map { text($0.start) + " " + text($0.end) } == wanted)
  }

  @Test func aClosedTimeIsCutOutOfTheOpenOnes() throws {
    var schedule = Schedule(week: Array(repeating: [try DaySpan("08:00-18:00")], count: 7))
    schedule.imported = [
      try read(
        Self.file(
          "DTSTART:20260511T120000\nDTEND:20260511T130000\nSUMMARY:lunch",
          "DTSTART:20260511T170000\nDTEND:20260512T090000\nSUMMARY:night",
          "DTSTART:20260513\nSUMMARY:day"))
    ]
    let hours = BusinessHours(schedule, zone: .utc)
    let end = hours.adding(.hours(10), to: try instant("2026-05-11T08:00:00Z"))
    #expect(end == (try instant("2026-05-12T11:00:00Z")))
    let days = try hours.days(from: "2026-05-11", now: end, count: 4)
    #expect(days.map(\.note) == ["lunch; night", "night", "day", nil])
    #expect(days.map(\.spans.count) == [2, 1, 0, 1])
  }

  @Test(arguments: [
    ("", 1, "starts with BEGIN:VCALENDAR"), ("<html>\n", 1, #"expected "NAME:value""#),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", 2, "never ended"),
    ("BEGIN:VCALENDAR\nEND:VEVENT\n", 2, "ends nothing that is open"),
    ("BEGIN:VEVENT\nEND:VEVENT\n", 1, "starts with BEGIN:VCALENDAR"),
    (file("SUMMARY:x"), 3, "has no DTSTART"),
    (file("DTSTART:20261301"), 4, #"no such date and time as "20261301""#),
    (file("DTSTART:2026-12-01"), 4, "expected a date"),
    (file("DTSTART:20261201T250000"), 4, "no such date and time"),
    (file("DTSTART;TZID=Europe/Berln:20261201T080000"), 4, "mean \"Europe/Berlin\"?"),
    (file("DTSTART:20261201\nDTEND:20261130"), 5, "DTEND is before DTSTART"),
    (file("DTSTART:20261201\nDTEND:20281130"), 5, "366 days at most"),
    (file("DTSTART:20261201\nDTEND:20261201T080000"), 5, "both be days or both times"),
    (file("DTSTART:20261201\nDTEND:20261202\nDURATION:P1D"), 5, "exclude each other"),
    (file("DTSTART:20261201\nDURATION:1D"), 5, "expected a length"),
    (file("DTSTART:20261201\nDURATION:-P1D"), 5, "expected a length"),
    (file("DTSTART:20261201\nDTSTART:20261202"), 5, "a second DTSTART"),
    (file("DTSTART:20261201\nEXDATE:20261201T080000Z"), 5, "both be days or both times"),
    (file("DTSTART:20261201\nEXRULE:FREQ=DAILY"), 5, "EXRULE is not supported"),
    (file("DTSTART:20261201\nRDATE;VALUE=PERIOD:20261201T080000Z/PT1H"), 5, "PERIOD"),
    (file("DTSTART:20261201\nRRULE:FREQ=HOURLY"), 5, "FREQ=HOURLY is not supported"),
    (file("DTSTART:20261201\nRRULE:FREQ=YEARLY;BYYEARDAY=100"), 5, "BYYEARDAY is not supported"),
    (file("DTSTART:20261201\nRRULE:FREQ=YEARLY;BYWEEKNO=20"), 5, "BYWEEKNO is not supported"),
    (file("DTSTART:20261201\nRRULE:INTERVAL=2"), 5, "FREQ is missing"),
    (file("DTSTART:20261201\nRRULE:FREQ=YEARLY;INTERVAL=0"), 5, "expected INTERVAL from 1"),
    (file("DTSTART:20261201\nRRULE:FREQ=YEARLY;BYMONTH=13"), 5, "expected BYMONTH from 1 to 12"),
    (file("DTSTART:20261201\nRRULE:FREQ=YEARLY;BYDAY=XX"), 5, "expected a weekday"),
    (file("DTSTART:20261201\nRRULE:FREQ=WEEKLY;BYDAY=1MO"), 5, "needs FREQ=MONTHLY or YEARLY"),
    (file("DTSTART:20261201\nRRULE:FREQ=DAILY;COUNT=1;UNTIL=20270101"), 5, "exclude each other"),
    (file("DTSTART:20261201\nDURATION:P90D\nRRULE:FREQ=DAILY"), 6, "62 days at most"),
    (file("UID:a\nDTSTART:20261201\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261201"), 6, "RANGE"),
  ])
  func whatItCannotReadIsNamedWithItsLine(_ text: String, _ line: Int, _ words: String) throws {
    let problem = try #require(throws: TextProblem.self) { try read(text) }
    #expect(problem.line == line && problem.message.contains(words), "\(problem.line) \(problem)")
  }

  @Test func hugeAndHostileFilesEndInAnError() throws {
    let event =
      "BEGIN:VEVENT\nDTSTART:20200101\nRRULE:FREQ=YEARLY;INTERVAL=9999;COUNT=99999\nEND:VEVENT\n"
    let hostile: [(String, String)] = [
      (String(repeating: "x", count: ICalendarReader.sizeLimit + 1), "MiB"),
      ("A:" + String(repeating: "x", count: ContentLine.lengthLimit), "longer than"),
      ("A:" + String(repeating: "\n x", count: ContentLine.lengthLimit), "longer than"),
      (String(repeating: "BEGIN:VCALENDAR\n", count: 2), "inside of another"),
      ("BEGIN:VCALENDAR\n" + String(repeating: "BEGIN:X\n", count: 99), "too deeply"),
      ("BEGIN:VCALENDAR\n" + String(repeating: event, count: 999) + "END:VCALENDAR", "use UNTIL"),
      ("BEGIN:VCALENDAR\n" + String(repeating: event, count: 1001), "RRULEs"),
      ("A" + String(repeating: ";B=c", count: 99) + ":d", "parameters"),
      (
        Self.file(
          "DTSTART:20200101\nRDATE:" + String(repeating: "20200101,", count: 7000)
            + "\nRDATE:" + String(repeating: "20200101,", count: 7000)), "EXDATEs"
      ),
    ]
    for (text, words) in hostile {
      let problem = try #require(throws: TextProblem.self, "\(words)") { try read(text) }
      #expect(problem.message.contains(words), "\(problem)")
    }
    let binary = [UInt8]("BEGIN:VCALENDAR\nA:".utf8) + [0xFF, 0x0A]
    #expect(throws: TextProblem("this line is not UTF-8 text", line: 2)) {
      try ICalendarReader.read(binary)
    }
  }

  /// Random rules, against python-dateutil.
  @Test func recurrenceRulesMeanWhatTheyMeanElsewhere() async throws {
    var checked = 0
    let last = try CivilDay(text: "2032-01-01")
    for line in try await ZoneReference.lines(["rules"]) {
      let parts = line.split(separator: "|").map(String.init)
      let start = try CivilDay(text: parts[0])
      let calendar = try read(
        Self.file("DTSTART:\(parts[0].replacing("-", with: ""))\nRRULE:\(parts[1])"))
      let found = (0...(last - start)).map { start + $0 }
        .filter { calendar.holiday(on: $0) != nil }.map(\.text).joined(separator: " ")
      #expect(found == parts[2], "\(parts[0]) \(parts[1])")
      checked += 1
    }
    #expect(checked == 1000)
  }
}
