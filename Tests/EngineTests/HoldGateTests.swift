import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// The holds in memory.
@Suite struct HoldGateTests {
  private func isClosed(_ gate: HoldGate, _ kind: Reply.Kind = .answer) -> Bool {
    gate.isClosed(.make(kind: kind), conversation: 1, isApproved: false, takes: gate.takes)
  }

  private func hold(_ scope: Hold.Scope, incident: Int64? = nil) -> Hold {
    Hold(row: 1, scope: scope, reason: "", by: "", at: fixtureTime, incident: incident)
  }

  @Test func aHoldThatCommitsWhileTheStoreIsReadIsNotLost() async {
    let gate = HoldGate()
    var reads = 0
    await gate.refresh {
      reads += 1
      if reads == 1 {
        gate.enter(HoldRule(scope: .everything))
        gate.add(HoldRule(scope: .everything))
        gate.leave(HoldRule(scope: .everything))
        return []
      }
      return [hold(.everything)]
    }
    #expect(reads == 2 && isClosed(gate))
    await gate.refresh { [] }
    #expect(!isClosed(gate))
  }

  @Test func whatEntersIsClosedBeforeItCommits() {
    let gate = HoldGate()
    gate.enter(HoldRule(scope: .connector("test")))
    gate.enter(HoldRule(scope: .connector("test")))
    gate.leave(HoldRule(scope: .connector("test")))
    #expect(isClosed(gate))
    gate.leave(HoldRule(scope: .connector("test")))
    #expect(!isClosed(gate))
  }

  @Test func anIncidentsStatementPassesItsHoldsAndNoOnesElse() async {
    let gate = HoldGate()
    await gate.refresh { [hold(.everything, incident: 1), hold(.conversation(1), incident: 1)] }
    #expect(isClosed(gate) && !isClosed(gate, .holdingStatement))
    await gate.refresh { [hold(.conversation(1), incident: 1), hold(.conversation(1))] }
    #expect(isClosed(gate, .holdingStatement) && !isClosed(gate, .human))
  }
}
