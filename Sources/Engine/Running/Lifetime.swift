import Synchronization

/// Whether the daemon is draining, and which recordings have ended.
final class Lifetime: Sendable {
  private struct State {
    var isStopping = false
    var running: Set<String>
    var backlog = 0
  }
  private let state: Mutex<State>

  init(connectors: [String]) { state = Mutex(State(running: Set(connectors))) }

  var isStopping: Bool { state.withLock { $0.isStopping } }
  func stop() { state.withLock { $0.isStopping = true } }

  /// A connector begins to poll, anew where its source had ended.
  func polls(_ connector: String) { state.withLock { _ = $0.running.insert(connector) } }

  /// A connector whose source has ended polls no more.
  func ended(_ connector: String) { state.withLock { _ = $0.running.remove(connector) } }
  var allEnded: Bool { state.withLock { $0.running.isEmpty } }

  /// Messages taken in and not yet decided, for back pressure.
  var backlog: Int { state.withLock { $0.backlog } }
  func backlog(add count: Int) { state.withLock { $0.backlog = max(0, $0.backlog + count) } }
  /// Nothing waits: what was counted and then deleted or edited is not waited for.
  func backlogIsEmpty() { state.withLock { $0.backlog = 0 } }
}
