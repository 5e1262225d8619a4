import PluginKit

/// A day of the Gregorian calendar, in no zone. The arithmetic is Howard Hinnant's,
/// "chrono-Compatible Low-Level Date Algorithms".
struct CivilDay: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  var number: Int

  init(number: Int) { self.number = number }

  /// nil when that month has no such day.
  init?(_ year: Int, _ month: Int, _ day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Self.daysIn(month: month, of: year)).contains(day)
    else { return nil }
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  var parts: (year: Int, month: Int, day: Int) {
    let z = number + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// 0 is Monday.
  var weekday: Int { floorModulo(number + 3, 7) }

  /// `2026-12-25`.
  var text: String {
    let (year, month, day) = parts
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

  /// `2026-12-25`; the problem says whether the form is wrong or there is no such day.
  init(text: String) throws(TextProblem) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, let year = decimal(parts[0]),
      parts[1].utf8.count == 2, let month = decimal(parts[1]), parts[2].utf8.count == 2,
      let day = decimal(parts[2])
    else { throw TextProblem("expected a day such as \"2026-12-25\", found \(quoted(text))") }
    guard let found = CivilDay(year, month, day) else {
      throw TextProblem("there is no day \(quoted(text)); \(Self.hint(year, month))")
    }
    self = found
  }

  static func hint(_ year: Int, _ month: Int) -> String {
    (1...12).contains(month) && year > 0
      ? "that month has \(daysIn(month: month, of: year)) days" : "months are 01 to 12"
  }

  static func daysIn(month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func < (a: CivilDay, b: CivilDay) -> Bool { a.number < b.number }
  static func + (day: CivilDay, days: Int) -> CivilDay { CivilDay(number: day.number + days) }
  static func - (a: CivilDay, b: CivilDay) -> Int { a.number - b.number }

  static func padded(_ n: Int, _ width: Int) -> String {
    String(repeating: "0", count: max(0, width - String(n).count)) + String(n)
  }
}

extension CivilDay {
  /// The `nth` such weekday of a month, counted from its end when negative; nil when it has none.
  static func nth(_ nth: Int, weekday: Int, month: Int, of year: Int) -> CivilDay? {
    let length = daysIn(month: month, of: year)
    guard nth != 0, let first = CivilDay(year, month, 1) else { return nil }
    let edge = nth > 0 ? first : first + (length - 1)
    let toFirst =
      nth > 0
      ? floorModulo(weekday - edge.weekday, 7) : -floorModulo(edge.weekday - weekday, 7)
    let day = edge + (toFirst + 7 * (nth > 0 ? nth - 1 : nth + 1))
    return day >= first && day - first < length ? day : nil
  }

  /// Easter Sunday in the Gregorian calendar. Western: Meeus, Jones, Butcher. Orthodox: Meeus'
  /// Julian algorithm, the day then moved to the Gregorian calendar.
  static func easter(_ year: Int, orthodox: Bool) -> CivilDay? {
    if orthodox {
      let d = (19 * (year % 19) + 15) % 30
      let e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
      let day = d + e + 114
      return CivilDay(year, day / 31, day % 31 + 1).map { $0 + (year / 100 - year / 400 - 2) }
    }
    let a = year % 19, b = year / 100, c = year % 100
    let g = (8 * b + 13) / 25
    let h = (19 * a + b - b / 4 - g + 15) % 30
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 19 * l) / 433
    let month = (h + l - 7 * m + 90) / 25
    return CivilDay(year, month, (h + l - 7 * m + 33 * month + 19) % 32)
  }
}

/// The remainder that is never negative.
func floorModulo(_ a: Int, _ b: Int) -> Int {
  let rest = a % b
  return rest < 0 ? rest + b : rest
}

/// Plain digits only: no sign, no spaces.
func decimal(_ text: some StringProtocol) -> Int? {
  guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
  else { return nil }
  return Int(text)
}

/// As an error shows what it found.
func quoted(_ text: some StringProtocol) -> String {
  JSONValue.string(String(text.prefix(40))).text()
}
