import PluginKit
import Synchronization

/// Wakes one loop. Raising it before the wait is remembered once.
final class Signal: Sendable {
  private struct State {
    var isRaised = false
    var waiter: CheckedContinuation<Void, Never>?
  }
  private let state = Mutex(State())

  func raise() {
    let waiter = state.withLock { state in
      defer { state.waiter = nil }
      if state.waiter == nil { state.isRaised = true }
      return state.waiter
    }
    waiter?.resume()
  }

  /// Returns when raised, after `limit`, or when the task is cancelled.
  func wait(atMost limit: Duration, on time: any Time) async {
    if take() || limit <= .zero { return }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.raised() }
      group.addTask {
        do { try await time.sleep(for: limit) } catch { return }
      }
      await group.next()
      group.cancelAll()
    }
  }

  private func take() -> Bool {
    state.withLock { state in
      defer { state.isRaised = false }
      return state.isRaised
    }
  }

  private func raised() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          if state.isRaised || Task.isCancelled {
            state.isRaised = false
            return true
          }
          state.waiter = continuation
          return false
        }
        if isDone { continuation.resume() }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        defer { state.waiter = nil }
        return state.waiter
      }
      waiter?.resume()
    }
  }
}
