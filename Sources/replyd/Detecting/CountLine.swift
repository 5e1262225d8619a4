import Foundation

/// One line of a series: `2026-03-01 09:05:00,12`.
struct CountLine {
  /// As it was written.
  let timestamp: Substring
  /// Since 1970; a time without a zone counts as UTC.
  let second: Int
  let value: Double

  /// The first line of a file may name the columns.
  static func isHeading(_ line: [UInt8]) -> Bool {
    String(decoding: line, as: UTF8.self).lowercased().hasPrefix("timestamp")
  }

  init(_ line: [UInt8]) throws(TextFailure) {
    let text = String(decoding: line, as: UTF8.self)
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
    guard fields.count == 2 else {
      throw TextFailure("expected \"timestamp,value\", found \(Terminal.safe(text, limit: 80))")
    }
    let number = fields[1].trimmingCharacters(in: .whitespacesAndNewlines)
    guard let value = Double(number), value.isFinite, value >= 0 else {
      throw TextFailure("expected a count, found \(Terminal.safe(number, limit: 40))")
    }
    guard let second = Self.second(fields[0].utf8) else {
      throw TextFailure(
        "expected a time such as 2026-03-01 09:05:00, found "
          + Terminal.safe(String(fields[0]), limit: 40)
      )
    }
    timestamp = fields[0]
    self.second = second
    self.value = value
  }

  /// `2026-03-01 09:05:00`, with `T`, a fraction, `Z` or an offset as in ISO 8601.
  private static func second(_ text: Substring.UTF8View) -> Int? {
    let bytes = Array(text)
    guard bytes.count >= 16 else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for place in range {
        guard place < bytes.count, (48...57).contains(bytes[place]) else { return nil }
        value = value * 10 + Int(bytes[place]) - 48
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), (1...12).contains(month),
      (1...31).contains(day), hour < 24, minute < 60
    else { return nil }
    let hasSeconds = bytes.count >= 19 && bytes[16] == UInt8(ascii: ":")
    guard let second = hasSeconds ? number(17..<19) : 0, second <= 60 else { return nil }
    let local = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    let rest = bytes[(hasSeconds ? 19 : 16)...].drop {
      $0 == UInt8(ascii: ".") || (48...57).contains($0)
    }
    guard let sign = rest.first, sign != UInt8(ascii: "Z") else { return local }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), rest.count >= 5,
      let hours = number(rest.startIndex + 1..<rest.startIndex + 3),
      let minutes = number(rest.endIndex - 2..<rest.endIndex)
    else { return nil }
    let offset = hours * 3600 + minutes * 60
    return local - (sign == UInt8(ascii: "-") ? -offset : offset)
  }

  /// Days since 1970-01-01 (Howard Hinnant: "chrono-Compatible Low-Level Date Algorithms").
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let ofEra = year - era * 400
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }
}

/// What is wrong with a text, for people.
struct TextFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
