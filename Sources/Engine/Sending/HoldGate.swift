import Synchronization

/// The holds in memory, asked immediately before a post. The store's rows are the truth; a hold
/// enters here before it commits, so that after its commit no new send starts (P8).
final class HoldGate: Sendable {
  private let scopes = Mutex<Set<Hold.Scope>>([])

  func add(_ scope: Hold.Scope) { scopes.withLock { _ = $0.insert(scope) } }
  func replace(with holds: [Hold]) { scopes.withLock { $0 = Set(holds.map(\.scope)) } }

  func isClosed(connector: String, conversation: Int64) -> Bool {
    scopes.withLock {
      !$0.isEmpty
        && ($0.contains(.everything) || $0.contains(.connector(connector))
          || $0.contains(.conversation(conversation)))
    }
  }
}
