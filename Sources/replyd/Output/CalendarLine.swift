import Engine
import Foundation
import PluginKit

/// One day of the calendar as it is printed, each span with its offset from UTC.
struct CalendarLine {
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  let day: BusinessHours.Day
  let hours: BusinessHours

  /// `Thu 2026-12-24  09:00-13:00 -06:00  other hours`.
  var text: String {
    let spans = day.spans.map { span in
      let (start, end) = (moment(span.lowerBound), moment(endOf: span))
      return start.offset == end.offset
        ? "\(start.clock)-\(end.clock) \(end.offset)"
        : "\(start.clock) \(start.offset) - \(end.clock) \(end.offset)"
    }
    let open = spans.isEmpty ? "closed" : spans.joined(separator: ", ")
    let note = day.note.map { $0 == open ? "" : "  " + Terminal.safe($0) } ?? ""
    return "\(Self.weekdays[day.weekday]) \(day.date)  \(open)\(note)"
  }

  var json: JSONValue {
    [
      "date": .string(day.date), "weekday": .string(Self.weekdays[day.weekday].lowercased()),
      "note": day.note.map { .string($0) } ?? .null,
      "spans": .array(
        day.spans.map { span in
          [
            "from": .string(stamp(span.lowerBound)), "until": .string(stamp(span.upperBound)),
          ]
        }),
    ]
  }

  /// An end is shown on the clock of the moment before it, so that the last of a day is 24:00.
  private func moment(endOf span: Range<Date>) -> (clock: String, offset: String) {
    let offset = hours.offset(at: span.upperBound.addingTimeInterval(-1))
    var (clock, shown) = moment(span.upperBound, offset)
    if clock == "00:00" { clock = "24:00" }
    return (clock, shown)
  }

  private func moment(_ date: Date) -> (clock: String, offset: String) {
    moment(date, hours.offset(at: date))
  }

  private func moment(_ date: Date, _ offset: Int) -> (clock: String, offset: String) {
    let stamp = Self.stamp(date, offset)
    return (String(stamp.dropFirst(11).prefix(5)), String(stamp.dropFirst(19)))
  }

  private func stamp(_ date: Date) -> String { Self.stamp(date, hours.offset(at: date)) }

  /// `2026-12-24T09:00:00-06:00`.
  private static func stamp(_ date: Date, _ offset: Int) -> String {
    let local = date.addingTimeInterval(Double(offset)).formatted(.iso8601)
    let minutes = abs(offset) / 60
    func padded(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return local.dropLast() + (offset < 0 ? "-" : "+") + padded(minutes / 60) + ":"
      + padded(minutes % 60)
  }
}
