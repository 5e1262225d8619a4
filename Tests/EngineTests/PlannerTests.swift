import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// An evaluation becomes the rows of one decision.
@Suite struct PlannerTests {
  private struct Refusing: Vetting {
    func vet(_ reply: Reply, limits: ConnectorTraits) -> Verdict { .refuse(reason: "a promise") }
  }

  private func plan(
    _ decision: Decision, mode: Mode = .auto, guide: any Vetting = PassingGuide(),
    message: Message = .make(), now: Date = fixtureTime,
    _ change: (inout ConversationFacts) -> Void = { _ in }
  ) -> Decided {
    let platform = ScriptedPlatform(time: ManualTime())
    let planner = Planner(
      windows: Windows(rules: []),
      teams: Teams(
        byName: ["care": Team(notify: ["desk"]), "legal": Team(notify: ["law"])], fallback: "care"),
      limits: ReplyLimits(), vetting: guide,
      connectors: [
        ConnectorUnit(id: "test", mode: mode, pollEvery: .seconds(1), connector: platform)
      ], config: 7)
    var facts = ConversationFacts(
      row: 1, isOwnedByHuman: false, automatedTurns: 0, lastAutomatedAt: nil,
      repliesToAuthorLastHour: 0)
    change(&facts)
    let claimed = Claimed(
      row: 1, fence: 2, cycle: 3, message: message, receivedAt: now, conversation: facts,
      history: History(), crashes: 0)
    return planner.plan(
      claimed, Evaluation(findings: Findings(), proposals: [], decision: decision), now: now)
  }

  private let answer = Decision(.answer, draft: .make("It is."), mode: .auto, reason: "faq: x")

  @Test func anAnswerIsOneQueuedReplyAndNoHandoff() {
    let decided = plan(answer)
    #expect(decided.action == .answer)
    #expect(decided.replies.map(\.text) == ["It is."])
    #expect(decided.replies.map(\.isDraft) == [false])
    #expect(decided.handoff == nil)
    #expect(decided.config == 7 && decided.fence == 2 && decided.cycle == 3)
  }

  @Test(arguments: [(Mode.draft, Mode.auto), (.auto, .draft), (.draft, .draft)])
  func theStricterModeWins(_ connector: Mode, _ stage: Mode) {
    var decision = answer
    decision.mode = stage
    let decided = plan(decision, mode: connector)
    #expect(decided.replies.map(\.isDraft) == [true])
    #expect(decided.replies.first?.draftUntil == fixtureTime + .minutes(45))
  }

  @Test func aPromiseAlwaysHasAHumanBehindIt() {
    let decided = plan(Decision(.acknowledge, draft: .make(), mode: .auto, reason: "courses"))
    #expect(decided.handoff?.team == "care")
    #expect(decided.replies.map(\.kind) == [.acknowledgement])
  }

  @Test func aReplyIsAsNarrowAsItsParent() {
    #expect(
      plan(answer, message: .make(visibility: .direct)).replies.map(\.visibility) == [.direct])
  }

  @Test func whatTheGuideRefusesIsHandedOff() {
    let decided = plan(answer, guide: Refusing())
    #expect(decided.action == .handoff)
    #expect(decided.replies.isEmpty)
    #expect(decided.reason == "guide: a promise")
  }

  @Test func aBacklogIsHandedOffAndNotAnsweredLate() {
    let decided = plan(answer, now: fixtureTime + .hours(12) + .seconds(1))
    #expect(decided.action == .handoff)
    #expect(decided.reason.hasPrefix("backlog"))
  }

  @Test func theLoopGuardHandsOff() {
    #expect(plan(answer) { $0.automatedTurns = 3 }.action == .handoff)
    #expect(plan(answer) { $0.repliesToAuthorLastHour = 6 }.action == .handoff)
    #expect(plan(answer) { $0.isOwnedByHuman = true }.action == .handoff)
  }

  @Test func aTeamThatIsGoneIsReplacedByTheFallback() {
    let decision = Decision(.handoff, handoff: .make(team: "gone"), reason: "x")
    #expect(plan(decision).handoff?.team == "care")
    let legal = Decision(.handoff, handoff: .make(team: "legal"), reason: "x")
    #expect(plan(legal).handoff?.recipients.map(\.notifier) == ["law"])
  }
}
