import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

/// Sends whose outcome is unknown (P3).
@Suite struct UnknownTests {
  private let askAt = fixtureTime + .seconds(30)

  private func unknown() async throws -> (StoreUnderTest, UnknownSend) {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.answer, reply: .make("Once.", staleAt: fixtureTime + .hours(12)))
    try await test.settleAll(
      try await test.beginAll(), .unknown(askAt: askAt, "the answer was cut"))
    #expect(try await test.store.unknowns(connector: "test", limit: 9, now: fixtureTime).isEmpty)
    let due = try await test.store.unknowns(connector: "test", limit: 9, now: askAt)
    return (test, try #require(due.first))
  }

  private func settle(_ test: StoreUnderTest, _ send: UnknownSend, _ result: Settlement.Result)
    async throws
  {
    try await test.settleAll([send.row: send.fence], result, at: askAt)
  }

  @Test func whatIsFoundIsPosted() async throws {
    let (test, send) = try await unknown()
    try await settle(test, send, .posted(Receipt(remote: "ours")))
    #expect(try await test.states("reply") == ["posted"])
    #expect(try await test.closings() == ["answered"])
    #expect(try await test.texts("SELECT outcome FROM attempt") == ["unknown"])
  }

  @Test func whatIsAbsentIsQueuedWithTheSameKeyAndBody() async throws {
    let (test, send) = try await unknown()
    try await settle(test, send, .absent)
    let again = try #require(try await test.sendable(at: askAt).first)
    #expect(again.reply.key == send.reply.key)
    #expect(again.reply.text == "Once.")
    #expect(again.attempts == 1)
  }

  @Test func whatIsInconclusiveIsAskedAgainLater() async throws {
    let (test, send) = try await unknown()
    let later = askAt + .minutes(1)
    try await settle(test, send, .unknown(askAt: later, "truncated list"))
    #expect(try await test.store.unknowns(connector: "test", limit: 9, now: askAt).isEmpty)
    let again = try await test.store.unknowns(connector: "test", limit: 9, now: later)
    #expect(again.map(\.asked) == [1])
    #expect(try await test.sendable(at: later).isEmpty)
  }

  @Test func whatCannotBeProvenGoesToAHumanMarkedUnknown() async throws {
    let (test, send) = try await unknown()
    try await settle(test, send, .unprovable("the list ends before"))
    #expect(try await test.states("reply") == ["rejected"])
    #expect(
      try await test.texts("SELECT reason FROM handoff") == ["unknown: the list ends before"])
    #expect(try await test.texts("SELECT outcome FROM attempt") == ["unknown"])
  }

  @Test func anAbsentReplyOfADeletedMessageIsNotRepeated() async throws {
    let (test, send) = try await unknown()
    try await test.take([], deleted: ["1"])
    try await settle(test, send, .absent)
    #expect(try await test.states("reply") == ["superseded"])
    #expect(try await test.states() == ["closed"])
  }

  /// A connector that was removed from the config can answer no question.
  @Test func whatNobodyAsksAboutGoesToAHumanInTheEnd() async throws {
    let (test, _) = try await unknown()
    let stale = fixtureTime + .hours(12)
    try await test.fireDue(at: stale)
    #expect(try await test.states("reply") == ["unknown"])
    try await test.fireDue(at: stale + .hours(1))
    #expect(try await test.states("reply") == ["rejected"])
    #expect(
      try await test.texts("SELECT reason FROM handoff")
        == ["unknown: the reply may or may not be out"])
  }
}
