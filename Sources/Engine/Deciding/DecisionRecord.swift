public import PluginKit

/// An evaluation and its decision as JSON: stored with the decision, printed by `annotate` and
/// `why`.
public struct DecisionRecord: Sendable {
  public var evaluation: Evaluation
  public var decision: Decision

  public init(_ evaluation: Evaluation, _ decision: Decision) {
    self.evaluation = evaluation
    self.decision = decision
  }

  /// `{"findings":{...},"decision":{...},"evidence":{...},"proposals":[...]}`.
  public var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("findings", findings), .init("decision", outcome),
    ]
    let evidence = evaluation.findings.all.filter { !$0.evidence.isEmpty }.map {
      JSONValue.Member($0.name, .array($0.evidence.map { .string($0) }))
    }
    if !evidence.isEmpty { members.append(.init("evidence", .object(evidence))) }
    members.append(.init("proposals", .array(evaluation.proposals.map(Self.proposal))))
    return .object(members)
  }

  /// Each finding's value by its name.
  public var findings: JSONValue {
    .object(evaluation.findings.all.map { .init($0.name, $0.value) })
  }

  public var outcome: JSONValue {
    var members: [JSONValue.Member] = [.init("action", .string(decision.action.rawValue))]
    if let draft = decision.draft { members.append(.init("reply", .string(draft.text))) }
    if let handoff = decision.handoff { members.append(.init("team", .optional(handoff.team))) }
    members.append(.init("reason", .string(decision.reason)))
    return .object(members)
  }

  private static func proposal(_ staged: StagedProposal) -> JSONValue {
    func entry(_ kind: String, _ text: String) -> JSONValue {
      ["stage": .string(staged.stage), "proposes": .string(kind), "text": .string(text)]
    }
    return switch staged.proposal {
    case .answer(let draft): entry("answer", draft.text)
    case .acknowledge(let draft): entry("acknowledge", draft.text)
    case .handoff(let request): entry("handoff (\(request.strength.rawValue))", request.reason)
    case .hold(let reason): entry("hold", reason)
    case .ignore(let reason): entry("ignore", reason)
    }
  }
}
