public import PluginKit

/// The calendar document: opening hours by weekday, days closed, days with other hours.
public struct CalendarSettings: Settings {
  let week: BusinessHours.Week

  public init(_ f: inout Fields) {
    let hours = f.object("hours", as: Hours.self, help: "opening times by weekday")
    let closed = f.strings("closed", default: [], help: "days closed, \"2026-12-25\"")
    let extended = f.texts(
      "extended", help: "days with other hours, \"2026-11-27\": [\"08:00-22:00\"]")
    f.require("closed", "expected days such as \"2026-12-25\"") {
      closed.allSatisfy(Self.isDay)
    }
    f.require("extended", "expected days with spans such as \"08:00-22:00\", in order") {
      extended.allSatisfy {
        Self.isDay($0.id) && $0.value.allSatisfy { Self.span($0) != nil }
          && Self.areInOrder(Self.spans($0.value))
      }
    }
    week = BusinessHours.Week(
      spans: hours.days, closed: Set(closed),
      extended: Dictionary(
        extended.map { ($0.id, Self.spans($0.value)) }, uniquingKeysWith: { first, _ in first }))
  }

  struct Hours: Settings {
    let days: [[ClosedRange<Int>]]

    init(_ f: inout Fields) {
      var days: [[ClosedRange<Int>]] = []
      for name in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] {
        let texts = f.strings(
          name, default: [], help: "spans such as \"09:00-18:00\"; none: closed")
        f.require(name, "expected spans such as \"09:00-18:00\", in order") {
          texts.allSatisfy { CalendarSettings.span($0) != nil }
            && CalendarSettings.areInOrder(CalendarSettings.spans(texts))
        }
        days.append(CalendarSettings.spans(texts))
      }
      self.days = days
    }
  }

  static func dayKey(_ year: Int, _ month: Int, _ day: Int) -> String {
    func padded(_ n: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(n).count)) + String(n)
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  private static func isDay(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else {
      return false
    }
    return (1...12).contains(month) && (1...31).contains(day) && dayKey(year, month, day) == text
  }

  static func spans(_ texts: [String]) -> [ClosedRange<Int>] { texts.compactMap(span) }

  static func areInOrder(_ spans: [ClosedRange<Int>]) -> Bool {
    zip(spans, spans.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
  }

  static func span(_ text: String) -> ClosedRange<Int>? {
    let ends = text.split(separator: "-").map(minutes)
    guard ends.count == 2, let start = ends[0], let end = ends[1], start < end else { return nil }
    return start...end
  }

  private static func minutes(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":")
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]),
      let minute = Int(parts[1]), (0...24).contains(hour), (0...59).contains(minute),
      hour * 60 + minute <= 1440
    else { return nil }
    return hour * 60 + minute
  }
}
