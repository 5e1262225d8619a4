import Engine
import PluginKit
import PluginTesting
import Synchronization
import Testing

/// How proposals combine.
@Suite struct DecisionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var proposals: [Proposal]
    var action: Decision.Action
    var text: String?
    var team: String?

    init(
      _ name: String, _ proposals: [Proposal], _ action: Decision.Action, text: String? = nil,
      team: String? = nil
    ) {
      testDescription = name
      self.proposals = proposals
      self.action = action
      self.text = text
      self.team = team
    }
  }

  private static let answer = Proposal.answer(.make("answer"))
  private static let promise = Proposal.acknowledge(.make("promise"))
  private static let required = Proposal.handoff(.make(team: "legal", strength: .required))
  private static let fallback = Proposal.handoff(.make(team: "care"))
  private static let nobody = Proposal.handoff(.make(strength: .required))
  private static let ignore = Proposal.ignore(reason: "spam")
  private static let hold = Proposal.hold(reason: "crisis")

  static let cases: [Case] = [
    Case("silence is a handoff", [], .handoff),
    Case("an answer answers", [answer], .answer, text: "answer"),
    Case("an answer outranks a fallback", [fallback, answer], .answer, text: "answer"),
    Case("an answer outranks a promise", [promise, answer], .answer, text: "answer"),
    Case("an answer outranks ignoring", [ignore, answer], .answer, text: "answer"),
    Case("required suppresses the answer", [answer, required], .handoff, team: "legal"),
    Case(
      "required allows the promise", [promise, required], .acknowledgeAndHandoff, text: "promise",
      team: "legal"),
    Case(
      "required allows the promise, not the answer", [answer, promise, required],
      .acknowledgeAndHandoff, text: "promise", team: "legal"),
    Case("required outranks ignoring", [ignore, required], .handoff, team: "legal"),
    Case("required outranks a fallback", [fallback, required], .handoff, team: "legal"),
    Case(
      "required without a team goes to the fallback's", [nobody, fallback], .handoff, team: "care"),
    Case("a promise promises", [promise], .acknowledge, text: "promise"),
    Case(
      "a promise with a fallback", [promise, fallback], .acknowledgeAndHandoff, text: "promise",
      team: "care"),
    Case("a promise outranks ignoring", [ignore, promise], .acknowledge, text: "promise"),
    Case("ignoring outranks a fallback", [fallback, ignore], .ignore),
    Case("a fallback alone", [fallback], .handoff, team: "care"),
    Case("a hold outranks all", [answer, promise, ignore, hold], .holdAndHandoff),
    Case("a hold keeps the required team", [required, hold], .holdAndHandoff, team: "legal"),
    Case("a hold takes the fallback's team", [fallback, hold], .holdAndHandoff, team: "care"),
    Case(
      "the first of a kind counts", [.answer(.make("first")), .answer(.make("second"))], .answer,
      text: "first"),
  ]

  @Test(arguments: cases) func proposalsCombine(_ example: Case) {
    let staged = example.proposals.map {
      StagedProposal(stage: "s", mode: .auto, proposal: $0)
    }
    let decision = Decision(combining: staged)
    #expect(decision.action == example.action)
    #expect(decision.draft?.text == example.text)
    #expect(decision.handoff?.team == example.team)
    #expect(!decision.reason.isEmpty)
  }

  @Test func aHoldAlwaysCarriesARequiredHandoff() {
    let decision = Decision(combining: [
      StagedProposal(stage: "crisis", mode: .auto, proposal: Self.hold)
    ])
    #expect(decision.handoff?.strength == .required)
    #expect(decision.hold == "crisis")
  }

  @Test func theModeIsThatOfTheStageThatWroteTheText() {
    let decision = Decision(combining: [
      StagedProposal(stage: "a", mode: .draft, proposal: Self.promise),
      StagedProposal(stage: "b", mode: .auto, proposal: Self.answer),
    ])
    #expect(decision.mode == .auto)
  }

  @Test func whatAStageIsSureOfOutranksASuggestion() {
    let suggestion = Proposal.answer(Reply.Draft(text: "perhaps", isSuggestion: true))
    func text(_ proposals: [Proposal]) -> String? {
      Decision(
        combining: proposals.map { StagedProposal(stage: "a", mode: .auto, proposal: $0) }
      ).draft?.text
    }
    #expect(text([suggestion, Self.answer]) == "answer")
    #expect(text([Self.answer, suggestion]) == "answer")
    #expect(text([suggestion]) == "perhaps")
  }
}

