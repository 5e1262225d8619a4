import PluginKit

/// Reads an RRULE's value. What is not supported is an error, never dropped: a rule understood in
/// part would close the wrong days.
enum RecurrenceReader {
  private static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
  static let supported =
    "FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY and WKST are"

  static func read(_ line: ContentLine, start: ICalendarTime) throws(TextProblem) -> Recurrence {
    var parts: [String: String] = [:]
    for part in line.value.split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pair[0]).uppercased()
      guard pair.count == 2, !pair[1].isEmpty,
        parts.updateValue(String(pair[1]), forKey: name) == nil
      else { throw TextProblem("RRULE: cannot read \(quoted(part))", line: line.line) }
    }
    let reader = Reader(line: line.line)
    guard let text = parts["FREQ"] else {
      throw TextProblem("RRULE: FREQ is missing", line: line.line)
    }
    guard let frequency = Recurrence.Frequency(rawValue: text.uppercased()) else {
      throw TextProblem(
        "RRULE: FREQ=\(text.prefix(20)) is not supported; DAILY, WEEKLY, MONTHLY and YEARLY are",
        line: line.line)
    }
    var rule = Recurrence(frequency: frequency)
    for (name, value) in parts.sorted(by: { $0.key < $1.key }) {
      switch name {
      case "FREQ": continue
      case "INTERVAL": rule.interval = try reader.number(name, value, 1...10_000)
      case "COUNT": rule.count = try reader.number(name, value, 1...100_000)
      case "UNTIL": rule.until = try ICalendarTime(value[...], zone: start.zone, line: line.line)
      case "BYMONTH": rule.months = Set(try reader.numbers(name, value, 1...12))
      case "BYMONTHDAY": rule.monthDays = Set(try reader.numbers(name, value, -31...31))
      case "BYDAY":
        for text in value.uppercased().split(separator: ",") {
          rule.weekdays.append(try reader.weekday(text, in: frequency))
        }
      case "WKST": rule.weekStart = try reader.weekday(value.uppercased()[...], in: .weekly).day
      default:
        throw TextProblem(
          "RRULE: \(name.prefix(20)) is not supported; \(supported)", line: line.line)
      }
    }
    try check(rule, line.line)
    return rule
  }

  private static func check(_ rule: Recurrence, _ line: Int) throws(TextProblem) {
    if rule.count != nil && rule.until != nil {
      throw TextProblem("RRULE: COUNT and UNTIL exclude each other", line: line)
    }
    if rule.frequency == .weekly && !rule.monthDays.isEmpty {
      throw TextProblem("RRULE: BYMONTHDAY has no meaning with FREQ=WEEKLY", line: line)
    }
    if !rule.monthDays.isEmpty && rule.weekdays.contains(where: { $0.nth != 0 }) {
      throw TextProblem(
        "RRULE: BYMONTHDAY with a numbered BYDAY is not supported", line: line)
    }
  }

  private struct Reader {
    var line: Int

    func number(_ name: String, _ text: some StringProtocol, _ bounds: ClosedRange<Int>)
      throws(TextProblem) -> Int
    {
      let isNegative = text.hasPrefix("-")
      let digits = isNegative || text.hasPrefix("+") ? String(text.dropFirst()) : String(text)
      guard let size = decimal(digits), size != 0, bounds.contains(isNegative ? -size : size) else {
        throw TextProblem(
          "RRULE: expected \(name) from \(bounds.lowerBound) to \(bounds.upperBound), without 0, "
            + "found \(quoted(text))", line: line)
      }
      return isNegative ? -size : size
    }

    func numbers(_ name: String, _ text: String, _ bounds: ClosedRange<Int>)
      throws(TextProblem) -> [Int]
    {
      var found: [Int] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        found.append(try number(name, part, bounds))
      }
      return found
    }

    func weekday(_ text: Substring, in frequency: Recurrence.Frequency) throws(TextProblem)
      -> Recurrence.Weekday
    {
      let prefix = text.dropLast(2)
      guard let day = RecurrenceReader.weekdays.firstIndex(of: String(text.suffix(2))) else {
        throw TextProblem(
          "RRULE: expected a weekday such as MO or -1FR, found \(quoted(text))", line: line)
      }
      if prefix.isEmpty { return .init(day: day, nth: 0) }
      guard frequency == .monthly || frequency == .yearly else {
        throw TextProblem(
          "RRULE: a numbered weekday such as \(text) needs FREQ=MONTHLY or YEARLY", line: line)
      }
      let bound = frequency == .monthly ? 5 : 53
      return .init(day: day, nth: try number("BYDAY's number", prefix, -bound...bound))
    }
  }
}

extension ICalendarTime {
  /// The zone that its clock is of, where it has one.
  var zone: ZoneOffsets? {
    if case .zone(let zone) = clock { zone } else { nil }
  }
}
