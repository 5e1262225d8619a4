import PluginKit
import Synchronization

/// The holds in memory, asked immediately before a post. The store's rows are the truth; a hold
/// enters here before it commits, so that after its commit no new send starts (P8).
final class HoldGate: Sendable {
  private struct State {
    var committed = Rules()
    /// How often it changed: what was read from the store before another change is read again.
    var changes = 0
    /// On their way into the store, by how many.
    var entering: [HoldRule: Int] = [:]
    /// People that are taking a conversation right now, and how many have.
    var taking = 0
    var takes = 0
  }

  /// Holds on conversations may be many: they are looked up, the others asked one by one.
  private struct Rules {
    private var conversations: [Int64: HoldRule] = [:]
    private var others: Set<HoldRule> = []

    mutating func insert(_ rule: HoldRule) {
      guard case .conversation(let row) = rule.scope else {
        others.insert(rule)
        return
      }
      // Of two, the one that lets nothing pass.
      if conversations[row]?.isIncident != false { conversations[row] = rule }
    }

    func cover(_ reply: Reply, conversation: Int64) -> Bool {
      conversations[conversation]?.covers(reply, conversation: conversation) == true
        || others.contains { $0.covers(reply, conversation: conversation) }
    }
  }
  private let state = Mutex(State())

  /// Before a hold is written; `leave` once it is known what became of it.
  func enter(_ rule: HoldRule) { state.withLock { $0.entering[rule, default: 0] += 1 } }

  func leave(_ rule: HoldRule) {
    state.withLock { state in
      let count = state.entering[rule] ?? 0
      state.entering[rule] = count > 1 ? count - 1 : nil
    }
  }

  /// A hold that has committed.
  func add(_ rule: HoldRule) {
    state.withLock { state in
      state.committed.insert(rule)
      state.changes += 1
    }
  }

  /// Takes over what the store has. A hold that commits meanwhile is not lost by it.
  func refresh(from read: () async throws -> [Hold]) async rethrows {
    while true {
      let before = state.withLock { $0.changes }
      var rules = Rules()
      for hold in try await read() { rules.insert(hold.rule) }
      let isCurrent = state.withLock { [rules] state in
        guard state.changes == before else { return false }
        state.committed = rules
        state.changes += 1
        return true
      }
      if isCurrent { return }
    }
  }

  /// Before a person takes a conversation; `endTaking` once it is known whether they have it. What
  /// was checked before is not posted any more by then, in whatever conversation: it goes back to
  /// the outbox, and finds there whose the conversation is.
  func beginTaking() { state.withLock { $0.taking += 1 } }

  func endTaking() {
    state.withLock { state in
      state.taking -= 1
      state.takes += 1
    }
  }

  /// To be read before replies are checked, for `isClosed`.
  var takes: Int { state.withLock { $0.takes } }

  /// - Parameters:
  ///   - isApproved: a person said yes to it, whoever has the conversation.
  ///   - takes: as read before it was checked.
  func isClosed(_ reply: Reply, conversation: Int64, isApproved: Bool, takes: Int) -> Bool {
    state.withLock { state in
      if state.committed.cover(reply, conversation: conversation)
        || state.entering.keys.contains(where: { $0.covers(reply, conversation: conversation) })
      {
        return true
      }
      if reply.kind == .human { return false }
      return !isApproved && (state.taking > 0 || state.takes != takes)
    }
  }
}
