import PluginKit
import StageKit

/// Finds severe messages; holds the bot for some, calls a human for all.
struct CrisisStage: Stage {
  private let settings: CrisisSettings
  private let model: CrisisModel

  init(_ settings: CrisisSettings) throws {
    self.settings = settings
    model = try CrisisModel(
      extra: settings.phrases.flatMap { group in
        CrisisCategory(rawValue: group.id).map { category in
          group.value.map { (category, $0) }
        } ?? []
      })
  }

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    let text = context.derived.value(MessageText.self, of: message)
    let assessment = model.assess(text, of: message)
    return Opinion(findings: [assessment.finding], proposals: proposals(assessment))
  }

  private func proposals(_ assessment: CrisisAssessment) -> [Proposal] {
    let held = assessment.worst(of: settings.holdFor, atLeast: settings.severityAbove)
    guard held != nil || assessment.severity >= settings.handoffAbove else { return [] }
    let category = held ?? assessment.worst
    let isSure = assessment[category] >= settings.severityAbove
    let procedure = isSure ? settings.procedures[category] : nil
    let reason = reason(category, assessment, procedure)
    let handoff = HandoffRequest(
      team: settings.team, strength: .required, reason: reason, category: category.rawValue,
      procedure: procedure)
    return held == nil ? [.handoff(handoff)] : [.hold(reason: reason), .handoff(handoff)]
  }

  private func reason(
    _ category: CrisisCategory, _ assessment: CrisisAssessment, _ procedure: String?
  ) -> String {
    let severity = JSONValue.rounded(assessment.severity, digits: 2).text()
    var reason = "\(category.rawValue), severity \(severity)"
    if let words = assessment.evidence.first { reason += ": \"\(words)\"" }
    if let procedure { reason += "; procedure \(procedure)" }
    return reason
  }
}
