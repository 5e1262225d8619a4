public import Foundation

/// A moment as the `Date` field has it (RFC 5322, 3.3).
public enum MailDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  /// Minutes east of Greenwich, for names that are still written (RFC 5322, 4.3).
  private static let zones: [String: Int] = [
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
    "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
  ]

  /// In UTC and, whatever the machine's language, in English.
  public static func text(_ date: Date) -> String {
    let parts = calendar.dateComponents(
      [.year, .month, .day, .weekday, .hour, .minute, .second], from: date)
    func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
    let day = days[((parts.weekday ?? 1) - 1) % 7]
    let month = months[((parts.month ?? 1) - 1) % 12]
    let clock = "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
    return "\(day), \(parts.day ?? 1) \(month) \(parts.year ?? 1970) \(clock) +0000"
  }

  /// Nil for what is no date. A missing or unknown zone counts as UTC.
  public static func date(_ text: String) -> Date? {
    var scanner = QuotedScanner(text)
    var plain = ""
    while let token = scanner.next() {
      switch token {
      case .text(let text), .quoted(let text): plain += text
      case .special(":"): plain += ":"
      case .special: plain += " "
      case .comment: break
      }
    }
    var words = plain.split { $0 == " " || $0 == "\t" }
    if let first = words.first, Int(first) == nil { words.removeFirst() }
    guard words.count >= 4, let day = Int(words[0]), (1...31).contains(day),
      let month = months.firstIndex(where: { words[1].lowercased().hasPrefix($0.lowercased()) }),
      let year = year(words[2])
    else { return nil }
    let clock = words[3].split(separator: ":").map { Int($0) ?? -1 }
    guard (2...3).contains(clock.count), (0...23).contains(clock[0]), (0...59).contains(clock[1]),
      clock.count == 2 || (0...60).contains(clock[2])
    else { return nil }
    let parts = DateComponents(
      year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1],
      second: clock.count == 3 ? clock[2] : 0)
    let offset = words.count > 4 ? minutes(words[4]) : 0
    return calendar.date(from: parts)?.addingTimeInterval(Double(-60 * offset))
  }

  /// Two digits as RFC 5322, 4.3, reads them.
  private static func year(_ word: Substring) -> Int? {
    guard let number = Int(word), (0...9999).contains(number) else { return nil }
    switch (word.count, number) {
    case (2, 0...49): return 2000 + number
    case (2, _), (3, _): return 1900 + number
    default: return number
    }
  }

  private static func minutes(_ zone: Substring) -> Int {
    guard let sign = zone.first, sign == "+" || sign == "-" else {
      return zones[zone.uppercased()] ?? 0
    }
    guard zone.count == 5, let digits = Int(zone.dropFirst()), digits >= 0 else { return 0 }
    return (digits / 100 * 60 + digits % 100) * (sign == "-" ? -1 : 1)
  }

  private static var calendar: Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }
}
