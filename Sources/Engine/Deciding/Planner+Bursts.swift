import Foundation
import PluginKit

/// What the messages of many together mean for one.
struct Crowd: Sendable {
  /// The burst that it makes or belongs to.
  var burst: PlannedBurst?
  var surge = BurstWatch.Surge.none
}

/// What many messages together change for each.
extension Planner {
  /// The incident of a burst: the procedure that the config names, else those who are to be told.
  func incident(of burst: PlannedBurst, at now: Date) -> PlannedIncident {
    let name = burst.kind == .surge ? bursts?.surge.procedure : bursts?.procedure
    let notify = bursts?.notify ?? []
    let told = notify.isEmpty ? teams.byName[teams.fallback]?.notify ?? [] : notify
    let procedure =
      name.flatMap { procedures[$0] }
      ?? Procedure([.tell(notifiers: told, people: [], evenIfTaken: true)])
    return PlannedIncident(
      procedure, named: name ?? burst.kind.rawValue, category: burst.kind.rawValue, severity: nil,
      staleAfter: limits.staleAfter, brand: brand, burst: burst, at: now)
  }

  /// While there are far more messages than usual, an acknowledgement says how long it takes.
  func inSurge(
    _ decision: Decision, _ subject: Teams.Subject, _ surge: BurstWatch.Surge, author: String,
    human: Date, now: Date
  ) -> Decision {
    guard case .on(let wait) = surge, let settings = bursts?.surge,
      let found = settings.text(for: subject.language),
      decision.draft != nil || decision.handoff?.strength != .required
    else { return decision }
    let window = Duration.seconds(max(0, human.timeIntervalSince(now)))
    let text = found.text
      .replacing("{{wait}}", with: (wait ?? window).waitText)
      .replacing("{{brand}}", with: brand.name)
      .replacing("{{author}}", with: author)
    var decision = decision
    decision.action = .acknowledgeAndHandoff
    decision.draft = Reply.Draft(text: text, language: found.language, template: "surge")
    decision.mode = settings.mode
    decision.handoff = decision.handoff ?? HandoffRequest(reason: decision.reason)
    return decision
  }
}

extension Duration {
  /// Rounded up to what can be promised: `15 min`, `2 h`, `3 d`.
  var waitText: String {
    let minutes = Int((seconds / 60).rounded(.up))
    return switch minutes {
    case ...45: "\(max(1, (minutes + 14) / 15) * 15) min"
    case ..<(36 * 60): "\((minutes + 59) / 60) h"
    default: "\((minutes + 1439) / 1440) d"
    }
  }
}
