import Foundation
import PluginKit

/// Who gets a handoff, how soon somebody should look, and what the customer is told while nobody
/// is there.
extension Planner {
  /// Severity from which a handoff is critical, or high.
  private static let critical = 0.8
  private static let severe = 0.5
  /// Who asks so often without being helped comes first.
  private static let patience = 3

  func subject(of evaluation: Evaluation, _ claimed: Claimed) -> Teams.Subject {
    let decision = evaluation.decision
    let message = claimed.message
    let category = decision.handoff?.category
    let route = teams.route(message, evaluation.findings, category: category)
    // A team that a stage requires outranks the guide, and the guide one that only falls back.
    let asked = decision.handoff
    let required = asked?.strength == .required ? asked?.team : nil
    var subject = Teams.Subject(
      team: route?.team ?? required ?? teams.answering?.team(for: message.text) ?? asked?.team,
      category: category, reason: "")
    subject.urgency = route?.urgency ?? urgency(evaluation, claimed)
    subject.language =
      evaluation.findings["language"]?.value["code"]?.string ?? message.language
    subject.person = route?.person
    subject.warnings = windows.warnings(
      for: message, evaluation.findings, eligibility(of: message))
    subject.timesAsked = claimed.timesAsked
    return subject
  }

  func urgency(_ evaluation: Evaluation, _ claimed: Claimed) -> Urgency {
    let severity = evaluation.findings.number("severity", of: "crisis") ?? 0
    if severity >= Self.critical || evaluation.decision.hold != nil { return .critical }
    return severity >= Self.severe || claimed.timesAsked >= Self.patience ? .high : .normal
  }

  /// Where a handoff has to wait for the team's opening, the acknowledgement says when that is.
  func outsideHours(
    _ decision: Decision, _ message: Message, _ subject: Teams.Subject, now: Date
  ) -> Decision {
    let name = subject.team.flatMap { teams.byName[$0] == nil ? nil : $0 } ?? teams.fallback
    guard let opens = teams.opening(of: name, subject.urgency, now),
      let outside = teams.byName[name]?.outside, let found = outside.text(for: subject.language)
    else { return decision }
    let text = found.text
      .replacing("{{opens}}", with: teams.openingText(opens, now: now, language: found.language))
      .replacing("{{brand}}", with: brand.name)
      .replacing("{{author}}", with: message.author.name)
    var decision = decision
    decision.action = .acknowledgeAndHandoff
    decision.draft = Reply.Draft(
      text: text, language: found.language, template: "outside:\(name)")
    decision.mode = outside.mode
    decision.handoff = decision.handoff ?? HandoffRequest(reason: decision.reason)
    return decision
  }

  /// What the stage named that asked for a person; a name that the config does not have any more
  /// begins nothing.
  func incident(for decision: Decision, _ evaluation: Evaluation, now: Date) -> PlannedIncident? {
    guard let asked = decision.handoff, let name = asked.procedure,
      let procedure = procedures[name]
    else { return nil }
    return PlannedIncident(
      procedure, named: name, category: asked.category ?? name,
      severity: evaluation.findings.number("severity", of: "crisis"),
      staleAfter: limits.staleAfter, brand: brand, at: now)
  }

  func handoff(for decision: Decision, _ subject: Teams.Subject, now: Date) -> PlannedHandoff {
    var subject = subject
    subject.category = decision.handoff?.category ?? subject.category
    subject.reason = decision.handoff?.reason ?? "acknowledged: an answer is promised"
    return teams.plan(subject, at: now)
  }
}

extension Decision.Action {
  /// An acknowledgement promises; by itself it ends nothing (P2), so a human follows.
  var needsHuman: Bool { self != .answer && self != .ignore }

  /// Whether a human who comes only at the team's opening is soon enough.
  var mayWait: Bool { needsHuman && self != .holdAndHandoff }
}
