import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

/// A hold reaches the in-flight outbox (P8).
@Suite struct HoldTests {
  private func queued() async throws -> StoreUnderTest {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1")])
    try await test.decideAll(.answer, reply: .make())
    return test
  }

  @discardableResult
  private func hold(_ test: StoreUnderTest, _ scope: Hold.Scope) async throws -> Hold {
    try await test.store.hold(scope, reason: "storm", by: "ana", at: fixtureTime)
  }

  static let scopes: [Hold.Scope] = [.everything, .connector("test"), .conversation(1)]

  @Test(arguments: scopes)
  func aHoldFlipsQueuedReplies(_ scope: Hold.Scope) async throws {
    let test = try await queued()
    try await hold(test, scope)
    #expect(try await test.states("reply") == ["held"])
    #expect(try await test.sendable().isEmpty)
    #expect(try await test.store.holds().map(\.scope) == [scope])
  }

  @Test(arguments: scopes)
  func nothingBeginsAfterAHold(_ scope: Hold.Scope) async throws {
    let test = try await queued()
    let starts = try await test.sendable().map {
      SendStart(row: $0.row, fence: $0.fence, at: fixtureTime)
    }
    try await hold(test, scope)
    #expect(try await test.store.begin(starts).isEmpty)
    #expect(try await test.texts("SELECT count(*) FROM attempt") == ["0"])
  }

  @Test(arguments: [Hold.Scope.connector("other"), .conversation(77)])
  func aHoldElsewhereChangesNothing(_ scope: Hold.Scope) async throws {
    let test = try await queued()
    try await hold(test, scope)
    #expect(try await test.beginAll().count == 1)
  }

  @Test func aDecisionDuringAHoldIsHeld() async throws {
    let test = try await StoreUnderTest()
    try await hold(test, .everything)
    try await test.take([.make()])
    try await test.decideAll(.answer, reply: .make())
    #expect(try await test.states("reply") == ["held"])
  }

  @Test func aRetryDuringAHoldIsHeld() async throws {
    let test = try await queued()
    let begun = try await test.beginAll()
    try await hold(test, .everything)
    try await test.settleAll(begun, .retry(at: fixtureTime, "busy"))
    #expect(try await test.states("reply") == ["held"])
  }

  @Test func aSendWithheldByAHoldCountsAsNoAttempt() async throws {
    let test = try await queued()
    let begun = try await test.beginAll()
    try await hold(test, .everything)
    try await test.settleAll(begun, .withheld)
    #expect(try await test.texts("SELECT attempts FROM reply") == ["0"])
    #expect(try await test.texts("SELECT outcome FROM attempt") == ["withheld"])
    #expect(try await test.violations().isEmpty)
  }

  @Test func aSendThatWasUnderWayMayEnd() async throws {
    let test = try await queued()
    let begun = try await test.beginAll()
    try await hold(test, .everything)
    try await test.settleAll(begun, .posted(Receipt(remote: "ours")))
    #expect(try await test.closings() == ["answered"])
    #expect(try await test.violations().isEmpty)
  }

  @Test func aResumeQueuesTheHeldAgain() async throws {
    let test = try await queued()
    try await hold(test, .everything)
    let count = try await test.store.release(nil, by: "ana", at: fixtureTime)
    #expect(count == 1)
    #expect(try await test.beginAll().count == 1)
    #expect(try await test.violations().isEmpty)
  }

  @Test func aReplyStaysHeldUntilItsLastHoldEnds() async throws {
    let test = try await queued()
    try await hold(test, .everything)
    try await hold(test, .conversation(1))
    _ = try await test.store.release(.everything, by: "ana", at: fixtureTime)
    #expect(try await test.states("reply") == ["held"])
    _ = try await test.store.release(.conversation(1), by: "ana", at: fixtureTime)
    #expect(try await test.states("reply") == ["queued"])
  }

  @Test func anApprovedDraftWaitsForTheHoldsEnd() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.answer, reply: .make(isDraft: true))
    try await hold(test, .everything)
    let draft = try #require(try await test.store.drafts(limit: 9).first)
    _ = try await test.store.approve(draft: draft.id, text: nil, by: "ana", at: fixtureTime)
    #expect(try await test.states("reply") == ["held"])
  }

  @Test func aPipelinesHoldStopsItsConversationAlone() async throws {
    let test = try await queued()
    try await test.take([.make("bad", id: "2"), .make(id: "3")])
    let claimed = try await test.claim()
    try await test.store.decide([
      test.decided(claimed[0], .holdAndHandoff, handoff: .make(), hold: "crisis"),
      test.decided(claimed[1], .answer, reply: .make()),
    ])
    #expect(try await test.states("reply") == ["queued", "queued"])
    let held = claimed[0].conversation.row
    #expect(try await test.store.holds().map(\.scope) == [.conversation(held)])
  }

  @Test func aHeldReplyThatGrowsStaleGoesToAHuman() async throws {
    let test = try await queued()
    try await hold(test, .everything)
    try await test.fireDue(at: fixtureTime + .hours(12))
    #expect(try await test.states("reply") == ["expired"])
    #expect(try await test.states("handoff") == ["open"])
  }

  @Test func aReplyThatIsHeldAfterItGrewStaleGoesToAHumanToo() async throws {
    let test = try await queued()
    let begun = try await test.beginAll()
    try await hold(test, .everything)
    let stale = fixtureTime + .hours(12)
    try await test.fireDue(at: stale)
    try await test.settleAll(begun, .retry(at: stale, "busy"), at: stale)
    #expect(try await test.states("reply") == ["held"])
    try await test.fireDue(at: stale + .hours(1))
    #expect(try await test.states("reply") == ["expired"])
    #expect(try await test.states("handoff") == ["open"])
  }
}
