import DequeModule
import Foundation
import Synchronization

/// Runs all Engine tasks on threads of its own, so that a spinning task of somebody else (or of
/// ours) cannot starve the rest of the process through the global pool.
public final class EngineExecutor: TaskExecutor {
  private struct Queue {
    var jobs: Deque<UnownedJob> = []
    var isClosed = false
  }

  private let condition = NSCondition()
  // The condition's own lock guards it at every use; `Mutex` has no condition variable.
  nonisolated(unsafe) private var queue = Queue()

  /// - Parameter threads: at least two, so that one long stage leaves another thread free.
  public init(threads: Int) {
    for number in 1...max(1, threads) {
      // The threads keep the executor alive until it is closed.
      let thread = Thread { self.work() }
      thread.name = "engine-\(number)"
      thread.stackSize = 2 << 20
      thread.start()
    }
  }

  public func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    condition.lock()
    queue.jobs.append(unowned)
    condition.unlock()
    condition.signal()
  }

  /// Ends the threads once the queue is empty. Call it after all tasks are done.
  public func close() {
    condition.lock()
    queue.isClosed = true
    condition.unlock()
    condition.broadcast()
  }

  private func work() {
    let executor = asUnownedTaskExecutor()
    while let job = next() { job.runSynchronously(on: executor) }
  }

  private func next() -> UnownedJob? {
    condition.lock()
    defer { condition.unlock() }
    while queue.jobs.isEmpty {
      if queue.isClosed { return nil }
      condition.wait()
    }
    return queue.jobs.popFirst()
  }
}
