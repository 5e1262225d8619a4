public import Foundation
public import PluginKit

/// Who is told of a handoff, and who next while nobody takes it.
public struct Team: Settings {
  /// One more level, some time after the handoff was opened.
  public struct Level: Settings {
    public let after: Duration
    public let notify: [String]
    let callsOnCall: Bool

    public init(_ f: inout Fields) {
      after = f.duration(
        "after", in: .seconds(1) ... .seconds(30 * 86_400), help: "time since the handoff opened")
      notify = f.references(
        "notify", to: .notifiers, default: [], help: "ids of notifiers")
      callsOnCall = f.flag("onCall", default: false, help: "also whoever is on call then")
      let isEmpty = notify.isEmpty && !callsOnCall
      f.require("after", "it tells nobody: name notifiers in \"notify\", or set \"onCall\"") {
        !isEmpty
      }
    }
  }

  public enum Assign: String, Sendable, CaseIterable {
    /// All are told, whoever is first takes it.
    case none
    /// In turn.
    case rotation
    /// Who has the fewest.
    case leastBusy
  }

  public let notify: [String]
  public let escalate: [Level]
  public private(set) var repeatEvery: Duration
  let members: [String]
  let assign: Assign
  let onCall: Rotation?
  let outside: OutsideHours
  let calendar: CalendarSettings?
  let quietAfter: Duration?
  let digestAbove: Int
  let groupFor: Duration

  public init(_ f: inout Fields) {
    let notify = f.references(
      "notify", to: .notifiers, help: "ids of notifiers, told at once")
    let escalate = f.objects(
      "escalate", as: Level.self, help: "further levels, by time, while nobody takes it")
    repeatEvery = f.duration(
      "repeatEvery", default: .hours(1), in: .seconds(1) ... .seconds(7 * 86_400),
      help: "the last level repeats this often until somebody takes the handoff")
    members = f.references(
      "members", to: .people, default: [], help: "ids of the people of this team")
    let assign = f.choice(
      "assign", default: Assign.none,
      help: "whether a new handoff is one member's: in turn, or who has the fewest")
    onCall = f.optionalObject("onCall", as: Rotation.self, help: "who is called outside hours")
    calendar = f.optionalDocument(
      "calendar", as: CalendarSettings.self, help: "when this team is there; without: always")
    outside = f.object("outside", as: OutsideHours.self, help: "what happens while it is closed")
    quietAfter = f.optionalDuration(
      "quietAfter", in: .minutes(1) ... .hours(24 * 30),
      help: "a handoff goes to somebody else when who has it does nothing for so long")
    digestAbove = f.integer(
      "digestAbove", default: 5, in: 1...1000, unit: "handoffs",
      help: "when more than this become due together, one digest tells of all")
    groupFor = f.duration(
      "groupFor", default: .minutes(5), in: .zero ... .hours(24),
      help: "further handoffs of one conversation, or urgent ones of one category, wait so long "
        + "to be told together")
    f.require("escalate", "levels must come in the order of \"after\"") {
      zip(escalate, escalate.dropFirst()).allSatisfy { $0.after < $1.after }
    }
    let hasMembers = !members.isEmpty
    f.require("assign", "name the people in \"members\"") { assign == .none || hasMembers }
    self.notify = notify
    self.escalate = escalate
    self.assign = assign
  }

  public init(notify: [String]) {
    self.notify = notify
    escalate = []
    repeatEvery = .hours(1)
    members = []
    assign = .none
    onCall = nil
    outside = OutsideHours()
    calendar = nil
    quietAfter = nil
    digestAbove = 5
    groupFor = .minutes(5)
  }

  /// This team where nobody is there to take anything, as in a replay: its last level is told once.
  public var withoutRepeats: Team {
    var team = self
    team.repeatEvery = .hours(24 * 3660)
    return team
  }

  /// Whom escalation `level` (1-based) tells; levels past the last repeat the last, or the team.
  func notifiers(at level: Int) -> [String] {
    guard let last = step(at: level) else { return notify }
    return last.notify
  }

  func step(at level: Int) -> Level? {
    escalate.isEmpty ? nil : escalate[min(max(level, 1), escalate.count) - 1]
  }

  /// Of the team, its levels, its members and who is on call: everybody it names.
  var everyNotifier: [String] { notify + escalate.flatMap(\.notify) }
}
