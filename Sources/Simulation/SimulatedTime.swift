public import Foundation
public import PluginKit
import Synchronization

/// A clock that jumps to the next sleeper whenever nothing else is left to do.
public final class SimulatedTime: Time {
  private struct Sleeper {
    var order: Int
    /// Elapsed seconds, which a clock that is set does not change.
    var due: Double
    var continuation: CheckedContinuation<Void, any Error>
  }
  private struct State {
    var start: Date
    var elapsed = 0.0
    var nextOrder = 0
    var sleepers: [Int: Sleeper] = [:]
    /// What is awaited that no clock here knows.
    var outside = 0
    /// Cancelled before they began to sleep.
    var cancelled: Set<Int> = []
  }
  private let state: Mutex<State>

  public init(start: Date) { state = Mutex(State(start: start)) }

  public var now: Date { state.withLock { $0.start.addingTimeInterval($0.elapsed) } }

  /// Since the start, whatever the wall clock was set to.
  public var elapsed: Duration { .seconds(state.withLock { $0.elapsed }) }

  /// Moves the wall clock only: nobody sleeps shorter or longer for it.
  public func set(to date: Date) {
    state.withLock { $0.start = date.addingTimeInterval(-$0.elapsed) }
  }

  public func sleep(for duration: Duration) async throws {
    let order = state.withLock { state in
      state.nextOrder += 1
      return state.nextOrder
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isCancelled = state.withLock { state in
          if state.cancelled.remove(order) != nil { return true }
          state.sleepers[order] = Sleeper(
            order: order, due: state.elapsed + max(0, duration.seconds),
            continuation: continuation)
          return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        let found = state.sleepers.removeValue(forKey: order)
        if found == nil { state.cancelled.insert(order) }
        return found
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
    state.withLock { _ = $0.cancelled.remove(order) }
  }

  /// Awaits what takes real time, another process for one: the clock stands still meanwhile.
  public func outside<Value: Sendable>(_ body: @Sendable () async throws -> Value) async rethrows
    -> Value
  {
    state.withLock { $0.outside += 1 }
    defer { state.withLock { $0.outside -= 1 } }
    return try await body()
  }

  var isOutside: Bool { state.withLock { $0.outside > 0 } }

  /// Wakes the earliest sleeper; false when nobody sleeps.
  func advance() -> Bool {
    let next = state.withLock { state -> Sleeper? in
      guard let first = state.sleepers.values.min(by: { ($0.due, $0.order) < ($1.due, $1.order) })
      else { return nil }
      state.sleepers[first.order] = nil
      state.elapsed = max(state.elapsed, first.due)
      return first
    }
    next?.continuation.resume()
    return next != nil
  }
}
