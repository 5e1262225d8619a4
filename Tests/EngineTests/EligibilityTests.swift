import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// Rules of platforms to come, as data.
@Suite struct EligibilityTests {
  /// X on self-serve plans since February 2026, and its rule for automation.
  private static let x = [
    EligibilityRule(.never, scope: .unaddressed, because: "not mentioned"),
    EligibilityRule(.atMost(1), for: .machine, because: "one a post"),
  ]
  /// Messenger and Instagram, with the tag for people.
  private static let meta = [
    EligibilityRule(.within(.hours(24)), for: .machine, scope: .privately, because: "24 hours"),
    EligibilityRule(.within(.hours(168)), for: .person, scope: .privately, because: "7 days"),
    EligibilityRule(.atMost(1), scope: .publicly, because: "one private reply"),
  ]

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var rules: [EligibilityRule]
    var message: Message
    var repliesOut = 0
    var after = Duration.minutes(1)
    var lastWroteAfter: Duration?
    var machine: String?
    var person: String?
  }

  private static let direct = Message.make(visibility: .direct)

  static let cases: [Case] = [
    Case(testDescription: "no rules", rules: [], message: .make(), after: .hours(9999)),
    Case(testDescription: "X, mentioned", rules: x, message: .make(isAddressed: true)),
    Case(testDescription: "X, the platform does not say", rules: x, message: .make()),
    Case(
      testDescription: "X, a keyword found it", rules: x, message: .make(isAddressed: false),
      machine: "not mentioned", person: "not mentioned"),
    Case(
      testDescription: "X, a second reply", rules: x, message: .make(isAddressed: true),
      repliesOut: 1, machine: "one a post"),
    Case(
      testDescription: "Meta, at the last moment", rules: meta, message: direct, after: .hours(24)),
    Case(
      testDescription: "Meta, after a day", rules: meta, message: direct,
      after: .hours(24) + .seconds(1), machine: "24 hours"),
    Case(
      testDescription: "Meta, the customer wrote again", rules: meta, message: direct,
      after: .hours(30), lastWroteAfter: .hours(10)),
    Case(
      testDescription: "Meta, after a week", rules: meta, message: direct,
      after: .hours(168) + .seconds(1), machine: "24 hours", person: "7 days"),
    Case(
      testDescription: "Meta, a comment after a day", rules: meta, message: .make(),
      after: .hours(30)),
    Case(
      testDescription: "Meta, a comment that was answered", rules: meta, message: .make(),
      repliesOut: 1, machine: "one private reply", person: "one private reply"),
    Case(
      testDescription: "a message's own rule, beside the platform's", rules: x,
      message: .make(
        isAddressed: true, rules: [.init(.never, for: .machine, because: "a blind copy")]),
      machine: "a blind copy"),
  ]

  @Test(arguments: cases) func aReplyHasToSatisfyEveryRule(_ example: Case) {
    let eligibility = Eligibility(
      of: example.message, example.rules,
      lastWroteAt: example.lastWroteAfter.map { fixtureTime + $0 })
    func refusal(_ sender: EligibilityRule.Sender) -> String? {
      eligibility.refusal(
        of: sender, repliesOut: example.repliesOut, now: fixtureTime + example.after)
    }
    #expect(refusal(.machine) == example.machine)
    #expect(refusal(.person) == example.person)
  }

  @Test func theEarlierOfWindowAndPlatformIsTheTarget() throws {
    let long = Windows(rules: [try .parsed(#"{"acknowledge":"36h","human":"240h"}"#)])
    let targets = long.targets(for: Self.direct, Findings(), .init(of: Self.direct, Self.meta))
    #expect(targets.acknowledgeBy == fixtureTime + .hours(24))
    #expect(targets.draftUntil == fixtureTime + .hours(18))
    #expect(targets.humanBy == fixtureTime + .hours(168))
    let warnings = long.warnings(for: Self.direct, Findings(), .init(of: Self.direct, Self.meta))
    #expect(warnings.allSatisfy { $0.at < fixtureTime + .hours(168) } && !warnings.isEmpty)
    let short = Windows(rules: [try .parsed(#"{"acknowledge":"1h","human":"4h"}"#)])
    #expect(
      short.targets(for: Self.direct, Findings(), .init(of: Self.direct, Self.meta))
        == short.targets(for: Self.direct, Findings()))
  }

  @Test func theFirstClocksEndWithThePlatformToo() {
    let page = IntakePage(
      connector: "test", messages: [], cursor: nil, receivedAt: fixtureTime, coalesce: .zero,
      acknowledge: .hours(36), human: .hours(240), eligibility: Self.meta)
    let deadlines = page.deadlines(of: Self.direct, from: fixtureTime)
    #expect(deadlines.acknowledge == fixtureTime + .hours(24))
    #expect(deadlines.human == fixtureTime + .hours(168))
  }

  @Test(arguments: [
    EligibilityRule(.never, because: "a"),
    EligibilityRule(.within(.hours(24)), for: .machine, scope: .privately, because: "b"),
    EligibilityRule(.atMost(2), for: .person, scope: .publicly, because: "c"),
  ])
  func aRuleIsWrittenAndReadAlike(_ rule: EligibilityRule) throws {
    #expect(try EligibilityRule.parsed(rule.json.text()) == rule)
    let stored = try JSONEncoder().encode(rule)
    #expect(try JSONDecoder().decode(EligibilityRule.self, from: stored) == rule)
  }

  @Test(arguments: [
    #"{"because":"x"}"#, #"{"never":true,"atMost":1,"because":"x"}"#, #"{"never":true}"#,
  ])
  func aRuleSaysOneThingAndWhy(_ text: String) {
    #expect(throws: (any Error).self) { try EligibilityRule.parsed(text) }
  }
}
