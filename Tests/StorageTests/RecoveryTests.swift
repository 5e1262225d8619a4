import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

/// What a killed process leaves is made consistent at start.
@Suite struct RecoveryTests {
  @Test func aSendUnderWayBecomesUnknownAndItsAttemptCrashed() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.answer, reply: .make())
    _ = try await test.beginAll()
    let reopened = try await test.reopened()
    let report = try await reopened.recover()
    #expect(report.unknownSends == 1)
    #expect(try await reopened.states("reply") == ["unknown"])
    #expect(try await reopened.texts("SELECT outcome FROM attempt") == ["crashed"])
    #expect(
      try await reopened.store.nextSend(connector: "test") == fixtureTime + .seconds(30))
  }

  @Test func messagesUnderEvaluationRunAlone() async throws {
    let test = try await StoreUnderTest()
    try await test.take((1...5).map { .make(id: "\($0)") })
    #expect(try await test.claim().count == 5)
    let reopened = try await test.reopened()
    #expect(try await reopened.recover().reevaluated == 5)
    for row in 1...5 {
      let claimed = try await reopened.claim()
      #expect(claimed.map(\.row) == [Int64(row)])
      #expect(claimed.map(\.crashes) == [1])
      try await reopened.store.decide(claimed.map { reopened.decided($0, .ignore) })
    }
    #expect(try await reopened.claim().isEmpty)
  }

  @Test func aBatchEndsBeforeAMessageThatCrashed() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1")])
    _ = try await test.claim()
    _ = try await test.recover()
    try await test.take([.make(id: "2")], at: fixtureTime - .seconds(9))
    #expect(try await test.claim().map(\.row) == [2])
    #expect(try await test.claim().map(\.row) == [1])
  }

  @Test func theThirdCrashHandsTheMessageOff() async throws {
    var test = try await StoreUnderTest()
    try await test.take([.make()])
    for crash in 1...3 {
      #expect(try await test.claim().count == 1)
      test = try await test.reopened()
      let report = try await test.recover()
      #expect(report.quarantined == (crash == 3 ? 1 : 0))
    }
    #expect(try await test.claim().isEmpty)
    #expect(
      try await test.texts("SELECT reason FROM handoff") == ["quarantined: present at 3 crashes"])
    try await test.tellAll()
    #expect(try await test.closings() == ["handedOff"])
    #expect(try await test.violations().isEmpty)
  }

  @Test func aHungMessageIsHandedOffAtOnceAndItsNeighboursAreNot() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1"), .make(id: "2")])
    _ = try await test.claim()
    let reopened = try await test.reopened()
    let report = try await reopened.recover(hung: [2: "faq"])
    #expect(report.quarantined == 1 && report.reevaluated == 1)
    #expect(
      try await reopened.texts("SELECT reason FROM handoff")
        == ["quarantined: stage faq hung on this message"])
    #expect(try await reopened.states() == ["stored", "decided"])
  }

  @Test func aHangRecordOfADecidedMessageChangesNothing() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.ignore)
    #expect(try await test.recover(hung: [1: "faq"]) == RecoveryReport())
    #expect(try await test.closings() == ["ignored"])
  }

  @Test func aSecondRecoveryFindsNothing() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.answer, reply: .make())
    _ = try await test.beginAll()
    _ = try await test.recover()
    #expect(try await test.recover() == RecoveryReport())
  }
}
