import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `replyd calendar`: what the human clock will do, for an operator to check.
struct CalendarTests {
  private let setup: CommandSetup

  init() throws { setup = try CommandSetup() }

  private func brand(_ calendar: String?, zone: String = "America/Chicago") throws {
    var brand: [JSONValue.Member] = [
      .init("name", "Brand"), .init("timeZone", .string(zone)),
    ]
    if let calendar {
      try setup.folder.write(calendar, to: "calendar.json")
      brand.append(.init("calendar", "calendar.json"))
    }
    guard case .object(var members) = setup.config() else { return }
    members.removeAll { $0.key == "brand" }
    members.append(.init("brand", .object(brand)))
    try setup.write(.object(members))
  }

  private static let calendar = """
    {"hours":{"thu":["09:00-12:00","13:00-24:00"],"fri":["09:00-17:00"],"sat":["22:00-06:00"],
      "sun":["06:00-08:00"]},
     "holidays":[{"name":"Christmas \\u001b[31mDay","date":"12-25"}]}
    """

  @Test func eachDayIsShownWithItsHoursAndHolidays() async throws {
    try brand(Self.calendar)
    let shown = try await setup.succeed("calendar", "--from", "2026-12-24", "--days", "3")
    let lines = shown.split(separator: "\n").map(String.init)
    #expect(
      lines.dropFirst().map { $0.trimmingCharacters(in: .whitespaces) } == [
        "Thu 2026-12-24  09:00-12:00 -06:00, 13:00-24:00 -06:00",
        "Fri 2026-12-25  closed  Christmas  [31mDay", "Sat 2026-12-26  22:00-06:00 -06:00",
      ])
    #expect(lines.first?.hasPrefix("Business hours in America/Chicago") == true)
  }

  @Test func aChangeOfTheClocksIsSeenInTheOffsets() async throws {
    try brand(Self.calendar)
    let shown = try await setup.succeed("calendar", "--from", "2026-10-31", "--days", "2")
    #expect(shown.contains("Sat 2026-10-31  22:00 -05:00 - 06:00 -06:00"), "\(shown)")
  }

  @Test func jsonHasTheInstants() async throws {
    try brand(Self.calendar)
    let done = try await setup.run("calendar", "--from", "2026-12-25", "--days", "2", "--json")
    let found = try JSONReader.read(done.output.utf8).plain
    #expect(found["timeZone"] == "America/Chicago")
    #expect(
      found["days"] == [
        [
          "date": "2026-12-25", "weekday": "fri", "note": "Christmas \u{1B}[31mDay", "spans": [],
        ],
        [
          "date": "2026-12-26", "weekday": "sat", "note": .null,
          "spans": [["from": "2026-12-26T22:00:00-06:00", "until": "2026-12-27T06:00:00-06:00"]],
        ],
      ])
  }

  @Test func withoutDatesItStartsToday() async throws {
    try brand(Self.calendar)
    let shown = try await setup.succeed("calendar")
    #expect(shown.split(separator: "\n").count == 15)
  }

  @Test func withoutACalendarTheClockNeverPauses() async throws {
    try brand(nil)
    #expect(try await setup.succeed("calendar").contains("never pauses"))
  }

  @Test(arguments: [["--from", "2026-02-30"], ["--days", "0"], ["--from", "soon"]])
  func whatIsNoDayIsRefused(_ words: [String]) async throws {
    try brand(Self.calendar)
    let done = try await setup.binary.run(
      ["calendar"] + words + ["--config", setup.folder.path(of: "replyd.json")])
    #expect(done.status != 0 && done.error.contains(words[0]), "\(done.error)")
  }

  @Test func anUnknownZoneHasANearestName() async throws {
    try brand(Self.calendar, zone: "America/Chigaco")
    let done = try await setup.run("check")
    #expect(done.status == 1 && done.error.contains(#"did you mean "America/Chicago"?"#))
  }

  /// The example of docs/calendars.md, as it stands there.
  @Test func theExampleOfTheDocsWorks() async throws {
    let file = TestPaths.repository.appending(path: "docs/calendars.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(text.range(of: "```json\n")?.upperBound)
    let end = try #require(text.range(of: "\n```", range: start..<text.endIndex)?.lowerBound)
    try setup.folder.write(
      """
      BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261222\r\nSUMMARY:Stock\r\n  taking\r
      END:VEVENT\r\nEND:VCALENDAR\r\n
      """, to: "holidays.ics")
    try brand(String(text[start..<end]))
    let shown = try await setup.succeed("calendar", "--from", "2026-12-22", "--days", "10")
    #expect(shown.contains("Tue 2026-12-22  closed  Stock taking"), "\(shown)")
    #expect(shown.contains("Thu 2026-12-24  09:00-13:00 -06:00  Christmas Eve"))
    #expect(shown.contains("Thu 2026-12-31  closed\n") && shown.contains("Fri 2026-12-25  closed"))
  }
}
