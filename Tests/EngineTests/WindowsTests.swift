import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

@Suite struct WindowsTests {
  private func windows(_ rules: [String], calendar: String? = nil) throws -> Windows {
    Windows(
      rules: try rules.map { try WindowRule.parsed($0) },
      hours: try calendar.map {
        BusinessHours(try CalendarSettings.parsed($0), timeZone: .gmt)
      })
  }

  private let rules = [
    #"{"when":{"platform":"test","minRating":4},"acknowledge":"2h","human":"48h"}"#,
    #"{"when":{"intent":"complaint"},"acknowledge":"15m","human":"4h"}"#,
    #"{"acknowledge":"1h","human":"24h"}"#, #"{"acknowledge":"1s","human":"1s"}"#,
  ]

  private func complaint() -> Findings {
    Findings([Finding(name: "intent", value: ["label": "complaint"])])
  }

  @Test func theFirstRuleThatMatchesWins() throws {
    let windows = try windows(rules)
    func wait(_ message: Message, _ findings: Findings) -> TimeInterval {
      windows.targets(for: message, findings).acknowledgeBy.timeIntervalSince(message.createdAt)
    }
    #expect(wait(.make(rating: 5), complaint()) == 7200)
    #expect(wait(.make(), complaint()) == 900)
    #expect(wait(.make(), Findings()) == 3600)
  }

  @Test func withoutAMatchTheFallbackCounts() throws {
    let targets = try windows([]).targets(for: .make(), Findings())
    #expect(targets.acknowledgeBy == fixtureTime + .hours(1))
    #expect(targets.humanBy == fixtureTime + .hours(24))
  }

  @Test func theClocksStartAtThePlatformsTime() throws {
    let early = Message.make(createdAt: fixtureTime - .hours(5))
    let targets = try windows(rules).targets(for: early, Findings())
    #expect(targets.acknowledgeBy == fixtureTime - .hours(4))
    #expect(targets.humanBy == fixtureTime + .hours(19))
  }

  @Test func anEditStartsTheClocksAnew() throws {
    let edited = Message.make(createdAt: fixtureTime - .hours(5), editedAt: fixtureTime)
    let targets = try windows(rules).targets(for: edited, Findings())
    #expect(targets.acknowledgeBy == fixtureTime + .hours(1))
  }

  @Test func aDraftWaitsForThreeQuartersOfItsWindow() throws {
    let targets = try windows(rules).targets(for: .make(), Findings())
    #expect(targets.draftUntil == fixtureTime + .minutes(45))
  }

  /// The fixtures happen on a Sunday.
  @Test func theHumanClockPausesAndTheAcknowledgementsDoesNot() throws {
    let windows = try windows(
      [#"{"acknowledge":"1h","human":"4h"}"#], calendar: #"{"hours":{"mon":["09:00-18:00"]}}"#)
    let targets = windows.targets(for: .make(), Findings())
    #expect(targets.acknowledgeBy == fixtureTime + .hours(1))
    #expect(targets.humanBy == (try instant("2025-06-16T13:00:00Z")))
  }
}
