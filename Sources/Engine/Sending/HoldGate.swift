import PluginKit
import Synchronization

/// The holds in memory, asked immediately before a post. The store's rows are the truth; a hold
/// enters here before it commits, so that after its commit no new send starts (P8).
final class HoldGate: Sendable {
  private struct State {
    var committed: Set<Hold.Scope> = []
    /// On their way into the store, by how many.
    var entering: [Hold.Scope: Int] = [:]
    /// Conversations that people took: what was begun before is not posted any more.
    var owned: Set<Int64> = []

    func has(_ scope: Hold.Scope) -> Bool {
      committed.contains(scope) || entering[scope] != nil
    }
  }
  private let state = Mutex(State())

  /// Before a hold is written; `leave` once it is known what became of it.
  func enter(_ scope: Hold.Scope) { state.withLock { $0.entering[scope, default: 0] += 1 } }

  func leave(_ scope: Hold.Scope) {
    state.withLock { state in
      let count = state.entering[scope] ?? 0
      state.entering[scope] = count > 1 ? count - 1 : nil
    }
  }

  /// A hold that has committed.
  func add(_ scope: Hold.Scope) { state.withLock { _ = $0.committed.insert(scope) } }
  func replace(with holds: [Hold]) { state.withLock { $0.committed = Set(holds.map(\.scope)) } }

  /// A person has the conversation from now on.
  func own(_ conversation: Int64) { state.withLock { _ = $0.owned.insert(conversation) } }
  func disown(_ conversation: Int64) { state.withLock { _ = $0.owned.remove(conversation) } }

  /// - Parameter kind: a person's reply goes into a conversation that is theirs, or that is held so
  ///   that a person answers.
  func isClosed(
    connector: String, conversation: Int64, _ kind: Reply.Kind, isApproved: Bool
  ) -> Bool {
    state.withLock { state in
      if state.has(.everything) || state.has(.connector(connector)) { return true }
      if kind == .human { return false }
      return state.has(.conversation(conversation))
        || (!isApproved && state.owned.contains(conversation))
    }
  }
}
