import Engine
import Foundation

/// What the pages say of actions and states.
extension LinkAction {
  /// `Take`, before "handoff 12".
  var verb: String {
    switch self {
    case .take: "Take"
    case .snooze: "Snooze"
    case .close: "Close"
    }
  }

  func button(count: Int) -> String {
    switch self {
    case .take: count == 1 ? "Take it" : "Take them"
    case .snooze: count == 1 ? "Snooze it" : "Snooze them"
    case .close: count == 1 ? "Close it" : "Close them"
    }
  }

  var meaning: String {
    switch self {
    case .take:
      "It becomes yours: nobody else is asked any more, and replyd leaves the conversation to you."
    case .snooze: "Nobody is reminded of it for a while. Its deadline stays the same."
    case .close: "It ends without an answer, and nobody is reminded of it any more."
    }
  }

  /// Whether it makes sense in this state.
  func isOpen(in state: HandoffState) -> Bool {
    self == .take ? state.isWaiting : state.isWaiting || state == .taken
  }
}

extension LinkedHandoff {
  /// The state as a sentence: `Taken by Ana at 14:03.`
  func sentence(_ clock: ClockText) -> String {
    switch row.state {
    case .open, .notified:
      if let until = snoozedUntil, until > clock.now {
        return "Snoozed until \(clock.moment(until))."
      }
      return "Nobody has it yet."
    case .taken: return Self.sentence("Taken", row.takenBy, takenAt, clock)
    case .answered: return Self.sentence("Answered", endedBy, endedAt, clock)
    case .returned: return Self.sentence("Returned to replyd", endedBy, endedAt, clock)
    case .closed: return Self.sentence("Closed", endedBy, endedAt, clock)
    }
  }

  private static func sentence(
    _ what: String, _ who: String?, _ when: Date?, _ clock: ClockText
  ) -> String {
    let by = who.map { " by \($0)" } ?? ""
    return what + by + (when.map { " at \(clock.moment($0))" } ?? "") + "."
  }
}
