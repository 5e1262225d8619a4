import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// Many messages about one thing are one incident, and a sale day is a surge.
@Suite struct BurstTests {
  /// Four days of 600 messages, with a quieter night.
  private static func ordinary(_ seed: UInt64, days: Int = 4) -> BurstRun {
    var run = BurstRun(seed: seed)
    for day in 0..<days {
      for hour in 0..<24 {
        run.write(hour < 7 ? 8 : 32, from: .hours(day * 24 + hour), within: .hours(1))
      }
    }
    return run
  }

  private static let noon = Duration.hours(2 * 24 + 12)

  @Test func aBurstIsOneIncidentAlsoOverARestart() throws {
    var run = Self.ordinary(1, days: 3)
    run.write(30, from: Self.noon, within: .minutes(10), ["charged", "twice"], negative: 0.9)
    let end = try run.run(until: .hours(72), restart: Self.noon + .minutes(6))
    #expect(end.incidents.count == 1, "\(end.incidents.map(\.category))")
    let incident = try #require(end.incidents.first)
    #expect(incident.openedAt.timeIntervalSince(BurstRun.start + Self.noon) <= 180)
    let facts = try #require(incident.burst?.facts)
    #expect(facts.kind == .topic && facts.name.contains("charged") && facts.messages >= 25)
    #expect(incident.resumedAt != nil && incident.burst?.quietAt != nil, "it ended by itself")
    let title = try #require(end.told.first?.title)
    #expect(title.hasPrefix("Incident #1: ") && title.contains("about “"), "\(title)")
    #expect(title.contains("mostly negative") && title.contains("on test"), "\(title)")
    #expect(end.told.last?.isOver == true && Set(end.told.map(\.thread)).count == 1)
    #expect(end.violations.isEmpty, "\(end.violations)")
  }

  @Test func tenTimesTheVolumeOfTheUsualMixIsASurge() throws {
    var run = Self.ordinary(2)
    run.write(600, from: .hours(3 * 24 + 13), within: .hours(2))
    let end = try run.run(
      until: .hours(4 * 24),
      settings: """
        {"surge": {"acknowledge": {"en": "We have far more messages than usual: {{wait}}."},
          "mode": "auto"}}
        """)
    #expect(end.incidents.map(\.burst?.facts.kind) == [.surge], "\(end.incidents)")
    let began = try #require(end.incidents.first?.openedAt)
    let delay = began.timeIntervalSince(BurstRun.start + .hours(3 * 24 + 13))
    #expect(delay > 0 && delay <= 1200, "\(delay)")
    #expect(end.surgeReplies > 300, "those who wait hear how long: \(end.surgeReplies)")
    #expect(end.told.first?.title.hasPrefix("Surge #1: ") == true)
    #expect(end.violations.isEmpty, "\(end.violations)")
  }

  @Test func manyMoreComplaintsWithoutACommonWordAreAnIncidentToo() throws {
    var run = Self.ordinary(3)
    run.write(60, from: .hours(3 * 24 + 13), within: .minutes(20), negative: 1)
    let end = try run.run(until: .hours(4 * 24))
    let facts = end.incidents.compactMap(\.burst?.facts)
    #expect(facts.map(\.kind) == [.volume], "\(facts)")
    #expect(facts.first?.name == "negative messages")
    #expect(end.told.first?.title.contains(" 0 messages") == false, "\(end.told.map(\.title))")
  }

  @Test func withoutTheWatchNothingIsLookedFor() throws {
    var run = Self.ordinary(1, days: 3)
    run.write(30, from: Self.noon, within: .minutes(10), ["charged", "twice"])
    let end = try run.run(until: .hours(72), settings: #"{"watch": false}"#)
    #expect(end.incidents.isEmpty && end.told.isEmpty)
  }

  @Test func theSentenceSaysWhatAnybodyAsks() {
    let facts = BurstFacts(
      id: 3, kind: .topic, name: "card charged twice", messages: 63, usualPerHour: 10,
      firstAt: fixtureTime, lastAt: fixtureTime + .minutes(12), firstConnector: "mastodon",
      sentiments: ["negative": 50, "neutral": 13])
    let briefing = BurstBriefing(zone: .gmt, masks: Masking(), now: fixtureTime + .minutes(13))
    let clock = fixtureTime.formatted(
      Date.VerbatimFormatStyle(
        format:
          "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)",
        timeZone: .gmt, calendar: Calendar(identifier: .gregorian)))
    #expect(
      briefing.sentence(facts)
        == "63 messages in 12 minutes (usual: 2), mostly negative, about “card charged twice”; "
        + "first \(clock) on mastodon")
  }

  @Test(arguments: [(1, "15 min"), (40, "45 min"), (46, "1 h"), (121, "3 h"), (3000, "3 d")])
  func aPromisedWaitIsRoundedUp(minutes: Int, text: String) {
    #expect(Duration.minutes(minutes).waitText == text)
  }
}
