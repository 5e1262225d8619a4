import PluginKit
import StageKit

/// Finds severe messages; holds the bot for some, calls a human for all.
struct CrisisStage: Stage {
  private let settings: CrisisSettings
  private let detector: CrisisDetector

  init(_ settings: CrisisSettings) throws {
    self.settings = settings
    detector = try CrisisDetector(
      extra: settings.phrases.flatMap { group in
        CrisisCategory(rawValue: group.id).map { category in
          group.value.map { (category, $0) }
        } ?? []
      })
  }

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    let text = context.derived.value(MessageText.self, of: message).normalized
    let assessment = detector.assess(text)
    return Opinion(findings: [assessment.finding], proposals: proposals(assessment))
  }

  private func proposals(_ assessment: CrisisAssessment) -> [Proposal] {
    let held = assessment.worst(of: settings.holdFor, atLeast: settings.severityAbove)
    let worst = assessment.worst(of: CrisisCategory.allCases, atLeast: settings.handoffAbove)
    guard let category = held ?? worst else { return [] }
    let reason = reason(category, assessment)
    let handoff = HandoffRequest(
      team: settings.team, strength: .required, reason: reason, category: category.rawValue,
      procedure: assessment[category] >= settings.severityAbove
        ? settings.procedures[category] : nil)
    return held == nil ? [.handoff(handoff)] : [.hold(reason: reason), .handoff(handoff)]
  }

  private func reason(_ category: CrisisCategory, _ assessment: CrisisAssessment) -> String {
    let severity = JSONValue.rounded(assessment[category], digits: 2).text()
    var reason = "\(category.rawValue), severity \(severity)"
    if let words = assessment.evidence.first { reason += ": \"\(words)\"" }
    if let procedure = settings.procedures[category] { reason += "; procedure \(procedure)" }
    return reason
  }
}
