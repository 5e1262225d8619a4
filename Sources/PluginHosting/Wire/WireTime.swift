import Foundation
import PluginKit

/// ISO 8601 in UTC.
enum WireTime {
  static let form = TextForm("a time such as \"2026-11-27T08:00:00Z\"") { date($0) != nil }

  /// With or without fractions of a second; nil for anything else.
  static func date(_ text: String) -> Date? {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
    do { return try Date(text, strategy: style) } catch { return nil }
  }

  /// To the millisecond. A formatter takes longer than all else that is written of a message.
  static func text(_ date: Date) -> String {
    // A whole millisecond is not quite one in binary.
    let milliseconds = Int64((date.timeIntervalSince1970 * 1000 + 0.1).rounded(.down))
    let (day, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
    let time = Int(rest < 0 ? rest + 86_400_000 : rest)
    let (year, month, dayOfMonth) = civil(Int(rest < 0 ? day - 1 : day))
    guard (0...9999).contains(year) else { return date.formatted(.iso8601) }
    var digits: [UInt8] = []
    digits.reserveCapacity(24)
    append(year, 4, "-", &digits)
    append(month, 2, "-", &digits)
    append(dayOfMonth, 2, "T", &digits)
    append(time / 3_600_000, 2, ":", &digits)
    append(time / 60_000 % 60, 2, ":", &digits)
    append(time / 1000 % 60, 2, ".", &digits)
    append(time % 1000, 3, "Z", &digits)
    return String(decoding: digits, as: UTF8.self)
  }

  private static func append(
    _ number: Int, _ width: Int, _ after: Unicode.Scalar, _ digits: inout [UInt8]
  ) {
    var scale = width == 4 ? 1000 : width == 3 ? 100 : 10
    while scale > 0 {
      digits.append(UInt8(ascii: "0") + UInt8(number / scale % 10))
      scale /= 10
    }
    digits.append(UInt8(ascii: after))
  }

  /// Year, month and day of a day since 1970. Source: Howard Hinnant, "chrono-Compatible Low-Level
  /// Date Algorithms", civil_from_days.
  private static func civil(_ day: Int) -> (Int, Int, Int) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let month = (5 * ofYear + 2) / 153
    return (
      year + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9,
      ofYear - (153 * month + 2) / 5 + 1
    )
  }
}
