import Foundation

/// ISO 8601 times as recordings and cursors write them.
enum Timestamp {
  /// `2026-11-27T08:00:00Z`, with or without a fraction of a second; nil for anything else.
  static func parse(_ text: String) -> Date? {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
    do {
      return try Date(text, strategy: style)
    } catch {
      return nil
    }
  }

  /// UTC, to the millisecond.
  static func text(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}
