import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

/// What becomes of a message that a person answered on the platform.
@Suite struct NativeAnswerTests {
  private func answered(_ test: StoreUnderTest) async throws {
    let candidates = try await test.sendable()
    #expect(candidates.count == 1)
    try await test.store.divert(
      candidates.map {
        Diversion(row: $0.row, fence: $0.fence, way: .answered(by: ["77"]), at: fixtureTime)
      })
  }

  @Test func withoutAHandoffItIsAnswered() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.answer, reply: .make())
    try await answered(test)
    #expect(try await test.states("reply") == ["superseded"])
    #expect(try await test.closings() == ["answered"])
    let detail = try await test.texts("SELECT closingDetail FROM message")
    #expect(detail == ["by a person on the platform (77)"])
    #expect(try await test.texts("SELECT owner FROM conversation") == ["human"])
    let clocks = try await test.texts(
      "SELECT outcome FROM deadline WHERE kind IN ('acknowledge', 'human')")
    #expect(clocks == ["met", "met"])
    #expect(try await test.violations() == [])
  }

  @Test func aHandoffThatWaitedIsAnsweredToo() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(
      .acknowledgeAndHandoff, reply: .make(kind: .acknowledgement), handoff: .make())
    try await answered(test)
    #expect(try await test.states("handoff") == ["answered"])
    #expect(try await test.closings() == ["handedOff"])
    #expect(try await test.texts("SELECT state FROM notification") == ["void"])
    #expect(try await test.store.nextDue() == nil)
    #expect(try await test.texts("SELECT owner FROM conversation") == ["human"])
    #expect(try await test.violations() == [])
  }

  @Test func aLateWordChangesNothing() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.answer, reply: .make())
    let candidates = try await test.sendable()
    let begun = try await test.beginAll()
    try await test.store.divert(
      candidates.map {
        Diversion(row: $0.row, fence: $0.fence, way: .answered(by: ["77"]), at: fixtureTime)
      })
    try await test.settleAll(begun, .posted(Receipt(remote: "1001")))
    #expect(try await test.states("reply") == ["posted"])
    #expect(try await test.store.ours(connector: "test", among: ["1001", "77"]) == ["1001"])
    #expect(try await test.store.ours(connector: "other", among: ["1001"]) == [])
    #expect(try await test.violations() == [])
  }

  @Test func attachmentsSurviveTheStore() async throws {
    let test = try await StoreUnderTest()
    let media = [Medium(kind: .image, description: "a \"torn\" bag"), Medium(kind: .video)]
    try await test.take([.make(id: "1", media: media), .make(id: "2", author: .make(id: "b"))])
    let reopened = try await test.reopened()
    #expect(try await reopened.claim().map(\.message.media) == [media, []])
    try await reopened.take([.make("Other words", id: "1", editedAt: fixtureTime)])
    #expect(try await reopened.claim().map(\.message.media) == [[]])
  }
}
