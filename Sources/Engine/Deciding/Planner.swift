public import Foundation
public import PluginKit

/// Turns an evaluation into the rows of one decision. Pure: it decides, the store records.
public struct Planner: Sendable {
  public var windows: Windows
  public var teams: Teams
  public var limits: ReplyLimits
  public var vetting: any Vetting
  /// By id. Traits are read when needed: a connector may learn its server's limits late.
  public var connectors: [String: ConnectorUnit]
  public var config: Int64
  public var brand: Brand
  /// Whether what is decided is looked at again later.
  public var watchesOutcomes: Bool
  /// By name.
  public var procedures: [String: Procedure]
  /// nil: bursts are not looked for.
  public var bursts: BurstSettings?

  public init(
    windows: Windows, teams: Teams, limits: ReplyLimits, vetting: any Vetting,
    connectors: [ConnectorUnit], config: Int64,
    brand: Brand = Brand(name: "the brand", timeZone: .gmt), watchesOutcomes: Bool = false,
    procedures: [String: Procedure] = [:],
    bursts: BurstSettings? = nil
  ) {
    self.windows = windows
    self.teams = teams
    self.limits = limits
    self.vetting = vetting
    self.connectors = Dictionary(
      connectors.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.config = config
    self.brand = brand
    self.watchesOutcomes = watchesOutcomes
    self.procedures = procedures
    self.bursts = bursts
  }

  /// What needs no stage: a machine's message is recorded and ignored (P7).
  /// And what says nothing that can be read, and takes no answer from here, a person has to see.
  public func withoutStages(_ claimed: Claimed) -> Decision? {
    if claimed.isMachines {
      return Decision(.ignore, reason: "loop guard: the author is a machine")
    }
    let isSilent = claimed.message.text.allSatisfy(\.isWhitespace)
    guard isSilent, let closed = claimed.message.rules.first(where: \.closes) else { return nil }
    return Decision(
      .handoff, handoff: HandoffRequest(strength: .required, reason: closed.reason),
      reason: "eligibility: \(closed.reason)")
  }

  public func plan(_ claimed: Claimed, _ evaluation: Evaluation, now: Date) -> Decided {
    plan(claimed, evaluation, Crowd(), now: now)
  }

  /// - Parameter crowd: what the messages of many together mean for this one.
  func plan(_ claimed: Claimed, _ evaluation: Evaluation, _ crowd: Crowd, now: Date) -> Decided {
    let eligibility = eligibility(of: claimed.message)
    let targets = windows.targets(for: claimed.message, evaluation.findings, eligibility)
    // Most messages are answered: whose they would be is found out for the others.
    lazy var subject = self.subject(of: evaluation, claimed)
    var decision = evaluation.decision
    if decision.action.mayWait {
      decision = inSurge(
        decision, subject, crowd.surge, author: claimed.message.author.name,
        human: targets.humanBy, now: now)
      decision = outsideHours(decision, claimed.message, subject, now: now)
    }
    decision = guarded(allowed(decision, eligibility, now: now), claimed, now: now)
    var replies: [PlannedReply] = []
    if let kind = decision.replyKind, let draft = decision.draft {
      switch vetted(draft, kind, claimed.message) {
      case .success(let text):
        var reply = planned(draft, text, kind, decision.mode, claimed.message, targets)
        reply.staleAt = min(reply.staleAt, eligibility.end(for: .machine) ?? reply.staleAt)
        reply.urgency = urgency(evaluation, claimed)
        replies = [reply]
      case .failure(let refusal):
        decision = withoutReply(decision, because: "guide: \(refusal.reason)")
      }
    }
    return Decided(
      row: claimed.row, fence: claimed.fence, cycle: claimed.cycle, at: now,
      action: decision.action, reason: decision.reason,
      record: DecisionRecord(evaluation, decision).json.text(), config: config, replies: replies,
      handoff: decision.action.needsHuman ? handoff(for: decision, subject, now: now) : nil,
      hold: decision.hold, incident: incident(for: decision, evaluation, now: now),
      burst: crowd.burst.map { incident(of: $0, at: now) },
      isWatched: watchesOutcomes,
      acknowledgeBy: targets.acknowledgeBy, humanBy: targets.humanBy)
  }
}

/// When replyd stays silent or slows down by itself.
public struct ReplyLimits: Sendable, Hashable {
  /// Automatic replies in one conversation before a human takes over (P7).
  public var maxAutomatedTurns: Int
  /// Automatic replies to one author in an hour, over all conversations (P7).
  public var maxRepliesPerAuthorHour: Int
  /// Pause between two automatic replies in one conversation.
  public var cooldown: Duration
  /// A message older than this is handed off, not answered late.
  public var staleAfter: Duration

