public import Foundation
public import PluginKit

/// What the rules of a platform say of replies to one message: those of its connector's traits, as
/// they stand today, and its own. Pure.
public struct Eligibility: Sendable {
  private let rules: [EligibilityRule]
  private let lastWroteAt: Date

  /// - Parameter lastWroteAt: when the author last wrote in the conversation; nil: not since.
  public init(
    of message: Message, _ traits: [EligibilityRule], lastWroteAt: Date? = nil
  ) {
    rules = (traits + message.rules).filter { $0.scope.includes(message) }
    self.lastWroteAt = max(message.createdAt, lastWroteAt ?? message.createdAt)
  }

  /// Why this sender may not reply now; nil: they may.
  ///
  /// - Parameter repliesOut: replies to the message that are out, or may be.
  public func refusal(
    of sender: EligibilityRule.Sender, repliesOut: Int = 0, now: Date
  ) -> String? {
    rules.first { rule in
      guard rule.binds(sender) else { return false }
      return switch rule.limit {
      case .never: true
      case .within(let time): now > lastWroteAt + time
      case .atMost(let replies): repliesOut >= replies
      }
    }?.reason
  }

  /// Until when this sender's replies are taken; nil: there is no end.
  public func end(for sender: EligibilityRule.Sender) -> Date? {
    rules.compactMap { rule in
      guard rule.binds(sender), case .within(let time) = rule.limit else { return nil }
      return lastWroteAt + time
    }.min()
  }

  /// Why a reply of ours would be the last that a person has; nil: it is not.
  public func lastOfAPerson(repliesOut: Int = 0) -> String? {
    rules.first { rule in
      guard rule.binds(.person), case .atMost(let replies) = rule.limit else { return false }
      return repliesOut + 1 >= replies
    }?.reason
  }
}

extension EligibilityRule {
  fileprivate func binds(_ one: Sender) -> Bool { sender == .anyone || sender == one }
}

extension EligibilityRule.Scope {
  fileprivate func includes(_ message: Message) -> Bool {
    switch self {
    case .all: true
    case .unaddressed: message.isAddressed == false
    case .privately: !message.visibility.isPublic
    case .publicly: message.visibility.isPublic
    }
  }
}
