import PluginKit

/// A stretch of opening hours, in minutes after the local midnight of the day it starts on. It may
/// end on the next day: `22:00-06:00`.
struct DaySpan: Sendable, Hashable {
  var start: Int
  /// More than 1440 over midnight.
  var end: Int

  static let day = 1440

  init(_ text: String) throws(TextProblem) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.minutes)
    guard ends.count == 2, let start = ends[0], let end = ends[1] else {
      throw TextProblem(
        "expected a span such as \"09:00-18:00\", with hours from 00:00 to 24:00; over midnight "
          + "\"22:00-06:00\"; found \(quoted(text))")
    }
    guard start != end, start < Self.day else {
      throw TextProblem(
        "the span \(quoted(text)) has no time in it; the whole day is \"00:00-24:00\"")
    }
    self.start = start
    self.end = start < end ? end : end + Self.day
  }

  /// `22:00-06:00`.
  var text: String {
    Self.clock(start) + "-" + Self.clock(end > Self.day ? end - Self.day : end)
  }

  /// What is wrong with the spans of one day together; nil when nothing is.
  static func problem(in spans: [DaySpan]) -> String? {
    for (a, b) in zip(spans, spans.dropFirst()) where b.start < a.end {
      return b.end <= a.start
        ? "the span \(b.text) comes after \(a.text); write a day's spans in order"
        : "the spans \(a.text) and \(b.text) overlap"
    }
    return nil
  }

  private static func clock(_ minutes: Int) -> String {
    CivilDay.padded(minutes / 60, 2) + ":" + CivilDay.padded(minutes % 60, 2)
  }

  private static func minutes(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = decimal(parts[0]),
      let minute = decimal(parts[1]), minute < 60, hour * 60 + minute <= day
    else { return nil }
    return hour * 60 + minute
  }
}
