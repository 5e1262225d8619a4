import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

@Suite struct HolidayTests {
  /// Open daily from 9 to 17; the days of a year that are not so, with their notes.
  private func holidays(_ rules: String, year: Int = 2026, weekend: String = #"["sat","sun"]"#)
    throws -> [String]
  {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
      .map { #""\#($0)":["09:00-17:00"]"# }.joined(separator: ",")
    let settings = try CalendarSettings.parsed(
      #"{"hours":{\#(days)},"weekend":\#(weekend),"holidays":[\#(rules)]}"#)
    let hours = BusinessHours(settings, timeZone: .gmt)
    return try hours.days(from: "\(year)-01-01", now: fixtureTime, count: 365)
      .filter { $0.note != nil }
      .map { $0.date + " " + ($0.note ?? "") + ($0.spans.isEmpty ? "" : " open") }
  }

  @Test(arguments: [
    (#"{"name":"a","date":"12-25"}"#, ["2026-12-25 a"]),
    (#"{"name":"a","date":"02-29"}"#, []),
    (#"{"name":"a","weekday":"thu","nth":4,"month":11}"#, ["2026-11-26 a"]),
    (#"{"name":"a","weekday":"thu","nth":4,"month":11,"offset":1}"#, ["2026-11-27 a"]),
    (#"{"name":"a","weekday":"mon","nth":-1,"month":5}"#, ["2026-05-25 a"]),
    (#"{"name":"a","weekday":"mon","nth":5,"month":2}"#, []),
    (#"{"name":"a","weekday":"wed","date":"11-16"}"#, ["2026-11-18 a"]),
    (#"{"name":"a","easter":"western"}"#, ["2026-04-05 a"]),
    (#"{"name":"a","easter":"western","offset":-2}"#, ["2026-04-03 a"]),
    (#"{"name":"a","easter":"orthodox","offset":1}"#, ["2026-04-13 a"]),
    (#"{"name":"a","date":"12-24","hours":["09:00-12:00"]}"#, ["2026-12-24 a open"]),
    (#"{"name":"a","date":"05-01","from":2027}"#, []),
    (#"{"name":"a","date":"05-01","until":2026}"#, ["2026-05-01 a"]),
    (#"{"name":"a","date":"01-02","offset":-2}"#, ["2026-12-31 a"]),
  ])
  func aRuleNamesItsDay(_ rule: String, _ wanted: [String]) throws {
    #expect(try holidays(rule) == wanted)
  }

  /// 2021: Christmas is a Saturday. 2022: it is a Sunday. 2027: New Year 2028 is a Saturday.
  @Test(arguments: [
    (2021, ["2021-12-25 c", "2021-12-26 b", "2021-12-27 c (observed)", "2021-12-28 b (observed)"]),
    (2022, ["2022-12-25 c", "2022-12-26 b", "2022-12-27 c (observed)"]),
    (2023, ["2023-12-25 c", "2023-12-26 b"]),
  ])
  func whatFallsOnAWeekendIsObservedOnTheNextWorkingDay(_ year: Int, _ wanted: [String]) throws {
    let rules = #"""
      {"name":"c","date":"12-25","observed":"nextWorkingDay"},
      {"name":"b","date":"12-26","observed":"nextWorkingDay"}
      """#
    #expect(try holidays(rules, year: year) == wanted)
  }

  @Test(arguments: [
    ("07-04", 2026, ["2026-07-03 a (observed)", "2026-07-04 a"]),
    ("07-04", 2027, ["2027-07-04 a", "2027-07-05 a (observed)"]),
    ("01-01", 2027, ["2027-01-01 a", "2027-12-31 a (observed)"]),
  ])
  func orOnTheNearestWeekday(_ date: String, _ year: Int, _ wanted: [String]) throws {
    let rule = #"{"name":"a","date":"\#(date)","observed":"nearestWorkingDay"}"#
    #expect(try holidays(rule, year: year) == wanted)
  }

  @Test func theWeekendIsTheBrands() throws {
    let rule = #"{"name":"a","date":"07-03","observed":"nextWorkingDay"}"#
    #expect(
      try holidays(rule, weekend: #"["fri","sat"]"#) == ["2026-07-03 a", "2026-07-05 a (observed)"])
  }

  @Test func aDateOutranksARule() throws {
    let settings = try CalendarSettings.parsed(
      #"""
      {"hours":{},"closed":["2026-05-02"],"extended":{"2026-05-01":["10:00-12:00"]},
       "holidays":[{"name":"a","date":"05-01"},{"name":"b","date":"05-02"}]}
      """#)
    let days = try BusinessHours(settings, timeZone: .gmt)
      .days(from: "2026-05-01", now: fixtureTime, count: 2)
    #expect(days.map(\.note) == ["other hours", "closed"] && days[0].spans.count == 1)
  }

  @Test func easterIsRightForThreeCenturies() async throws {
    var checked = 0
    for line in try await ZoneReference.lines(["easters"]) {
      let parts = line.split(separator: "|")
      let year = try #require(Int(parts[1]))
      #expect(CivilDay.easter(year, orthodox: parts[0] == "orthodox")?.text == String(parts[2]))
      checked += 1
    }
    #expect(checked == 501)
  }

  @Test func everyDayHasItsDate() throws {
    var day = try CivilDay(text: "1899-12-25")
    let calendar = {
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = .gmt
      return calendar
    }()
    while day.parts.year < 2110 {
      let date = Date(timeIntervalSince1970: Double(day.number) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
      let (year, month, number) = day.parts
      try #require(
        year == parts.year && month == parts.month && number == parts.day
          && day.weekday == ((parts.weekday ?? 0) + 5) % 7 && CivilDay(year, month, number) == day)
      day = day + 13
    }
  }
}
