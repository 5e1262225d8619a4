import PluginKit
import TestRecords
import TestSupport
import Testing

/// The release binary, killed at named edges and at any moment.
@Suite(.serialized) struct TortureTests {
  @Test(arguments: TorturePlan.chosen)
  func nothingIsLostAndNothingIsSaidTwiceWhereverItIsKilled(_ plan: TorturePlan) async throws {
    let run = try TortureRun(plan)
    let result = try await run.run()
    print(result.summary)
    #expect(result.failure == nil)
    if plan.strikesAll { #expect(result.neverStruck == [], "every failpoint was passed") }
    #expect(result.ending == .exit(0), "the daemon drains on SIGTERM and exits 0")
    #expect(result.verified == nil, "replyd verify is clean")
    let comparison = try #require(result.comparison)
    #expect(comparison.missingOrInvented == [], "each message is in the store, exactly once")
    #expect(comparison.unended == [], "each message has one terminal state")
    #expect(comparison.doubled == [], "no reply is doubled on the server")
    #expect(comparison.unmatched == [], "receipts and the server's record agree")
    #expect((comparison.store.closings["answered"] ?? 0) > 0)
    #expect((comparison.store.closings["handedOff"] ?? 0) > 0)
    #expect(result.faults?["loseAnswerAfterActing"]?.number ?? 0 > 0, "answers were lost")
  }
}
