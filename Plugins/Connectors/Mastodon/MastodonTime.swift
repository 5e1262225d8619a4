import Foundation

/// The times that servers write: ISO 8601 with 0 to 9 digits of a second, or epoch seconds.
enum MastodonTime {
  static func parse(_ text: String) -> Date? {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
    do {
      return try Date(text, strategy: style)
    } catch {
      return nil
    }
  }

  /// `X-RateLimit-Reset`: ISO 8601 on Mastodon, epoch seconds on older GoToSocial.
  static func parseReset(_ text: String) -> Date? {
    if let seconds = Double(text), (1e9..<1e11).contains(seconds) {
      return Date(timeIntervalSince1970: seconds)
    }
    return parse(text)
  }
}
