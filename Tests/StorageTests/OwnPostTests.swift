import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

/// Posts of the brand's own account, as polls bring them: a person's answer, or our own.
@Suite struct OwnPostTests {
  private func post(_ remote: String = "p1", to parent: String = "1", after wait: Duration = .zero)
    -> OwnPost
  {
    OwnPost(remote: remote, inReplyTo: parent, at: fixtureTime + wait)
  }

  private func natives(_ test: StoreUnderTest) async throws -> String? {
    #expect(try await test.texts("SELECT remote FROM ownPost") == [], "nothing is left over")
    #expect(try await test.violations(live: false).isEmpty)
    return try await test.texts("SELECT count(*) FROM event WHERE kind = 'answered natively'").first
  }

  private func handedOff() async throws -> StoreUnderTest {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", conversation: "c")])
    try await test.decideAll(.handoff, handoff: .make())
    try await test.tellAll()
    return test
  }

  /// Sent, and the platform's answer was lost.
  private func unknown() async throws -> (test: StoreUnderTest, send: [Int64: Int64]) {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", conversation: "c")])
    try await test.decideAll(.answer, reply: .make())
    try await test.settleAll(
      try await test.beginAll(), .unknown(askAt: fixtureTime, "the answer was cut"))
    let due = try await test.store.unknowns(connector: "test", limit: 9, now: fixtureTime)
    return (test, [due[0].row: due[0].fence])
  }

  @Test func aPersonWhoAnswersIsSeenAtTheNextPoll() async throws {
    let test = try await handedOff()
    try await test.poll(own: post())
    #expect(try await test.states("handoff") == ["answered"])
    #expect(try await test.texts("SELECT owner FROM conversation") == ["human"])
    #expect(try await natives(test) == "1")
  }

  @Test func aPersonWhoIsFasterThanTheMachineContradictsIt() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", conversation: "c")])
    try await test.decideAll(.answer, reply: .make())
    try await test.poll(own: post())
    #expect(try await test.states("reply") == ["superseded"])
    #expect(try await test.store.corrections(after: 0, limit: 9).map(\.kind) == [.answeredInstead])
  }

  /// As after a night without the daemon.
  @Test func whoAnsweredBeforeTheDecisionIsSeenAtIt() async throws {
    for action in [Decision.Action.handoff, .answer, .ignore] {
      let test = try await StoreUnderTest()
      try await test.take([.make(id: "1", conversation: "c")])
      try await test.poll(own: post())
      #expect(try await test.texts("SELECT owner FROM conversation") == ["human"])
      try await test.decideAll(
        action, reply: action == .answer ? .make() : nil,
        handoff: action == .handoff ? .make() : nil)
      #expect(try await test.sendable().isEmpty)
      #expect(try await test.tellAll().isEmpty, "nobody is told of what is answered")
      let closing = [.handoff: "handedOff", .answer: "answered"][action] ?? "ignored"
      #expect(try await test.closings() == [closing])
      #expect(try await natives(test) == "1")
    }
  }

  @Test(arguments: [(Duration.minutes(5), "answered"), (.minutes(1), "notified")])
  func anAnswerToAPartOfABurstCountsWhenItCameAfterTheLast(_ wait: Duration, _ state: String)
    async throws
  {
    let test = try await StoreUnderTest()
    let last = fixtureTime + .minutes(2)
    try await test.take([
      .make(id: "1", conversation: "c"), .make(id: "2", createdAt: last, conversation: "c"),
    ])
    try await test.decideAll(.handoff, handoff: .make())
    try await test.tellAll()
    try await test.poll(own: post(to: "1", after: wait), at: fixtureTime + .minutes(6))
    #expect(try await test.states("handoff") == [state])
    #expect(try await test.texts("SELECT owner FROM conversation") == ["human"])
  }

  @Test func whatWasSaidBeforeAnEditIsNoAnswerToTheNewWords() async throws {
    let test = try await handedOff()
    try await test.take([
      .make("It came, but broken", id: "1", editedAt: fixtureTime + .minutes(2), conversation: "c")
    ])
    try await test.poll(own: post(after: .minutes(1)))
    try await test.decideAll(.handoff, handoff: .make())
    try await test.tellAll()
    #expect(try await test.states("handoff").last == "notified")
    #expect(try await test.texts("SELECT owner FROM conversation") == ["human"])
    #expect(try await natives(test) == "0")
  }

  @Test func aPostOfOursThatIsStillUnderWayIsNoPersons() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", conversation: "c")])
    try await test.decideAll(.answer, reply: .make())
    let begun = try await test.beginAll()
    try await test.poll(own: post("ours"))
    try await test.settleAll(begun, .posted(Receipt(remote: "ours")))
    #expect(try await test.closings() == ["answered"])
    #expect(try await natives(test) == "0")
  }

  @Test func aPostOfOursWhoseOutcomeWasUnknownIsNoPersons() async throws {
    let (test, send) = try await unknown()
    try await test.poll(own: post("ours"))
    try await test.settleAll(send, .posted(Receipt(remote: "ours")))
    #expect(try await test.closings() == ["answered"])
    #expect(try await natives(test) == "0")
  }

  /// Nobody can say whose the post is that was written when ours may have been.
  @Test(arguments: [true, false])
  func aPostThatMayBeOursClosesNoHandoff(isSeenFirst: Bool) async throws {
    let (test, send) = try await unknown()
    if isSeenFirst { try await test.poll(own: post("perhaps")) }
    try await test.settleAll(send, .unprovable("the list ends before"))
    if !isSeenFirst { try await test.poll(own: post("perhaps")) }
    try await test.tellAll()
    #expect(try await test.states("handoff") == ["notified"])
    #expect(try await natives(test) == "0")
    try await test.poll(own: post("p2", after: .minutes(20)))
    #expect(try await test.states("handoff") == ["answered"])
  }

  @Test func whatIsProvenAbsentLeavesThePostToAPerson() async throws {
    let (test, send) = try await unknown()
    try await test.poll(own: post())
    try await test.settleAll(send, .absent)
    #expect(try await test.states("reply") == ["superseded"])
    #expect(try await natives(test) == "1")
  }
}
