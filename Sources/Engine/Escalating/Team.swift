public import Foundation
public import PluginKit

/// Who is told of a handoff, and who next while nobody takes it.
public struct Team: Settings {
  /// One more level, some time after the handoff was opened.
  public struct Level: Settings {
    public let after: Duration
    public let notify: [String]

    public init(_ f: inout Fields) {
      after = f.duration(
        "after", in: .seconds(1) ... .seconds(30 * 86_400), help: "time since the handoff opened")
      notify = f.references("notify", to: .notifiers, help: "ids of notifiers")
    }
  }

  public let notify: [String]
  public let escalate: [Level]
  public private(set) var repeatEvery: Duration

  public init(_ f: inout Fields) {
    let notify = f.references(
      "notify", to: .notifiers, help: "ids of notifiers, told at once")
    let escalate = f.objects(
      "escalate", as: Level.self, help: "further levels, by time, while nobody takes it")
    repeatEvery = f.duration(
      "repeatEvery", default: .hours(1), in: .seconds(1) ... .seconds(7 * 86_400),
      help: "the last level repeats this often until somebody takes the handoff")
    f.require("escalate", "levels must come in the order of \"after\"") {
      zip(escalate, escalate.dropFirst()).allSatisfy { $0.after < $1.after }
    }
    self.notify = notify
    self.escalate = escalate
  }

  public init(notify: [String]) {
    self.notify = notify
    escalate = []
    repeatEvery = .hours(1)
  }

  /// This team where nobody is there to take anything, as in a replay: its last level is told once.
  public var withoutRepeats: Team {
    var team = self
    team.repeatEvery = .hours(24 * 3660)
    return team
  }

  /// Whom escalation `level` (1-based) tells; levels past the last repeat the last, or the team.
  public func notifiers(at level: Int) -> [String] {
    if escalate.isEmpty { return notify }
    return escalate[min(level, escalate.count) - 1].notify
  }
}

/// All teams, and which one takes what names none.
public struct Teams: Sendable {
  public var byName: [String: Team]
  public var fallback: String

  public init(byName: [String: Team], fallback: String) {
    self.byName = byName
    self.fallback = fallback
  }

  /// The rows of a handoff: the team told now, and the instant of each level. A team that the
  /// config no longer knows is replaced by the fallback, so that nothing is forgotten.
  public func plan(
    team: String?, category: String?, reason: String, at now: Date
  ) -> PlannedHandoff {
    let name = team.flatMap { byName[$0] == nil ? nil : $0 } ?? fallback
    // Only a plugin that is a program can name a team that the config does not have.
    let isLost = team != nil && team != name && !byName.isEmpty
    let reason = isLost ? "\(reason) (for the team \"\(team ?? "")\", which there is not)" : reason
    let team = byName[name]
    let escalations = (team?.escalate ?? []).map { now + $0.after }
    return PlannedHandoff(
      team: name, category: category, reason: reason, notifiers: team?.notify ?? [],
      escalations: escalations.isEmpty ? [now + (team?.repeatEvery ?? .hours(1))] : escalations)
  }
}
