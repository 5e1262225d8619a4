public import Foundation
public import PluginKit
import Synchronization

/// A clock that moves only when told, so that no test waits.
///
/// Like the machine it has two hands: `now` is the wall clock, which `set(to:)` may move back;
/// sleepers count time that has passed, so only `advance(by:)` wakes them. A woken task runs when
/// its executor lets it: wait for what it does, e.g. with `sleepers(atLeast:)`, before you advance.
public final class ManualTime: Time {
  private struct Sleeper {
    var id: Int
    var due: Duration
    var continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now: Date
    var passed = Duration.zero
    var nextID = 0
    /// By due time; equal ones in the order in which they fell asleep.
    var sleepers: [Sleeper] = []
    /// Sleeps that were cancelled before they had begun.
    var cancelled: Set<Int> = []
  }

  private let state: Mutex<State>

  public init(_ start: Date = Date(timeIntervalSince1970: 1_750_000_000)) {
    state = Mutex(State(now: start))
  }

  public var now: Date { state.withLock { $0.now } }

  /// Returns at once when `duration` is not positive; otherwise only `advance(by:)` ends it.
  public func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    guard duration > .zero else { return }
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    defer { state.withLock { _ = $0.cancelled.remove(id) } }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { fallAsleep(id, for: duration, $0) }
    } onCancel: {
      cancel(id)
    }
  }

  /// Moves both hands, and wakes whoever is due on the way, the earliest first.
  public func advance(by duration: Duration) {
    precondition(duration >= .zero, "use set(to:) to move the wall clock back")
    let due = state.withLock { state in
      state.passed += duration
      state.now = state.now + duration
      let count = state.sleepers.prefix { $0.due <= state.passed }.count
      defer { state.sleepers.removeFirst(count) }
      return Array(state.sleepers.prefix(count))
    }
    for sleeper in due { sleeper.continuation.resume() }
  }

  /// Moves the wall clock alone, forwards or back, as an administrator or NTP would.
  public func set(to date: Date) { state.withLock { $0.now = date } }

  /// How many sleep now.
  public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

  /// How far to advance to wake the next sleeper; nil when nobody sleeps.
  public var untilNextSleeper: Duration? {
    state.withLock { state in state.sleepers.first.map { $0.due - state.passed } }
  }

  /// Returns once so many sleep: the code under test has come to rest. Throws when cancelled.
  public func sleepers(atLeast count: Int) async throws {
    while sleeperCount < count {
      try Task.checkCancellation()
      await Task.yield()
    }
  }
}

extension ManualTime {
  private func fallAsleep(
    _ id: Int, for duration: Duration, _ continuation: CheckedContinuation<Void, any Error>
  ) {
    let isCancelled = state.withLock { state in
      if state.cancelled.contains(id) { return true }
      let due = state.passed + duration
      let place = state.sleepers.firstIndex { $0.due > due } ?? state.sleepers.count
      state.sleepers.insert(Sleeper(id: id, due: due, continuation: continuation), at: place)
      return false
    }
    if isCancelled { continuation.resume(throwing: CancellationError()) }
  }

  private func cancel(_ id: Int) {
    let sleeper = state.withLock { state -> Sleeper? in
      guard let place = state.sleepers.firstIndex(where: { $0.id == id }) else {
        state.cancelled.insert(id)
        return nil
      }
      return state.sleepers.remove(at: place)
    }
    sleeper?.continuation.resume(throwing: CancellationError())
  }
}
