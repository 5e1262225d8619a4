import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

@Suite struct BusinessHoursTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var start: String
    var minutes: Int
    var end: String
    init(_ name: String, _ start: String, _ minutes: Int, _ end: String) {
      testDescription = name
      self.start = start
      self.minutes = minutes
      self.end = end
    }
  }

  private func chicago(_ calendar: String) throws -> BusinessHours {
    BusinessHours(
      try CalendarSettings.parsed(calendar),
      timeZone: try #require(TimeZone(identifier: "America/Chicago")))
  }

  private static let shop = """
    {"hours":{"mon":["09:00-12:00","13:00-17:00"],"tue":["09:00-12:00","13:00-17:00"],
      "wed":["09:00-17:00"],"thu":["09:00-17:00"],"fri":["09:00-17:00"]},
     "closed":["2026-11-26"],
     "extended":{"2026-11-27":["08:00-12:00","12:00-22:00"],"2026-11-28":["10:00-16:00"]}}
    """

  /// Winter time in Chicago is UTC-6.
  static let shopCases: [Case] = [
    Case("within a span", "2026-11-16T09:00:00-06:00", 60, "2026-11-16T10:00:00-06:00"),
    Case("to a span's very end", "2026-11-16T09:00:00-06:00", 180, "2026-11-16T12:00:00-06:00"),
    Case("over the lunch break", "2026-11-16T11:30:00-06:00", 60, "2026-11-16T13:30:00-06:00"),
    Case("from within the break", "2026-11-16T12:20:00-06:00", 30, "2026-11-16T13:30:00-06:00"),
    Case("over night", "2026-11-16T16:30:00-06:00", 60, "2026-11-17T09:30:00-06:00"),
    Case("before opening", "2026-11-16T03:00:00-06:00", 15, "2026-11-16T09:15:00-06:00"),
    Case("over a weekend", "2026-11-20T16:00:00-06:00", 120, "2026-11-23T10:00:00-06:00"),
    Case("over a holiday", "2026-11-25T16:30:00-06:00", 60, "2026-11-27T08:30:00-06:00"),
    Case("on an extended day", "2026-11-27T17:30:00-06:00", 240, "2026-11-27T21:30:00-06:00"),
    Case("a Saturday that is open", "2026-11-28T08:00:00-06:00", 60, "2026-11-28T11:00:00-06:00"),
    Case("several days", "2026-11-16T09:00:00-06:00", 840, "2026-11-17T17:00:00-06:00"),
  ]

  @Test(arguments: shopCases) func theHumanClockCountsWorkingTime(_ example: Case) throws {
    let hours = try chicago(Self.shop)
    let end = hours.adding(.minutes(example.minutes), to: try instant(example.start))
    #expect(end == (try instant(example.end)))
  }

  /// The clocks change at 02:00 on 2026-03-08 and on 2026-11-01, both Sundays.
  static let changes: [Case] = [
    Case("an hour is skipped", "2026-03-08T01:00:00-06:00", 180, "2026-03-08T05:00:00-05:00"),
    Case("an hour comes twice", "2026-11-01T01:00:00-05:00", 300, "2026-11-01T05:00:00-06:00"),
    Case("over the night in March", "2026-03-07T04:00:00-06:00", 120, "2026-03-08T03:00:00-05:00"),
    Case(
      "over the night in November", "2026-10-31T04:00:00-05:00", 120, "2026-11-01T01:00:00-06:00"),
    Case("the day after March", "2026-03-08T04:30:00-05:00", 60, "2026-03-09T01:30:00-05:00"),
  ]

  @Test(arguments: changes) func workingTimeIsExactAcrossClockChanges(_ example: Case) throws {
    let span = #"["01:00-05:00"]"#
    let hours = try chicago(
      """
      {"hours":{"mon":\(span),"tue":\(span),"wed":\(span),"thu":\(span),"fri":\(span),
        "sat":\(span),"sun":\(span)}}
      """)
    let end = hours.adding(.minutes(example.minutes), to: try instant(example.start))
    #expect(end == (try instant(example.end)))
  }

  @Test func spansThatMeetAtMidnightAreOne() throws {
    let hours = try chicago(#"{"hours":{"mon":["22:00-24:00"],"tue":["00:00-02:00"]}}"#)
    let end = hours.adding(.hours(3), to: try instant("2026-11-16T22:30:00-06:00"))
    #expect(end == (try instant("2026-11-17T01:30:00-06:00")))
  }

  @Test func earlierAndLaterQuestionsGiveTheSameAnswers() throws {
    let asked = try chicago(Self.shop)
    for example in Self.shopCases + Self.shopCases.reversed() {
      let end = asked.adding(.minutes(example.minutes), to: try instant(example.start))
      #expect(end == (try instant(example.end)), "\(example.testDescription)")
    }
  }

  @Test func aShopThatNeverOpensDoesNotStopTheClock() throws {
    let hours = try chicago(#"{"hours":{}}"#)
    #expect(hours.adding(.hours(4), to: fixtureTime) == fixtureTime + .hours(4))
  }

  @Test func aSpanOverMidnightBelongsToTheDayItStartsOn() throws {
    let hours = try chicago(
      #"{"hours":{"fri":["22:00-06:00"]},"closed":["2026-11-21"],"extended":{"2026-11-27":[]}}"#)
    func end(_ start: String) throws -> Date { hours.adding(.hours(1), to: try instant(start)) }
    #expect(try end("2026-11-20T12:00:00-06:00") == instant("2026-11-20T23:00:00-06:00"))
    // The closed Saturday does not end what opened on Friday.
    #expect(try end("2026-11-21T04:30:00-06:00") == instant("2026-11-21T05:30:00-06:00"))
    #expect(try end("2026-11-21T05:30:00-06:00") == instant("2026-12-04T22:30:00-06:00"))
  }

  /// Each zone changes in its own way; the clock runs from 00:00 to 24:00 but for one hour a day.
  @Test(arguments: [
    // Midnight does not exist: the day starts at 01:00.
    ("America/Sao_Paulo", "2018-11-03T23:00:00-03:00", 120, "2018-11-04T02:00:00-02:00"),
    // The hour before midnight comes twice.
    ("America/Sao_Paulo", "2019-02-16T22:00:00-02:00", 240, "2019-02-17T01:00:00-03:00"),
    ("Asia/Beirut", "2026-03-28T23:30:00+02:00", 60, "2026-03-29T01:30:00+03:00"),
    // A whole day does not exist.
    ("Pacific/Apia", "2011-12-29T23:00:00-10:00", 120, "2011-12-31T01:00:00+14:00"),
    // Half an hour.
    ("Australia/Lord_Howe", "2026-10-04T01:30:00+10:30", 60, "2026-10-04T03:00:00+11:00"),
    // Winter time is the exception.
    ("Europe/Dublin", "2026-10-25T00:30:00+01:00", 120, "2026-10-25T01:30:00+00:00"),
    // The base offset changed.
    ("Asia/Pyongyang", "2015-08-14T23:00:00+09:00", 120, "2015-08-15T00:30:00+08:30"),
  ])
  func everyKindOfChangeIsExact(_ zone: String, _ start: String, _ minutes: Int, _ end: String)
    throws
  {
    let spans = #"["00:00-12:00","13:00-24:00"]"#
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map { #""\#($0)":\#(spans)"# }
    let hours = BusinessHours(
      try CalendarSettings.parsed(#"{"hours":{\#(week.joined(separator: ","))}}"#),
      timeZone: try #require(TimeZone(identifier: zone)))
    #expect(hours.adding(.minutes(minutes), to: try instant(start)) == (try instant(end)))
  }

  @Test func aSkippedDayIsSaidToBe() throws {
    let apia = BusinessHours(
      try CalendarSettings.parsed(#"{"hours":{"fri":["09:00-17:00"]}}"#),
      timeZone: try #require(TimeZone(identifier: "Pacific/Apia")))
    let day = try apia.days(from: "2011-12-30", now: fixtureTime, count: 1)[0]
    #expect(day.spans.isEmpty && day.note?.contains("does not exist") == true)
  }

  @Test(arguments: [-1e18, -1e12, -6.3e10, 2.6e11, 1e18, .infinity])
  func aTimeThatCannotBeDoesNotStopTheClock(_ seconds: Double) throws {
    let start = Date(timeIntervalSince1970: seconds)
    #expect(try chicago(Self.shop).adding(.hours(4), to: start) == start + .hours(4))
  }

  @Test func fractionsOfASecondAreKept() throws {
    let start = try instant("2026-11-16T09:00:00-06:00").addingTimeInterval(0.123)
    #expect(try chicago(Self.shop).adding(.hours(1), to: start) == start + .hours(1))
  }

  @Test func manyShortDaysAreCountedToTheEnd() throws {
    let hours = try chicago(#"{"hours":{"mon":["09:00-10:00"]}}"#)
    let end = hours.adding(.hours(150), to: try instant("2026-11-16T00:00:00-06:00"))
    #expect(end == (try instant("2029-09-24T10:00:00-05:00")))
  }
}
