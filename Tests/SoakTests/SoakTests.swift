import PluginKit
import TestRecords
import TestSupport
import Testing

/// The real binary against a server that fails in every way, killed again and again.
@Suite(.serialized) struct SoakTests {
  /// What a strict server may object to, and why.
  private static let justified = [
    // A process that is killed forgets that it was told to wait.
    "requestBeforeReset"
  ]

  @Test(arguments: SoakPlan.chosen)
  func everyMessageEndsOnceAndNoReplyIsDoubled(_ plan: SoakPlan) async throws {
    let messages: RealMessages
    do {
      messages = try RealMessages(postLimit: plan.posts)
    } catch let missing as RealMessages.Missing {
      print("NOT RUN: soak (\(plan.name)): \(missing)")
      return
    }
    let run = try SoakRun(plan, messages)
    let result = try await run.run()
    print(result.summary)
    #expect(result.ending == .exit(0), "the daemon drains on SIGTERM and exits 0")
    #expect(result.verified.status == 0, "replyd verify: \(result.verified.output)")
    #expect(result.sides.server.customers.count == run.messageCount)
    #expect(result.sides.missingOrInvented == [], "each message is in the store, exactly once")
    #expect(result.sides.store.messages.count == run.messageCount)
    #expect(result.sides.unended == [], "each message has one terminal state")
    #expect(result.sides.doubled == [], "no reply is doubled on the server")
    #expect(result.sides.unmatched == [], "receipts and the server's record agree")
    #expect(result.widened == [], "no reply is wider than its parent")
    #expect(result.violationKinds.keys.filter { !Self.justified.contains($0) } == [])
    #expect(result.status.answered > 0 && result.status.acknowledged > 0)
    #expect(result.status.handedOff > 0 && !result.status.ignored.isEmpty)
    if plan.kills >= 20 {
      let struck = result.recovered.sends + result.recovered.evaluations
      #expect(struck > 0, "all kills struck an idle daemon")
    }
    let kinds = ["loseAnswerAfterActing", "cutBody", "status429", "status5xx", "repeatPage"]
    for kind in kinds {
      #expect((result.counts["faults"]?[kind]?.number ?? 0) > 0, "\(kind) never struck")
    }
  }
}
