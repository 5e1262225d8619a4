import Foundation
import PluginKit
import Synchronization

/// What one dispatcher has in the air.
final class Flight: Sendable {
  private struct State {
    var count = 0
    var pausedUntil: Date?
    var pausedFor: Duration = .zero
    var failures = 0
  }
  private let state = Mutex(State())

  /// Sends begun whose end is not recorded.
  var count: Int { state.withLock { $0.count } }

  /// nil when the pause is over; a clock that was set back must not lengthen it.
  func pausedUntil(from now: Date) -> Date? {
    state.withLock { state in
      guard let until = state.pausedUntil, until > now, until <= now + state.pausedFor else {
        return nil
      }
      return until
    }
  }

  func start() {
    state.withLock {
      $0.count += 1
      $0.failures = 0
    }
  }
  func end(_ ended: Int) { state.withLock { $0.count -= ended } }
  func fail() -> Int {
    state.withLock {
      $0.failures += 1
      return $0.failures
    }
  }
  func pause(for duration: Duration, from now: Date) {
    let current = pausedUntil(from: now)
    state.withLock { state in
      if let current, current > now + duration { return }
      state.pausedUntil = now + duration
      state.pausedFor = duration
    }
  }
}
