import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import MastodonConnectorPlugin

@Suite struct RateBudgetTests {
  @Test func theTighterLimitIsShownUntilTheServerCountsAnew() {
    let gate = RateLimitGate()
    #expect(gate.budget(now: fixtureTime) == nil)
    let reading = RateBudget(remaining: 120, limit: 300)
    let posting = RateBudget(remaining: 7, limit: 300)
    gate.note(reading, at: .reading, until: fixtureTime + .minutes(5))
    gate.note(posting, at: .posting, until: fixtureTime + .minutes(1))
    #expect(gate.budget(now: fixtureTime) == posting)
    #expect(gate.budget(now: fixtureTime + .minutes(2)) == reading)
    #expect(gate.budget(now: fixtureTime + .minutes(6)) == nil)
  }
}
