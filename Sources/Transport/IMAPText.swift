import Foundation

/// The forms in which IMAP writes what is not plain text.
enum IMAPText {
  /// `5:7,9` for 5, 6, 7, 9; ascending.
  static func set(_ uids: [UInt32]) -> String {
    var ranges: [ClosedRange<UInt32>] = []
    for uid in Set(uids).sorted() {
      if let last = ranges.last, last.upperBound + 1 == uid {
        ranges[ranges.count - 1] = last.lowerBound...uid
      } else {
        ranges.append(uid...uid)
      }
    }
    return ranges.map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound):\(range.upperBound)"
    }.joined(separator: ",")
  }

  /// A mailbox's name in modified UTF-7 (RFC 3501, 5.1.3).
  static func mailbox(_ name: String) -> String {
    var encoded = ""
    var foreign: [UInt8] = []
    func flush() {
      guard !foreign.isEmpty else { return }
      let base64 = Data(foreign).base64EncodedString().replacing("/", with: ",")
      encoded += "&" + base64.prefix { $0 != "=" } + "-"
      foreign = []
    }
    for scalar in name.unicodeScalars {
      if (0x20...0x7E).contains(scalar.value) {
        flush()
        encoded += scalar == "&" ? "&-" : String(scalar)
      } else {
        for unit in String(scalar).utf16 { foreign += [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
      }
    }
    flush()
    return encoded
  }

  /// `" 1-Jan-2026 09:30:00 +0100"` (RFC 3501, `date-time`).
  static func date(_ text: String) -> Date? {
    let words = text.split(separator: " ")
    guard words.count == 3 else { return nil }
    let day = words[0].split(separator: "-")
    let clock = words[1].split(separator: ":").compactMap { Int($0) }
    let months = "JanFebMarAprMayJunJulAugSepOctNovDec"
    guard day.count == 3, clock.count == 3, let dayNumber = Int(day[0]), let year = Int(day[2]),
      day[1].count == 3, let month = months.range(of: day[1]), let zone = Int(words[2])
    else { return nil }
    var parts = DateComponents()
    parts.year = year
    parts.month = months.distance(from: months.startIndex, to: month.lowerBound) / 3 + 1
    (parts.day, parts.hour, parts.minute, parts.second) = (dayNumber, clock[0], clock[1], clock[2])
    var calendar = Calendar(identifier: .gregorian)
    guard let timeZone = TimeZone(secondsFromGMT: zone / 100 * 3600 + zone % 100 * 60) else {
      return nil
    }
    calendar.timeZone = timeZone
    return calendar.date(from: parts)
  }
}
