import PluginKit

/// Proposes the same handoff for every message that meets its condition.
struct HandoffStage: Stage {
  private let condition: Condition
  private let opinion: Opinion

  init(_ settings: HandoffSettings) {
    condition = settings.when
    let strength: HandoffRequest.Strength =
      switch settings.strength {
      case .fallback: .fallback
      case .required: .required
      }
    opinion = Opinion(proposals: [
      .handoff(
        HandoffRequest(
          team: settings.team, strength: strength, reason: settings.reason,
          category: settings.category))
    ])
  }

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    condition.matches(message, context.findings) ? opinion : .none
  }
}
