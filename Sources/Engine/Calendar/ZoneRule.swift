/// The rule at the end of a zone file for the years after its table: a POSIX TZ string with the
/// extension of RFC 9636 (hours from -167 to 167), such as `CST6CDT,M3.2.0,M11.1.0`.
struct ZoneRule {
  private enum Day {
    /// Week 5 is the last; weekday 0 is Sunday.
    case weekday(month: Int, week: Int, weekday: Int)
    /// 1...365, February 29 never counted.
    case julian(Int)
    /// 0...365.
    case ofYear(Int)
  }
  private struct Change {
    var day: Day
    /// Seconds after that day's midnight, on the clock before the change.
    var time: Int
  }

  private let standard: Int
  private var summer: (offset: Int, start: Change, end: Change)?

  /// nil when the text is no such rule.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    guard Self.skipName(&rest), let west = Self.time(&rest) else { return nil }
    standard = -west
    if rest.isEmpty { return }
    guard Self.skipName(&rest) else { return nil }
    var offset = standard + 3600
    if rest.first != UInt8(ascii: ",") {
      guard let west = Self.time(&rest) else { return nil }
      offset = -west
    }
    guard let start = Self.change(&rest), let end = Self.change(&rest), rest.isEmpty else {
      return nil
    }
    summer = (offset, start, end)
  }

  /// Adds the changes after `last`, up to `ZoneOffsets.lastYear`.
  func extend(_ table: inout ZoneOffsets, after last: Int) {
    guard let summer else {
      return table.append(standard, from: last == .min ? -1 << 40 : last + 1)
    }
    let year = last == .min ? 1970 : max(1900, CivilDay(number: last / 86_400 - 1).parts.year)
    guard year <= ZoneOffsets.lastYear else { return }
    var changes: [(instant: Int, offset: Int)] = []
    for year in year...ZoneOffsets.lastYear {
      changes.append((Self.local(summer.start, year) - standard, summer.offset))
      changes.append((Self.local(summer.end, year) - summer.offset, standard))
    }
    for change in changes.sorted(by: { $0.instant < $1.instant }) where change.instant > last {
      table.append(change.offset, from: change.instant)
    }
  }

  private static func local(_ change: Change, _ year: Int) -> Int {
    let first = CivilDay(year, 1, 1)?.number ?? 0
    let day: Int
    switch change.day {
    case .weekday(let month, let week, let weekday):
      let nth = week == 5 ? -1 : week
      day =
        CivilDay.nth(nth, weekday: (weekday + 6) % 7, month: month, of: year)?.number ?? first
    case .julian(let n):
      day = first + n - 1 + (n >= 60 && CivilDay.daysIn(month: 2, of: year) == 29 ? 1 : 0)
    case .ofYear(let n): day = first + n
    }
    return day * 86_400 + change.time
  }
}

extension ZoneRule {
  /// `CST` or `<+0330>`.
  private static func skipName(_ rest: inout ArraySlice<UInt8>) -> Bool {
    if rest.first == UInt8(ascii: "<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      rest = rest[(end + 1)...]
      return true
    }
    let name = rest.prefix { (0x41...0x5A).contains($0 & 0xDF) }
    rest = rest.dropFirst(name.count)
    return name.count >= 3
  }

  private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    guard (1...3).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// `-3`, `5:30`, `02:00:00`, in seconds.
  private static func time(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let sign = rest.first == UInt8(ascii: "-") ? -1 : 1
    if sign == -1 || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    guard var seconds = number(&rest).map({ $0 * 3600 }) else { return nil }
    for unit in [60, 1] where rest.first == UInt8(ascii: ":") {
      rest = rest.dropFirst()
      guard let count = number(&rest) else { return nil }
      seconds += count * unit
    }
    return sign * seconds
  }

  /// `,M3.2.0/2:30`, `,J60`, `,59`.
  private static func change(_ rest: inout ArraySlice<UInt8>) -> Change? {
    guard rest.popFirst() == UInt8(ascii: ",") else { return nil }
    let kind = rest.first
    if kind == UInt8(ascii: "M") || kind == UInt8(ascii: "J") { rest = rest.dropFirst() }
    guard let first = number(&rest) else { return nil }
    var day = Day.ofYear(min(first, 365))
    if kind == UInt8(ascii: "J") {
      day = .julian(min(max(first, 1), 365))
    } else if kind == UInt8(ascii: "M") {
      guard rest.popFirst() == UInt8(ascii: "."), let week = number(&rest),
        rest.popFirst() == UInt8(ascii: "."), let weekday = number(&rest),
        (1...12).contains(first), (1...5).contains(week), (0...6).contains(weekday)
      else { return nil }
      day = .weekday(month: first, week: week, weekday: weekday)
    }
    guard rest.first == UInt8(ascii: "/") else { return Change(day: day, time: 7200) }
    rest = rest.dropFirst()
    return time(&rest).map { Change(day: day, time: $0) }
  }
}
