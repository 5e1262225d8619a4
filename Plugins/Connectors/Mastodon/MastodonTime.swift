import ConnectorKit
import Foundation

/// The times that servers write: ISO 8601 with 0 to 9 digits of a second, or epoch seconds.
enum MastodonTime {
  static func parse(_ text: String) -> Date? {
    if let date = usual(text) { return date }
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
    do {
      return try Date(text, strategy: style)
    } catch {
      return nil
    }
  }

  /// `X-RateLimit-Reset`: ISO 8601 on Mastodon, epoch seconds on older GoToSocial.
  static func parseReset(_ text: String) -> Date? {
    if let date = usual(text) { return date }
    if let seconds = Double(text), (1e9..<1e11).contains(seconds) {
      return Date(timeIntervalSince1970: seconds)
    }
    return parse(text)
  }

  /// `2026-08-01T13:51:43Z`, with or without digits behind the second: what nearly all times look
  /// like, and every answer has several. nil for all else, and for days that only some months have.
  private static func usual(_ text: String) -> Date? {
    var text = text
    return text.withUTF8 { bytes -> Date? in
      guard (20...30).contains(bytes.count), bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54,
        bytes[13] == 0x3A, bytes[16] == 0x3A, bytes[bytes.count - 1] == 0x5A,
        let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
        let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
        let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
        year >= 1970, 1...12 ~= month, 1...28 ~= day, hour < 24, minute < 60, second < 60,
        let fraction = fraction(bytes[19..<(bytes.count - 1)])
      else { return nil }
      let time = (hour * 60 + minute) * 60 + second
      return Date(
        timeIntervalSince1970: Double(days(year, month, day) * 86_400 + time) + fraction)
    }
  }

  private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    var number = 0
    for digit in digits {
      guard 0x30...0x39 ~= digit else { return nil }
      number = number * 10 + Int(digit - 0x30)
    }
    return number
  }

  /// Nothing, or a point and digits.
  private static func fraction(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Double? {
    guard let point = bytes.first else { return 0 }
    let digits = bytes.dropFirst()
    guard point == 0x2E, !digits.isEmpty, let number = number(digits) else { return nil }
    return Double(number) / digits.reduce(1) { scale, _ in scale * 10 }
  }

  /// Since 1970. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
  }
}

extension JSONPart {
  func date(_ key: StaticString) -> Date? { string(key).flatMap(MastodonTime.parse) }
}
