import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Console

/// Times on the pages, on the brand's clock.
struct ClockTextTests {
  private func date(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

  private func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name)) }

  @Test(arguments: [
    ("2026-11-27T13:00:00Z", "14:00 (Europe/Madrid), in 3 h 20 min"),
    ("2026-11-28T09:40:00Z", "Sat 28 Nov 10:40 (Europe/Madrid), in 1 d"),
    ("2026-11-27T09:35:00Z", "10:35 (Europe/Madrid), 5 min ago"),
    ("2026-11-26T08:40:00Z", "Thu 26 Nov 09:40 (Europe/Madrid), 1 d 1 h ago"),
    ("2026-11-27T09:40:20Z", "10:40 (Europe/Madrid), in 0 min"),
  ])
  func aDeadlineSaysHowFarAwayItIs(_ due: String, _ text: String) throws {
    let clock = ClockText(zone: try zone("Europe/Madrid"), now: try date("2026-11-27T09:40:00Z"))
    #expect(clock.deadline(try date(due)) == text)
  }

  @Test(arguments: [
    ("2026-11-27T18:00:00Z", "Europe/Madrid", "2026-11-28T08:00:00Z", "tomorrow morning"),
    // The clocks go forward, and back, in between.
    ("2026-03-28T18:00:00Z", "Europe/Madrid", "2026-03-29T07:00:00Z", "tomorrow morning"),
    ("2026-10-24T18:00:00Z", "Europe/Madrid", "2026-10-25T08:00:00Z", "tomorrow morning"),
    ("2026-11-27T02:00:00Z", "Europe/Madrid", "2026-11-27T08:00:00Z", "this morning"),
    ("2026-11-27T05:00:00Z", "Europe/Madrid", "2026-11-28T08:00:00Z", "tomorrow morning"),
    ("2026-11-27T23:30:00Z", "America/Chicago", "2026-11-28T15:00:00Z", "tomorrow morning"),
    ("2026-12-31T20:00:00Z", "Asia/Kathmandu", "2027-01-01T03:15:00Z", "this morning"),
  ])
  func theMorningIsTheNextOne(
    _ now: String, _ name: String, _ until: String, _ label: String
  ) throws {
    let (now, zone) = (try date(now), try zone(name))
    #expect(SnoozeChoice.morning.until(now, zone: zone) == (try date(until)))
    #expect(SnoozeChoice.morning.label(now, zone: zone) == label)
  }
}
