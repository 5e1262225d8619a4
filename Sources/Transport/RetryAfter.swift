public import Foundation

extension HTTPResponse {
  /// How long the server wants to be left alone: seconds, or a date (RFC 9110, 10.2.3). nil where
  /// it does not say; never less than nothing, nor more than a year.
  public func retryAfter(now: Date) -> Duration? {
    guard let text = headers["Retry-After"] else { return nil }
    let longest = 366.0 * 86_400
    let seconds = Double(text) ?? HTTPDate.parse(text)?.timeIntervalSince(now)
    guard let seconds, seconds.isFinite else { return nil }
    return .milliseconds(Int64((min(max(seconds, 0), longest) * 1000).rounded(.up)))
  }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the form in which servers have to write a date (RFC 9110,
/// 5.6.7).
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static func parse(_ text: String) -> Date? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
      let month = months.firstIndex(of: String(words[2])), let year = Int(words[3])
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, 1...31 ~= day, 1900...9999 ~= year else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar.date(
      from: DateComponents(
        year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1],
        second: clock[2]))
  }
}
