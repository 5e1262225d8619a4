public import Foundation
public import PluginKit

/// One rule of the `windows` list.
public struct WindowRule: Settings {
  public let when: Condition?
  public let acknowledge: Duration
  public let human: Duration
  public let humanClock: HumanClock

  public enum HumanClock: String, Sendable, CaseIterable {
    case businessHours, always
  }

  public init(_ f: inout Fields) {
    when = f.optionalObject("when", as: Condition.self, help: "which messages; none: all")
    acknowledge = f.duration(
      "acknowledge", in: .seconds(1) ... .seconds(30 * 86_400),
      help: "target time to the first reply, around the clock")
    human = f.duration(
      "human", in: .seconds(1) ... .seconds(90 * 86_400),
      help: "target time to a human's answer")
    humanClock = f.choice(
      "humanClock", default: .businessHours,
      help: "whether the human clock pauses outside business hours, where a calendar is given")
  }

  init(acknowledge: Duration, human: Duration) {
    when = nil
    self.acknowledge = acknowledge
    self.human = human
    humanClock = .businessHours
  }
}

/// The response windows: the first rule that matches wins, clocks start at the platform's time.
public struct Windows: Sendable {
  /// When no rule matches.
  public static let fallback = WindowRule(acknowledge: .hours(1), human: .hours(24))

  public var rules: [WindowRule]
  /// Pauses the human clock only.
  public var hours: BusinessHours?

  public init(rules: [WindowRule], hours: BusinessHours? = nil) {
    self.rules = rules
    self.hours = hours
  }

  /// The two clocks of one message.
  public struct Targets: Sendable, Hashable {
    public var acknowledgeBy: Date
    public var humanBy: Date
    /// When a draft that nobody approved is handed off: at 75% of the window.
    public var draftUntil: Date
  }

  /// The platform may close earlier than a window: then its end is the target.
  public func targets(
    for message: Message, _ findings: Findings, _ eligibility: Eligibility? = nil
  ) -> Targets {
    let rule = rule(for: message, findings)
    let start = message.editedAt ?? message.createdAt
    let acknowledgeBy = earlier(start + rule.acknowledge, eligibility?.end(for: .machine))
    return Targets(
      acknowledgeBy: acknowledgeBy,
      humanBy: earlier(passed(1, of: rule, since: start), eligibility?.end(for: .person)),
      draftUntil: start + .seconds(acknowledgeBy.timeIntervalSince(start)) * 0.75)
  }

  /// When so many per cent of the human window are over, in working time like it; or of the time
  /// that the platform leaves, where that is sooner.
  func warnings(
    for message: Message, _ findings: Findings, _ eligibility: Eligibility? = nil
  ) -> [Warning] {
    let rule = rule(for: message, findings)
    let start = message.editedAt ?? message.createdAt
    let left = eligibility?.end(for: .person).map { max(0, $0.timeIntervalSince(start)) }
    return Warning.percents.map { percent in
      let share = Double(percent) / 100
      return Warning(
        percent: percent,
        at: earlier(
          passed(share, of: rule, since: start), left.map { start + .seconds($0 * share) }))
    }
  }

  private func earlier(_ target: Date, _ end: Date?) -> Date {
    end.map { min($0, target) } ?? target
  }

  private func rule(for message: Message, _ findings: Findings) -> WindowRule {
    rules.first { $0.when?.matches(message, findings) ?? true } ?? Self.fallback
  }

  private func passed(_ share: Double, of rule: WindowRule, since start: Date) -> Date {
    pausing(rule)?.adding(rule.human * share, to: start) ?? start + rule.human * share
  }

  private func pausing(_ rule: WindowRule) -> BusinessHours? {
    rule.humanClock == .businessHours ? hours : nil
  }

  /// The windows of a message that no stage has seen yet.
  public var initial: WindowRule { rules.first { $0.when == nil } ?? Self.fallback }
}
