import DequeModule
import Synchronization

/// Runs all tasks of a simulation on the thread that drives it, one job after the other, so that
/// the same input gives the same order.
final class SimulationExecutor: TaskExecutor {
  private let jobs = Mutex<Deque<UnownedJob>>([])

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    jobs.withLock { $0.append(unowned) }
  }

  /// Runs the next job; false when none waits.
  func runOne() -> Bool {
    guard let job = jobs.withLock({ $0.popFirst() }) else { return false }
    job.runSynchronously(on: asUnownedTaskExecutor())
    return true
  }
}
