import Engine
import PluginKit

/// The side of a conversation: its handoff's state, and what can be done with it.
struct ConversationDesk {
  static let outcomes = [
    Choice("solved", "solved elsewhere"), Choice("noReplyNeeded", "no reply is needed"),
    Choice("spam", "spam"), Choice("duplicate", "is told elsewhere already"),
    Choice("unreachable", "the customer cannot be reached"),
  ]

  private let view: ConversationView
  private let frame: PageFrame

  init(_ view: ConversationView, _ frame: PageFrame) {
    self.view = view
    self.frame = frame
  }

  static func isOpen(_ handoff: HandoffRow) -> Bool {
    handoff.state.isWaiting || handoff.state == .taken
  }

  var slots: Slots {
    let mayLead = frame.viewer?.mayLead ?? false
    var slots: Slots = [
      "mayAssign": mayLead && !view.people.isEmpty,
      "people": view.people.slots(chosen: view.record.handoff?.assignee),
      "outcomes": Self.outcomes.slots(), "procedures": view.procedures,
    ]
    let message = view.record.handoff?.messageID ?? lastMessageID
    slots["mayOpenIncident"] = mayLead && !view.procedures.isEmpty && message != nil
    slots["incidentMessage"] = message ?? ""
    guard let handoff = view.record.handoff else { return slots }
    slots["handoff"] = self.handoff(handoff)
    let isOther = handoff.state == .taken && handoff.takenBy != frame.viewer?.name
    slots["isHeldByOther"] = isOther && frame.viewer?.mayAnswer == true
    slots["holderName"] = handoff.takenBy ?? ""
    if let at = view.record.takenAt { slots["holderSince"] = frame.clock.moment(at) }
    return slots
  }

  private var lastMessageID: String? {
    for entry in view.record.entries.reversed() {
      if case .message(let message) = entry.content { return message.message.id.description }
    }
    return nil
  }

  private func handoff(_ handoff: HandoffRow) -> Slots {
    let mayAnswer = frame.viewer?.mayAnswer ?? false
    let isMine = handoff.takenBy == frame.viewer?.name
    let mayLead = frame.viewer?.mayLead ?? false
    let isOpen = Self.isOpen(handoff)
    var slots: Slots = [
      "id": "\(handoff.id)", "stateWords": state(handoff), "team": handoff.team,
      "why": Cut.text(handoff.reason, 400), "urgency": handoff.urgency.name,
      "mayTake": mayAnswer && handoff.state.isWaiting,
      "mayHandle": isOpen && mayAnswer && (handoff.takenBy == nil || isMine || mayLead),
    ]
    if let assignee = handoff.assignee {
      slots["assignee"] = assignee == view.person ? "you" : frame.name(assignee)
    }
    if handoff.timesAsked > 1 { slots["asked"] = "\(handoff.timesAsked) times" }
    if handoff.unreachedAt != nil { slots["unreached"] = "nobody was reached" }
    return slots
  }

  private func state(_ handoff: HandoffRow) -> String {
    let since = view.record.takenAt.map { " since \(frame.clock.moment($0))" } ?? ""
    switch handoff.state {
    case .open, .notified:
      if let until = handoff.snoozedUntil, until > frame.now {
        return "Snoozed until \(frame.clock.moment(until))."
      }
      return "Nobody has it yet."
    case .taken:
      return handoff.takenBy == frame.viewer?.name
        ? "You have it\(since)." : "\(handoff.takenBy ?? "Somebody") has it\(since)."
    case .answered: return "Answered\(handoff.takenBy.map { " by \($0)" } ?? "")."
    case .returned: return "Returned to the bot."
    case .closed: return "Closed."
    }
  }
}
