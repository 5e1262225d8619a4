/// As a manifest, an external plugin's message or a config declares it.
extension EligibilityRule: Settings {
  public init(_ f: inout Fields) {
    let never = f.flag("never", default: false, help: "no reply is taken")
    let within = f.optionalDuration(
      "within", in: .seconds(1) ... .hours(24 * 366),
      help: "how long after the author last wrote a reply is taken")
    let atMost = f.optionalInteger(
      "atMost", in: 1...1000, unit: "replies", help: "to one message")
    sender = f.choice("sender", default: .anyone, help: "whose replies it binds")
    scope = f.choice("scope", default: .all, help: "which messages it is about")
    reason = f.string("because", form: .notBlank, help: "why, for people")
    limit = within.map { .within($0) } ?? atMost.map { .atMost($0) } ?? .never
    f.require("because", "expected exactly one of \"never\", \"within\" and \"atMost\"") {
      [never, within != nil, atMost != nil].count { $0 } == 1
    }
  }

  /// What `init(_:)` reads.
  public var json: JSONValue {
    let limit: JSONValue.Member =
      switch limit {
      case .never: .init("never", .bool(true))
      case .within(let time): .init("within", .string(time.text))
      case .atMost(let replies): .init("atMost", .int(replies))
      }
    return .object([
      limit, .init("sender", .string(sender.rawValue)), .init("scope", .string(scope.rawValue)),
      .init("because", .string(reason)),
    ])
  }
}
