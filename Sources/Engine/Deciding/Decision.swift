public import PluginKit

/// What the pipeline settled on for one message.
public struct Decision: Sendable, Hashable {
  public enum Action: String, Sendable, Codable, CaseIterable {
    case answer, acknowledge, handoff, ignore
    case acknowledgeAndHandoff = "acknowledge+handoff"
    case holdAndHandoff = "hold+handoff"
  }

  public var action: Action
  /// The answer or acknowledgement, before the guide has seen it.
  public var draft: Reply.Draft?
  /// The mode of the stage that wrote the draft.
  public var mode: Mode
  public var handoff: HandoffRequest?
  public var hold: String?
  /// One sentence, stage first, that `why` and reports print.
  public var reason: String

  public init(
    _ action: Action, draft: Reply.Draft? = nil, mode: Mode = .draft,
    handoff: HandoffRequest? = nil, hold: String? = nil, reason: String
  ) {
    self.action = action
    self.draft = draft
    self.mode = mode
    self.handoff = handoff
    self.hold = hold
    self.reason = reason
  }

  public var replyKind: Reply.Kind? {
    switch action {
    case .answer: .answer
    case .acknowledge, .acknowledgeAndHandoff: .acknowledgement
    case .handoff, .holdAndHandoff, .ignore: nil
    }
  }
}

/// A proposal and the stage it came from.
public struct StagedProposal: Sendable, Hashable {
  public var stage: String
  public var mode: Mode
  public var proposal: Proposal

  public init(stage: String, mode: Mode, proposal: Proposal) {
    self.stage = stage
    self.mode = mode
    self.proposal = proposal
  }
}

extension Decision {
  /// Combines proposals: a hold outranks all and always carries a handoff; a required handoff
  /// suppresses answers but not an acknowledgement; then answer, acknowledgement, ignore; a
  /// fallback handoff counts when nothing else did, and silence is a handoff (P6).
  public init(combining proposals: [StagedProposal]) {
    let sorted = Sorted(proposals)
    if let hold = sorted.hold {
      let request = sorted.handoff ?? HandoffRequest(reason: hold.reason)
      self.init(
        .holdAndHandoff,
        handoff: HandoffRequest(
          team: request.team, strength: .required, reason: hold.reason,
          category: request.category, procedure: request.procedure),
        hold: hold.reason, reason: "\(hold.stage): \(hold.reason)")
    } else if let required = sorted.required {
      self.init(
        sorted.acknowledgement == nil ? .handoff : .acknowledgeAndHandoff,
        draft: sorted.acknowledgement?.draft, mode: sorted.acknowledgement?.mode ?? .draft,
        handoff: sorted.handoff, reason: "\(required.stage): \(required.request.reason)")
    } else if let answer = sorted.answer {
      self.init(
        .answer, draft: answer.draft, mode: answer.mode,
        reason: "\(answer.stage): \(answer.draft.template ?? "answer")")
    } else if let acknowledgement = sorted.acknowledgement {
      self.init(
        sorted.fallback == nil ? .acknowledge : .acknowledgeAndHandoff,
        draft: acknowledgement.draft, mode: acknowledgement.mode,
        handoff: sorted.fallback?.request,
        reason: "\(acknowledgement.stage): \(acknowledgement.draft.template ?? "acknowledgement")")
    } else if let ignore = sorted.ignore {
      self.init(.ignore, reason: "\(ignore.stage): \(ignore.reason)")
    } else if let fallback = sorted.fallback {
      self.init(
        .handoff, handoff: fallback.request,
        reason: "\(fallback.stage): \(fallback.request.reason)")
    } else {
      self.init(
        .handoff, handoff: HandoffRequest(reason: "no stage had an answer"),
        reason: "no stage had an answer")
    }
  }

  /// The first proposal of each kind, in stage order.
  private struct Sorted {
    var hold: (stage: String, reason: String)?
    var required: (stage: String, request: HandoffRequest)?
    var fallback: (stage: String, request: HandoffRequest)?
    var answer: (stage: String, mode: Mode, draft: Reply.Draft)?
    var acknowledgement: (stage: String, mode: Mode, draft: Reply.Draft)?
    var ignore: (stage: String, reason: String)?
    /// Whichever stage asks for a person: a procedure begins although another one asked first.
    var procedure: String?

    /// The required handoff, or the fallback; a required one without a team goes to the fallback's.
    var handoff: HandoffRequest? {
      guard var request = required?.request ?? fallback?.request else { return nil }
      let team = request.team ?? fallback?.request.team
      request.team = team
      request.procedure = procedure
      return request
    }

    init(_ proposals: [StagedProposal]) {
      for staged in proposals {
        let stage = staged.stage
        switch staged.proposal {
        case .hold(let reason): hold = hold ?? (stage, reason)
        case .handoff(let request):
          procedure = procedure ?? request.procedure
          if request.strength == .required {
            required = required ?? (stage, request)
          } else {
            fallback = fallback ?? (stage, request)
          }
        case .answer(let draft):
          // What only a person may say gives way to what another stage is sure of.
          if answer == nil || answer?.draft.isSuggestion == true && !draft.isSuggestion {
            answer = (stage, staged.mode, draft)
          }
        case .acknowledge(let draft):
          acknowledgement = acknowledgement ?? (stage, staged.mode, draft)
        case .ignore(let reason): ignore = ignore ?? (stage, reason)
        }
      }
    }
  }
}
