public import Foundation
public import PluginKit

/// Somebody who answers customers.
public struct Person: Settings {
  public let name: String
  public let notify: [String]
  public let languages: [String]
  public let zone: TimeZone?
  public let capacity: Int
  let quiet: [DaySpan]
  let away: [AwayTime]
  let calendar: CalendarSettings?

  public init(_ f: inout Fields) {
    name = f.string("name", form: .notBlank, help: "as colleagues read it")
    notify = f.references(
      "notify", to: .notifiers, default: [],
      help: "ids of notifiers that reach this person alone; none: the team's")
    languages = f.strings(
      "languages", default: [], help: "what this person answers in (BCP 47); none: any")
    let zone = f.optionalString(
      "timeZone", form: .timeZone, help: "of this person's clock; without: the brand's")
    self.zone = zone.flatMap(TimeZone.init(identifier:))
    capacity = f.integer(
      "capacity", default: 20, in: 1...10_000, unit: "handoffs",
      help: "open handoffs that are assigned to this person at once")
    quiet = f.parsedStrings(
      "quiet",
      help: "spans of this person's clock without notifications, \"22:00-07:00\"; "
        + "critical ones come all the same"
    ) { text throws(TextProblem) in try DaySpan(text) }
    away = f.parsedStrings(
      "away", help: "days off, first and last: \"2026-12-24/2027-01-02\""
    ) { text throws(TextProblem) in try AwayTime(text) }
    calendar = f.optionalDocument(
      "calendar", as: CalendarSettings.self,
      help: "this person's hours; without: the team's count")
    let problem = DaySpan.problem(in: quiet)
    f.require("quiet", problem ?? "") { problem == nil }
  }

  public init(
    name: String, notify: [String] = [], languages: [String] = [], zone: TimeZone? = nil,
    capacity: Int = 20
  ) {
    self.name = name
    self.notify = notify
    self.languages = languages
    self.zone = zone
    self.capacity = capacity
    quiet = []
    away = []
    calendar = nil
  }
}

/// Days off, by a person's own clock.
struct AwayTime: Sendable, Hashable {
  let first: CivilDay
  let last: CivilDay

  init(_ text: String) throws(TextProblem) {
    let ends = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let first = ends.first, ends.count <= 2 else {
      throw TextProblem("expected days such as \"2026-12-24/2027-01-02\", found \(quoted(text))")
    }
    self.first = try CivilDay(text: first)
    last = ends.count == 2 ? try CivilDay(text: ends[1]) : self.first
    guard self.first <= last else {
      throw TextProblem("the last day \(last.text) comes before the first, \(self.first.text)")
    }
  }
}

extension TextForm {
  /// An IANA name, with the nearest one where it is none.
  public static let timeZone = TextForm { text in
    if TimeZone(identifier: text) != nil { return nil }
    let shown = JSONValue.string(String(text.prefix(60))).text()
    let known = TimeZone.knownTimeZoneIdentifiers
    let city = "/" + text.replacing(" ", with: "_").lowercased()
    let near =
      known.first { $0.lowercased().hasSuffix(city) } ?? nearestName(to: text, among: known)
    return "expected an IANA time zone such as \"Europe/Berlin\", found \(shown)"
      + (near.map { "; did you mean \"\($0)\"?" } ?? "")
  }
}
