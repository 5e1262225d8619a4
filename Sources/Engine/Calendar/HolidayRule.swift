public import PluginKit

/// A holiday that comes back by rule.
public struct HolidayRule: Settings {
  enum Weekday: String, CaseIterable, Sendable {
    case mon, tue, wed, thu, fri, sat, sun

    /// 0 is Monday.
    var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }
  enum Easter: String, CaseIterable, Sendable { case western, orthodox }
  enum Observed: String, CaseIterable, Sendable { case onTheDay, nextWorkingDay, nearestWorkingDay }

  private enum Kind {
    case date(month: Int, day: Int)
    case onOrAfter(month: Int, day: Int, weekday: Int)
    case nth(Int, weekday: Int, month: Int)
    case easter(orthodox: Bool)
  }

  let name: String
  let observed: Observed
  /// Open all the same, at these hours.
  let spans: [DaySpan]
  private let kind: Kind?
  private let offset: Int
  private let years: ClosedRange<Int>

  static let firstYear = 1900, lastYear = 2200

  public init(_ f: inout Fields) {
    name = f.string("name", help: "the holiday's name")
    let date = f.optionalParsed(
      "date", help: "month and day, \"12-25\"; with `weekday` the first such day on or after it",
      parse: Self.monthAndDay)
    let weekday: Weekday? = f.optionalChoice("weekday", help: "with `nth` and `month`")
    let nth = f.optionalInteger(
      "nth", in: -5...5, help: "which such weekday of the month; -1 is the last")
    let month = f.optionalInteger("month", in: 1...12, help: "of the weekday")
    let easter: Easter? = f.optionalChoice("easter", help: "Easter Sunday of that church")
    offset = f.integer(
      "offset", default: 0, in: -100...100, unit: "days",
      help: "days after the day that the rule names; negative: before")
    observed = f.choice(
      "observed", default: .onTheDay,
      help: "on a weekend, whether a working day is closed as well: the next one that is no "
        + "holiday, or the nearest one")
    let from = f.integer(
      "from", default: Self.firstYear, in: Self.firstYear...Self.lastYear, help: "first year")
    let until = f.integer(
      "until", default: Self.lastYear, in: Self.firstYear...Self.lastYear, help: "last year")
    spans = f.parsedStrings("hours", help: "spans that are open all the same; none: closed") {
      text throws(TextProblem) in try DaySpan(text)
    }
    years = min(from, until)...max(from, until)
    let kind = Self.kind(date, weekday, nth, month, easter)
    self.kind = kind
    f.require("until", "ends before it starts, in \(from)") { from <= until }
    let problem = DaySpan.problem(in: spans)
    f.require("hours", problem ?? "") { problem == nil }
    f.require("nth", "the first is 1, the last -1; there is no 0") { nth != 0 }
    f.require(
      "date", always: true,
      "expected one kind of rule: `date`, maybe with `weekday`; or `weekday`, `nth` and `month`; "
        + "or `easter`"
    ) { kind != nil }
  }

  private static func kind(
    _ date: (month: Int, day: Int)?, _ weekday: Weekday?, _ nth: Int?, _ month: Int?,
    _ easter: Easter?
  ) -> Kind? {
    switch (date, weekday, nth, month, easter) {
    case (let date?, nil, nil, nil, nil): .date(month: date.month, day: date.day)
    case (let date?, let weekday?, nil, nil, nil):
      .onOrAfter(month: date.month, day: date.day, weekday: weekday.number)
    case (nil, let weekday?, let nth?, let month?, nil):
      .nth(nth, weekday: weekday.number, month: month)
    case (nil, nil, nil, nil, let easter?): .easter(orthodox: easter == .orthodox)
    default: nil
    }
  }

  private static func monthAndDay(_ text: String) throws(TextProblem) -> (month: Int, day: Int) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let month = decimal(parts[0]),
      let day = decimal(parts[1])
    else { throw TextProblem("expected month and day such as \"12-25\", found \(quoted(text))") }
    guard CivilDay(2000, month, day) != nil else {
      throw TextProblem("no year has a day \(quoted(text)); \(CivilDay.hint(2000, month))")
    }
    return (month, day)
  }

  /// nil in years that it is not meant for, or that have no such day.
  func day(in year: Int) -> CivilDay? {
    guard years.contains(year), let kind else { return nil }
    let day =
      switch kind {
      case .date(let month, let day): CivilDay(year, month, day)
      case .onOrAfter(let month, let day, let weekday):
        CivilDay(year, month, day).map { $0 + floorModulo(weekday - $0.weekday, 7) }
      case .nth(let nth, let weekday, let month):
        CivilDay.nth(nth, weekday: weekday, month: month, of: year)
      case .easter(let orthodox): CivilDay.easter(year, orthodox: orthodox)
      }
    return day.map { $0 + offset }
  }
}
