import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// The last look before a post.
@Suite struct ReplyPolicyTests {
  private struct Guide: Vetting {
    var verdict: Verdict
    func vet(_ reply: Reply, limits: ConnectorTraits) -> Verdict { verdict }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var verdict: ReplyPolicy.Verdict
    var mode = Mode.auto
    var guide = Verdict.pass
    var parent = RemoteState.there
    var now = fixtureTime
    var change: @Sendable (inout SendCandidate) -> Void

    init(
      _ name: String, _ verdict: ReplyPolicy.Verdict, mode: Mode = .auto, guide: Verdict = .pass,
      parent: RemoteState = .there, now: Date = fixtureTime,
      _ change: @escaping @Sendable (inout SendCandidate) -> Void = { _ in }
    ) {
      testDescription = name
      self.verdict = verdict
      self.mode = mode
      self.guide = guide
      self.parent = parent
      self.now = now
      self.change = change
    }
  }

  private static func candidate() -> SendCandidate {
    SendCandidate(
      row: 1, fence: 1, message: 1, reply: .make(), template: nil, attempts: 0,
      deadline: fixtureTime + .hours(1), staleAt: fixtureTime + .hours(12),
      conversation: ConversationFacts(
        row: 1, isOwnedByHuman: false, automatedTurns: 0, lastAutomatedAt: nil,
        repliesToAuthorLastHour: 0),
      hasNewerMessage: false, isApproved: false)
  }

  private static let late = fixtureTime + .hours(2)
  private static let edited = Message.make("edited")
  private static let newer = ReplyPolicy.Verdict.divert(
    .supersede("the author wrote again in this conversation"))
  private static let machine = ReplyPolicy.Verdict.divert(
    .supersede("loop guard: a machine wrote it"))

  static let cases: [Case] = [
    Case("an ordinary reply goes", .send(rewritten: nil)),
    Case("a deleted parent", .divert(.deleted), parent: .deleted),
    Case(
      "a person answered", .divert(.answered(by: ["9"])),
      parent: .answered([Receipt(remote: "9")])),
    Case(
      "a person answered, though approved", .divert(.answered(by: ["9"])),
      parent: .answered([Receipt(remote: "9")])
    ) { $0.isApproved = true },
    Case(
      "a parent that cannot be asked for now", .divert(.wait(until: fixtureTime + .seconds(2))),
      parent: .later("503")),
    Case(
      "a parent that cannot be asked for in time",
      .divert(.expire("too old to be answered by a machine")), parent: .later("503"),
      now: fixtureTime + .hours(12) + .seconds(1)),
    Case(
      "a parent that cannot be read",
      .divert(.handOff("its state on the platform is unclear: no content")),
      parent: .unclear("no content")),
    Case("an edited parent", .edited(edited), parent: .edited(edited)),
    Case(
      "a stale reply", .divert(.expire("too old to be answered by a machine")),
      now: fixtureTime + .hours(12) + .seconds(1)),
    Case("at its last moment", .send(rewritten: nil), now: fixtureTime + .hours(12)),
    Case("a newer message", newer) { $0.hasNewerMessage = true },
    Case("a newer message, though approved", newer) {
      $0.hasNewerMessage = true
      $0.isApproved = true
    },
    Case("mode draft", .divert(.draft(until: fixtureTime + .hours(1))), mode: .draft),
    Case("mode draft, approved", .send(rewritten: nil), mode: .draft) { $0.isApproved = true },
    Case("a human owns it", .divert(.handOff("a human owns the conversation"))) {
      $0.conversation.isOwnedByHuman = true
    },
    Case("a human owns it and approved", .send(rewritten: nil)) {
      $0.conversation.isOwnedByHuman = true
      $0.isApproved = true
    },
    Case("a bot wrote it", machine) { $0.reply.parent.author.isBot = true },
    Case("an auto-reply", machine) { $0.reply.parent.isAutomated = true },
    Case("the turn limit", .divert(.handOff("loop guard: 3 automatic replies so far"))) {
      $0.conversation.automatedTurns = 3
    },
    Case("one turn below", .send(rewritten: nil)) { $0.conversation.automatedTurns = 2 },
    Case("the author limit", .divert(.handOff("loop guard: 6 replies in an hour"))) {
      $0.conversation.repliesToAuthorLastHour = 6
    },
    Case("cooldown", .divert(.wait(until: fixtureTime + .seconds(30)))) {
      $0.conversation.lastAutomatedAt = fixtureTime - .seconds(30)
    },
    Case("after the cooldown", .send(rewritten: nil)) {
      $0.conversation.lastAutomatedAt = fixtureTime - .seconds(60)
    },
    Case(
      "wider than its parent", .divert(.handOff("the reply would be wider than its parent"))
    ) { $0.reply.parent.visibility = .direct },
    Case(
      "wider than its parent, though approved",
      .divert(.handOff("the reply would be wider than its parent"))
    ) {
      $0.reply.parent.visibility = .direct
      $0.isApproved = true
    },
    Case("narrower than its parent", .send(rewritten: nil)) { $0.reply.visibility = .direct },
    Case(
      "the guide refuses", .divert(.handOff("guide: a promise")),
      guide: .refuse(reason: "a promise")),
    Case(
      "the guide refuses what a human approved", .divert(.handOff("guide: a promise")),
      guide: .refuse(reason: "a promise")
    ) { $0.isApproved = true },
    Case("the guide rewrites", .send(rewritten: "better"), guide: .rewrite("better")),
    Case(
      "the guide would rewrite after an attempt",
      .divert(.handOff("guide: would change the text after an attempt")), guide: .rewrite("better")
    ) { $0.attempts = 1 },
    Case("an attempt before", .send(rewritten: nil)) { $0.attempts = 1 },
    Case("the platform takes no machine's", .divert(.handOff("eligibility: a blind copy"))) {
      $0.reply.parent.rules = [.init(.never, for: .machine, because: "a blind copy")]
    },
    Case("the platform takes a person's", .send(rewritten: nil)) {
      $0.reply.parent.rules = [.init(.never, for: .machine, because: "a blind copy")]
      $0.isApproved = true
    },
    Case("the platform takes nobody's", .divert(.handOff("eligibility: encrypted"))) {
      $0.reply.parent.rules = [.init(.never, because: "encrypted")]
      $0.isApproved = true
    },
    Case("the platform has taken all it takes", .divert(.handOff("eligibility: one"))) {
      $0.reply.parent.rules = [.init(.atMost(1), because: "one")]
      $0.repliesOut = 1
    },
    Case("the platform closed since", .divert(.handOff("eligibility: an hour")), now: late) {
      $0.reply.parent.rules = [.init(.within(.hours(1)), because: "an hour")]
    },
    Case("the platform is open again", .send(rewritten: nil), now: late) {
      $0.reply.parent.rules = [.init(.within(.hours(1)), because: "an hour")]
      $0.lastWroteAt = late - .minutes(5)
      $0.isApproved = true
    },
  ]

  @Test(arguments: cases) func aReplyGoesOnlyWhenItMay(_ example: Case) {
    var candidate = Self.candidate()
    example.change(&candidate)
    let policy = ReplyPolicy(
      limits: ReplyLimits(cooldown: .seconds(60)), vetting: Guide(verdict: example.guide),
      mode: example.mode, traits: .make())
    #expect(
      policy.verdict(on: candidate, parent: example.parent, now: example.now) == example.verdict)
  }
}
