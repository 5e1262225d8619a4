import Foundation
import PluginKit

/// How long somebody may leave a handoff alone, as the page offers it.
enum SnoozeChoice: String, Sendable, CaseIterable {
  case quarter = "15m"
  case hour = "1h"
  case fourHours = "4h"
  case morning

  /// The hour of the morning.
  private static let opening = 9
  /// Before it, the morning is today's.
  private static let dawn = 5

  func until(_ now: Date, zone: TimeZone) -> Date {
    switch self {
    case .quarter: return now + .minutes(15)
    case .hour: return now + .hours(1)
    case .fourHours: return now + .hours(4)
    case .morning:
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = zone
      let isNight = calendar.component(.hour, from: now) < Self.dawn
      let day = isNight ? now : calendar.date(byAdding: .day, value: 1, to: now)
      return day.flatMap {
        calendar.date(bySettingHour: Self.opening, minute: 0, second: 0, of: $0)
      } ?? now + .hours(12)
    }
  }

  func label(_ now: Date, zone: TimeZone) -> String {
    switch self {
    case .quarter: "15 minutes"
    case .hour: "1 hour"
    case .fourHours: "4 hours"
    case .morning:
      ClockText(zone: zone, now: now).isToday(until(now, zone: zone))
        ? "this morning" : "tomorrow morning"
    }
  }
}
