import Foundation
import PluginKit

/// What the platform allows, as far as it is known when a message is decided. The dispatcher asks
/// again.
extension Planner {
  func eligibility(of message: Message) -> Eligibility {
    Eligibility(of: message, traits(of: message)?.eligibility ?? [])
  }

  func traits(of message: Message) -> ConnectorTraits? {
    connectors[message.id.connector]?.connector.traits
  }

  /// A reply that the platform would not take goes to people at once, while it may still take
  /// theirs; and where it takes a last one, they have it.
  func allowed(_ decision: Decision, _ eligibility: Eligibility, now: Date) -> Decision {
    guard decision.replyKind != nil else { return decision }
    if let refusal = eligibility.refusal(of: .machine, now: now) {
      return withoutReply(decision, because: "eligibility: \(refusal)")
    }
    guard decision.action.needsHuman, let last = eligibility.lastOfAPerson() else {
      return decision
    }
    return withoutReply(decision, because: "left to a person: \(last)")
  }
}

extension EligibilityRule {
  /// Whether nobody can answer from here.
  var closes: Bool { sender == .anyone && limit == .never }
}
