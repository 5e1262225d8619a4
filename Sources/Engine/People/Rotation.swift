public import PluginKit

/// Who is on call when: people in turn, each for the same time, changing at the same local hour.
public struct Rotation: Settings {
  public let people: [String]
  let every: Duration
  /// Of the first person's first turn, on the team's clock, in seconds since 1970.
  let start: Int

  public init(_ f: inout Fields) {
    people = f.references("people", to: .people, help: "ids of people, in turn")
    every = f.duration(
      "every", default: .hours(24 * 7), in: .hours(1) ... .hours(24 * 366),
      help: "the length of a turn")
    let start = f.optionalParsed(
      "from",
      help: "when the first person's first turn began, \"2026-01-05T09:00\", on the "
        + "brand's clock; without: Monday, 5 January 2026, midnight"
    ) { text throws(TextProblem) in try Self.local(text) }
    self.start = start ?? 1_767_571_200
  }

  /// People in the order in which they are called at a local time: whose turn it is, then the next.
  func order(atLocal local: Int) -> [String] {
    let length = Int(every.components.seconds)
    let turn = (local - start - floorModulo(local - start, length)) / length
    let first = floorModulo(turn, people.count)
    return Array(people[first...] + people[..<first])
  }

  private static func local(_ text: String) throws(TextProblem) -> Int {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false).map(String.init)
    let clock = (parts.last ?? "").split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, clock.count == 2, let hour = decimal(clock[0]), hour < 24,
      let minute = decimal(clock[1]), minute < 60
    else {
      throw TextProblem("expected a time such as \"2026-01-05T09:00\", found \(quoted(text))")
    }
    return try CivilDay(text: parts[0]).number * 86_400 + hour * 3600 + minute * 60
  }
}
