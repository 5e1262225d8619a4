import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// Quantiles, intervals, buckets, periods.
struct FigureTests {
  /// Nearest rank by its definition, over all lengths up to 250.
  @Test func quantilesAreNearestRank() {
    for count in 1...250 {
      let values = (1...count).map(Double.init)
      let found = Quantiles(values.shuffled())
      for (percent, value) in [
        (50, found.p50Seconds), (90, found.p90Seconds), (99, found.p99Seconds),
      ] {
        // The smallest value that at least that many per cent are not above.
        let expected = values.first { Int($0) * 100 >= percent * count }
        #expect(value == expected, "p\(percent) of \(count)")
      }
    }
    #expect(Quantiles([]).p50Seconds == nil && Quantiles([]).count == 0)
  }

  /// Against the roots of (p − q)² = z²·q(1 − q)/n, which define the interval.
  @Test(arguments: [
    (0, 10, 0.0, 0.2775328), (1, 10, 0.0178762, 0.4041500), (5, 10, 0.2365931, 0.7634069),
    (10, 10, 0.7224672, 1.0), (81, 263, 0.2552885, 0.3662096), (1, 1000, 0.0001765, 0.0056426),
  ])
  func intervalsAreWilsons(_ count: Int, _ whole: Int, _ low: Double, _ high: Double) throws {
    let share = Share(count, of: whole)
    #expect(share.rate == Double(count) / Double(whole))
    #expect(abs(try #require(share.low) - low) < 5e-6, "\(share)")
    #expect(abs(try #require(share.high) - high) < 5e-6, "\(share)")
  }

  @Test func fewCasesHaveNoRate() {
    #expect(Share(2, of: 4).rate == nil && Share(2, of: 4).low == nil)
    #expect(Share(2, of: 5).rate == 0.4)
    #expect(Share(0, of: 0).rate == nil)
  }

  private func instant(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

  private func buckets(
    _ since: String, _ until: String, _ zone: String
  ) throws -> ReportBuckets {
    ReportBuckets(
      ReportPeriod(since: try instant(since), until: try instant(until)),
      zone: try #require(TimeZone(identifier: zone)))
  }

  @Test func daysFollowTheBrandsClock() throws {
    let found = try buckets("2026-03-06T12:00:00Z", "2026-03-10T12:00:00Z", "America/Chicago")
    #expect(found.unit == .day)
    #expect(
      found.all.map(\.label) == [
        "2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09", "2026-03-10",
      ])
    let lengths = zip(found.all, found.all.dropFirst()).map {
      $1.start.timeIntervalSince($0.start) / 3600
    }
    #expect(lengths == [24, 24, 23, 24])
    // The last second of the short day, and the first of the next.
    #expect(found.index(of: try instant("2026-03-09T04:59:59Z")) == 2)
    #expect(found.index(of: try instant("2026-03-09T05:00:00Z")) == 3)
    #expect(found.index(of: try instant("2026-03-06T05:59:59Z")) == nil)
  }

  @Test func anHourThatComesTwiceIsTwoBuckets() throws {
    let found = try buckets(
      "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", "Europe/Madrid")
    #expect(found.unit == .hour && found.all.count == 25)
    #expect(
      found.all[2...3].map(\.label) == ["2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00"])
    let spring = try buckets(
      "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", "Europe/Madrid")
    #expect(spring.all.count == 23 && spring.all[2].label == "2026-03-29T03:00+02:00")
  }

  /// Lord Howe's clocks change by half an hour, Havana's at midnight, Kathmandu's are 45 minutes
  /// off: buckets have no gap, no overlap, and begin as the clock says.
  @Test(arguments: [
    "Australia/Lord_Howe", "America/Havana", "Asia/Kathmandu", "America/Santiago", "UTC",
    "Pacific/Apia",
  ])
  func bucketsCoverAYear(_ zone: String) throws {
    for (since, until) in [
      ("2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z"),
      ("2011-12-28T00:00:00Z", "2012-01-03T00:00:00Z"),
    ] {
      let found = try buckets(since, until, zone).all
      let first = try #require(found.first?.start)
      #expect(try first <= instant(since))
      for (a, b) in zip(found, found.dropFirst()) {
        let hours = b.start.timeIntervalSince(a.start) / 3600
        #expect((22.5...25).contains(hours), "\(zone) \(a.label)")
        #expect(a.label < b.label)
      }
    }
    let start = try instant("2026-04-04T00:00:00Z")
    let hourly = ReportBuckets(
      ReportPeriod(since: start, until: start + .hours(48)),
      zone: try #require(TimeZone(identifier: zone)))
    #expect((48...50).contains(hourly.all.count))
    for (a, b) in zip(hourly.all, hourly.all.dropFirst()) {
      #expect(b.start > a.start && b.start.timeIntervalSince(a.start) <= 3600)
    }
  }

  @Test func periodsAreDurationsDaysOrInstants() throws {
    let zone = try #require(TimeZone(identifier: "America/Chicago"))
    let now = try instant("2026-11-27T12:00:00Z")
    func period(_ since: String, _ until: String? = nil) throws -> ReportPeriod {
      try ReportPeriod(since: since, until: until, now: now, zone: zone)
    }
    #expect(try period("7d").since == now - .hours(168))
    #expect(try period("24h").until == now)
    #expect(try period("2026-11-26").since == instant("2026-11-26T06:00:00Z"))
    #expect(
      try period("2026-11-20T08:00:00+01:00", "2026-11-21T00:00:00.500Z").until
        == instant("2026-11-21T00:00:00Z") + .milliseconds(500))
    for wrong in ["yesterday", "", "2026-13-01", "-7d", "500d", "2026-11-28"] {
      #expect(throws: ReportPeriod.Unusable.self) { try period(wrong) }
    }
    #expect(throws: ReportPeriod.Unusable.self) { try period("1d", "2d") }
  }

  @Test func theDigestSaysItAll() async throws {
    let answered = (1...6).map {
      ReportRow.make(
        $0, sentiment: "negative", replies: [.posted("answer", at: 90)],
        acknowledge: [.due(60, .missed)], human: [.due(600, .met)])
    }
    let nothing = ReportRow.make(
      7, handoff: .init(team: "care", state: .notified, openedAt: fixtureTime),
      acknowledge: [.due(60, .missed)], human: [.due(600, .missed)])
    let report = try await ListedRows(
      rows: answered + [nothing], corrected: ["intent": 1], began: ["topic": 1, "open": 1]
    )
    .reported()
    #expect(
      DailyDigest.title(of: report) == "Northwind: 7 messages, 1 unanswered, 8 windows missed")
    let facts = DailyDigest.facts(of: report)
    #expect(
      facts.map(\.name) == [
        "messages", "wanted a reply", "unanswered", "first reply in time", "answer in time",
        "time to first reply", "time to a person's answer", "handoffs", "sentiment", "incidents",
        "corrections",
      ])
    #expect(facts[0].value == "7 of customers")
    #expect(facts[2].value == "1 of 7, 14.3 % (2.6 % to 51.3 %)")
    #expect(facts[5].value == "half within 90 s, 90 % within 90 s, 99 % within 90 s (of 6)")
    #expect(facts[9].value == "1 began: 1 burst; 1 still open")
    #expect(facts[6].value == "none" && facts[7].value == "1 opened, 1 wait for people")
  }
}
