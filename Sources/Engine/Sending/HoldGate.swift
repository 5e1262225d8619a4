import PluginKit
import Synchronization

/// The holds in memory, asked immediately before a post. The store's rows are the truth; a hold
/// enters here before it commits, so that after its commit no new send starts (P8).
final class HoldGate: Sendable {
  private struct State {
    var committed: Set<Hold.Scope> = []
    /// On their way into the store, by how many.
    var entering: [Hold.Scope: Int] = [:]
    /// People that are taking a conversation right now, and how many have.
    var taking = 0
    var takes = 0

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
  ///   - kind: a person's reply goes into a conversation that is held so that a person answers.
  ///   - isApproved: a person said yes to it, whoever has the conversation.
  ///   - takes: as read before it was checked.
  func isClosed(
    connector: String, conversation: Int64, _ kind: Reply.Kind, isApproved: Bool, takes: Int
  ) -> Bool {
    state.withLock { state in
      if state.has(.everything) || state.has(.connector(connector)) { return true }
      if kind == .human { return false }
      if state.has(.conversation(conversation)) { return true }
      return !isApproved && (state.taking > 0 || state.takes != takes)
    }
  }
}
