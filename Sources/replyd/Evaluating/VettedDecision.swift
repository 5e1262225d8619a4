import Engine
import PluginKit

extension Decision {
  /// With the text as the guide lets it go out, or a handoff where it refuses.
  func vetted(
    by guide: any Vetting, for message: Message, limits: ConnectorTraits
  ) -> Decision {
    guard let draft, let kind = replyKind else { return self }
    let reply = Reply(
      key: "", kind: kind, text: draft.text, language: draft.language,
      visibility: message.visibility, parent: message)
    var decision = self
    switch guide.vet(reply, limits: limits) {
    case .pass: break
    case .rewrite(let text): decision.draft?.text = text
    case .refuse(let reason):
      decision = Decision(
        .handoff, handoff: handoff ?? HandoffRequest(reason: reason), reason: "guide: \(reason)")
    }
    return decision
  }
}

extension ConnectorTraits {
  /// Where no connector says how long a reply may be.
  static var unlimited: ConnectorTraits { ConnectorTraits(maxLength: 100_000, idempotency: .none) }
}
