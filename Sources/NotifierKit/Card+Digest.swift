import Foundation
public import PluginKit

/// What waits for a team, what an incident is about, or how a day went.
extension Card {
  /// Handoffs that a digest lists; of the rest it says how many.
  static let maxHandoffs = 10
  static let maxFacts = 40

  public init(_ digest: DigestNotification) {
    var parts: [Part] = []
    let facts = digest.facts.prefix(Self.maxFacts).map { fact in
      Fact(PlainText.line(fact.name, limit: 80), PlainText.line(fact.value))
    }.filter { !$0.name.isEmpty && !$0.value.isEmpty }
    if !facts.isEmpty { parts.append(.facts(facts)) }
    if !digest.handoffs.isEmpty {
      let lines = digest.handoffs.prefix(Self.maxHandoffs).map(Self.line)
      parts.append(.list(heading: "Most urgent first", lines: lines))
      let left = digest.handoffs.count - lines.count
      let more = left > 0 ? "And \(left) more: replyd handoffs lists them. " : ""
      parts.append(.text("\(more)Take one: replyd handoffs take N"))
    }
    let phase: Phase =
      switch digest.kind {
      case .waiting: .open
      case .incident: digest.isOver ? .over : .open
      case .daily: .note
      }
    self.init(
      key: digest.key, thread: digest.thread ?? digest.key, phase: phase,
      urgency: digest.handoffs.map(\.urgency).max()
        ?? (digest.kind == .incident && !digest.isOver ? .high : .normal),
      title: PlainText.line(digest.title, limit: HandoffTitle.maxTitle), parts: parts)
  }

  private static func line(_ handoff: HandoffNotification) -> String {
    let urgency = handoff.urgency == .normal ? "" : " (\(handoff.urgency.name))"
    let due = (handoff.reader.due ?? handoff.dueAt?.formatted(.iso8601)).map {
      ", due \(PlainText.line($0, limit: 80))"
    }
    let text = PlainText.line(handoff.message.text, limit: 120)
    let subject = HandoffTitle.subject(handoff)
    return "\(handoff.handoff)\(urgency) \(subject)\(due ?? ""): \(text)"
  }
}
