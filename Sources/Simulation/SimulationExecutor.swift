import DequeModule
import Foundation
import Synchronization

/// Runs all tasks of a simulation on the thread that drives it, one job after the other, so that
/// the same input gives the same order.
final class SimulationExecutor: TaskExecutor {
  private struct State {
    var jobs: Deque<UnownedJob> = []
    /// The driving thread sleeps until one comes.
    var isAwaited = false
  }
  private let state = Mutex(State())
  private let arrival = DispatchSemaphore(value: 0)

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    let isAwaited = state.withLock { state in
      state.jobs.append(unowned)
      defer { state.isAwaited = false }
      return state.isAwaited
    }
    if isAwaited { arrival.signal() }
  }

  /// Runs the next job; false when none waits.
  func runOne() -> Bool {
    guard let job = state.withLock({ $0.jobs.popFirst() }) else { return false }
    job.runSynchronously(on: asUnownedTaskExecutor())
    return true
  }

  /// Blocks the thread until a job waits.
  func awaitJob() {
    let mustWait = state.withLock { state in
      state.isAwaited = state.jobs.isEmpty
      return state.isAwaited
    }
    if mustWait { arrival.wait() }
  }
}