/// A pipeline fails closed (P6).
@Suite struct PipelineTests {
  private struct Failing: Stage {
    struct Broken: Error {}
    func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
      throw Broken()
    }
  }
  private struct Saying: Stage {
    var opinion: Opinion
    func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion { opinion }
  }
  private struct Counting: Stage {
    func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
      Opinion(findings: [Finding(name: "before", value: .int(context.findings.all.count))])
    }
  }

  private func evaluate(_ stages: [(Mode, any Stage)]) async -> Evaluation {
    let pipeline = Pipeline(
      stages: stages.enumerated().map {
        PipelineStage(name: "s\($0.offset)", mode: $0.element.0, stage: $0.element.1)
      }, brand: .make())
    return await pipeline.evaluate(.make(), now: fixtureTime)
  }

  private let answering = Saying(opinion: Opinion(proposals: [.answer(.make())]))
  private let holding = Saying(opinion: Opinion(proposals: [.hold(reason: "crisis")]))

  @Test func aFailingStageIsARequiredHandoff() async {
    let evaluation = await evaluate([(.auto, Failing()), (.auto, answering)])
    #expect(evaluation.decision.action == .handoff)
    #expect(evaluation.decision.handoff?.category == "stageFailure")
    #expect(evaluation.decision.reason.contains("s0"))
  }

  @Test func aSuggestionIsDraftedInWhateverMode() async {
    let suggesting = Saying(
      opinion: Opinion(proposals: [.answer(Reply.Draft(text: "perhaps", isSuggestion: true))]))
    #expect(await evaluate([(.auto, suggesting)]).decision.mode == .draft)
    #expect(await evaluate([(.auto, answering)]).decision.mode == .auto)
  }

  @Test func theOtherStagesStillRunWhenOneFails() async {
    let evaluation = await evaluate([(.auto, Failing()), (.auto, holding)])
    #expect(evaluation.decision.action == .holdAndHandoff)
  }

  @Test func aStageThatIsOffDoesNotRun() async {
    let evaluation = await evaluate([(.off, Failing()), (.auto, answering)])
    #expect(evaluation.decision.action == .answer)
  }

  @Test func theMeterIsToldOfEachStageThatRan() async {
    final class Kept: StageMeter {
      let all = Mutex<[(Int, Double, Bool)]>([])
      func stage(_ index: Int, took seconds: Double, isFailure: Bool) {
        all.withLock { $0.append((index, seconds, isFailure)) }
      }
    }
    let meter = Kept()
    let pipeline = Pipeline(
      stages: [(Mode.off, Failing() as any Stage), (.auto, Failing()), (.auto, answering)].map {
        PipelineStage(name: "s", mode: $0.0, stage: $0.1)
      }, brand: .make(), meter: meter)
    _ = await pipeline.evaluate(.make(), now: fixtureTime)
    let told = meter.all.withLock { $0 }
    #expect(told.map(\.0) == [0, 1])
    #expect(told.map(\.2) == [true, false])
    #expect(told.allSatisfy { $0.1 >= 0 && $0.1 < 60 })
  }

  @Test func aStageSeesTheFindingsBeforeIt() async {
    let note = Saying(opinion: Opinion(findings: [Finding(name: "x", value: .bool(true))]))
    let evaluation = await evaluate([(.auto, note), (.auto, Counting())])
    #expect(evaluation.findings["before"]?.value == .int(1))
  }
}