  public init(
    maxAutomatedTurns: Int = 3, maxRepliesPerAuthorHour: Int = 6, cooldown: Duration = .zero,
    staleAfter: Duration = .hours(12)
  ) {
    self.maxAutomatedTurns = maxAutomatedTurns
    self.maxRepliesPerAuthorHour = maxRepliesPerAuthorHour
    self.cooldown = cooldown
    self.staleAfter = staleAfter
  }
}

extension Planner {
  private struct Refusal: Error { var reason: String }

  /// The guards that turn a reply into a handoff, whatever the stages proposed.
  private func guarded(_ decision: Decision, _ claimed: Claimed, now: Date) -> Decision {
    guard decision.replyKind != nil else { return decision }
    let facts = claimed.conversation
    let wroteAt = claimed.message.editedAt ?? claimed.message.createdAt
    if facts.isOwnedByHuman {
      return withoutReply(decision, because: "a human owns the conversation")
    } else if facts.automatedTurns >= limits.maxAutomatedTurns {
      return withoutReply(
        decision, because: "loop guard: \(facts.automatedTurns) automatic replies so far")
    } else if facts.repliesToAuthorLastHour >= limits.maxRepliesPerAuthorHour {
      return withoutReply(
        decision, because: "loop guard: \(facts.repliesToAuthorLastHour) replies in an hour")
    } else if now > wroteAt + limits.staleAfter {
      return withoutReply(
        decision, because: "backlog: older than \(limits.staleAfter.text), not answered late")
    }
    return decision
  }

  func withoutReply(_ decision: Decision, because reason: String) -> Decision {
    var request = decision.handoff ?? HandoffRequest(reason: reason)
    request.reason = decision.handoff == nil ? reason : "\(request.reason) (\(reason))"
    return Decision(.handoff, handoff: request, reason: reason)
  }

  private func vetted(_ draft: Reply.Draft, _ kind: Reply.Kind, _ message: Message)
    -> Result<String, Refusal>
  {
    guard let traits = traits(of: message) else {
      return .failure(Refusal(reason: "connector \(message.id.connector) is not configured"))
    }
    let reply = Reply(
      key: "", kind: kind, text: draft.text, language: draft.language,
      visibility: message.visibility, parent: message)
    switch vetting.vet(reply, limits: traits) {
    case .pass: return .success(draft.text)
    case .rewrite(let text): return .success(text)
    case .refuse(let reason): return .failure(Refusal(reason: reason))
    }
  }

  private func planned(
    _ draft: Reply.Draft, _ text: String, _ kind: Reply.Kind, _ mode: Mode, _ message: Message,
    _ targets: Windows.Targets
  ) -> PlannedReply {
    let isDraft = min(mode, connectors[message.id.connector]?.mode ?? .draft) != .auto
    return PlannedReply(
      kind: kind, text: text, language: draft.language, template: draft.template,
      visibility: message.visibility, isDraft: isDraft,
      draftUntil: isDraft ? targets.draftUntil : nil, deadline: targets.acknowledgeBy,
      staleAt: (message.editedAt ?? message.createdAt) + limits.staleAfter)
  }
}
