import DequeModule
import Foundation
import PluginKit
import Synchronization

/// The calls that wait for a process of one plugin, and whether there is hope for them.
///
/// Calls to `evaluate` that wait together go out together. After three failures without a success
/// between, calls fail at once until the next process is tried.
final class CallQueue: Sendable {
  struct Job: Sendable {
    let method: String
    /// JSON: the params, or one item of a batch.
    let params: [UInt8]
    let isItem: Bool
    /// It waits no longer than this, on the monotonic clock.
    let limit: Double
    var isAlone: Bool
    let answer: CheckedContinuation<Result<JSONNode, CallFailure>, Never>

    func fail(_ failure: CallFailure) { answer.resume(returning: .failure(failure)) }
  }

  private static let patience = 3
  private static let longestBackoff = 60.0
  /// Between two looks for calls that waited too long.
  static let look: Duration = .milliseconds(100)
  /// In bytes, of the items of one batch.
  private static let batchBytes = 512 * 1024

  private struct State {
    var jobs: Deque<Job> = []
    var idle: [CheckedContinuation<Void, Never>] = []
    var isClosed = false
    var isWatched = false
    /// Out of service until the next reload.
    var refusal: String?
    /// A process has answered `initialize` since the last failure.
    var hasStarted = false
    var failures = 0
    var failure = ""
    /// No call before this, on the monotonic clock.
    var downUntil = 0.0
  }
  private let state = Mutex(State())
  private let batch: Int
  private let processes: Int

  /// - Parameters:
  ///   - batch: items that go out together, at most.
  ///   - processes: that take from here.
  init(batch: Int, processes: Int) {
    self.batch = batch
    self.processes = processes
  }

  /// Out of service until the next reload.
  var isRefused: Bool { state.withLock { $0.refusal != nil } }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// No process has anything to do any more.
  var isOver: Bool { state.withLock { $0.isClosed || $0.refusal != nil } }

  /// Takes a call in, or fails it at once.
  func add(_ job: Job) {
    let now = SystemTime.monotonicSeconds
    let waiter: CheckedContinuation<Void, Never>?
    let mustWatch: Bool
    do throws(CallFailure) {
      (waiter, mustWatch) = try state.withLock { state throws(CallFailure) in
        if let refusal = state.refusal { throw .unsent(refusal) }
        if state.isClosed { throw .unsent("replyd ends") }
        if job.limit <= now { throw .unsent(Self.whyWaiting(state)) }
        if state.downUntil > now {
          let seconds = Int((state.downUntil - now).rounded(.up))
          throw .unsent("\(state.failure); it is tried again in \(seconds)s")
        }
        state.jobs.append(job)
        defer { state.isWatched = true }
        return (state.idle.popLast(), !state.isWatched)
      }
    } catch {
      return job.fail(error)
    }
    if mustWatch { Task { await watch() } }
    waiter?.resume()
  }

  /// What goes out together; empty once there is nothing to do any more.
  func take() async -> [Job] {
    while true {
      let now = SystemTime.monotonicSeconds
      let (jobs, late, reason, isOver) = state.withLock { state in
        let isOver = state.isClosed || state.refusal != nil
        let late = isOver ? [] : Self.removeLate(&state, now)
        return (isOver ? [] : self.next(&state), late, Self.whyWaiting(state), isOver)
      }
      for job in late { job.fail(.unsent(reason)) }
      if !jobs.isEmpty || isOver { return jobs }
      await wait()
    }
  }

  /// Each message of a batch that failed is asked about alone; one that was alone has failed.
  func giveBack(_ jobs: [Job], _ failure: CallFailure) {
    if jobs.count == 1 { return jobs[0].fail(failure) }
    typealias Waiters = [CheckedContinuation<Void, Never>]
    let (isClosed, mustWatch, idle) = state.withLock { state -> (Bool, Bool, Waiters) in
      if state.isClosed { return (true, false, []) }
      state.jobs.prepend(
        contentsOf: jobs.map { job in
          var alone = job
          alone.isAlone = true
          return alone
        })
      defer {
        state.isWatched = true
        state.idle = []
      }
      return (false, !state.isWatched, state.idle)
    }
    if isClosed { for job in jobs { job.fail(failure) } }
    if mustWatch { Task { await watch() } }
    for slot in idle { slot.resume() }
  }

  /// Calls that wait fail.
  func close() {
    let (jobs, idle) = state.withLock { state in
      state.isClosed = true
      defer {
        state.jobs = []
        state.idle = []
      }
      return (state.jobs, state.idle)
    }
    for job in jobs { job.fail(.unsent("replyd ends")) }
    for slot in idle { slot.resume() }
  }
}

/// What went wrong, and when to try again.
extension CallQueue {
  /// A process has answered `initialize`.
  func started() { state.withLock { $0.hasStarted = true } }

  /// Returns whether it had been failing.
  func succeeded() -> Bool {
    state.withLock { state in
      defer {
        state.failures = 0
        state.failure = ""
      }
      return state.failures > 0
    }
  }

  /// Returns how long to wait before the next process, in seconds.
  func failed(_ reason: String) -> Double {
    let (wait, jobs) = state.withLock { state -> (Double, Deque<Job>) in
      state.failures += 1
      state.failure = reason
      defer { state.hasStarted = false }
      // Messages are asked about alone to find the one that harms: each may cost a process that
      // had started, and that is no sign that nothing works.
      let isSearching = state.hasStarted && state.jobs.contains(where: \.isAlone)
      if state.refusal == nil, isSearching { return (0, []) }
      let rounds = (state.failures + self.processes - 1) / self.processes
      let wait = rounds == 1 ? 0 : min(Self.longestBackoff, pow(2, Double(rounds - 3)))
      guard rounds >= Self.patience || state.refusal != nil else { return (wait, []) }
      state.downUntil = SystemTime.monotonicSeconds + wait
      defer { state.jobs = [] }
      return (wait, state.jobs)
    }
    for job in jobs { job.fail(.unsent(reason)) }
    return wait
  }

  /// Out of service: no process is started any more, and those that wait for calls end.
  func refuse(_ reason: String) {
    let idle = state.withLock { state in
      state.refusal = reason
      defer { state.idle = [] }
      return state.idle
    }
    for slot in idle { slot.resume() }
  }
}

extension CallQueue {
  private func wait() async {
    await withCheckedContinuation { continuation in
      let isReady = state.withLock { state in
        if !state.jobs.isEmpty || state.isClosed || state.refusal != nil { return true }
        state.idle.append(continuation)
        return false
      }
      if isReady { continuation.resume() }
    }
  }

  private func next(_ state: inout State) -> [Job] {
    guard let first = state.jobs.popFirst() else { return [] }
    guard first.isItem, !first.isAlone else { return [first] }
    var jobs = [first]
    var bytes = first.params.count
    while jobs.count < batch, let job = state.jobs.first, job.isItem, !job.isAlone {
      bytes += job.params.count
      if bytes > Self.batchBytes { break }
      state.jobs.removeFirst()
      jobs.append(job)
    }
    return jobs
  }

  private static func removeLate(_ state: inout State, _ now: Double) -> [Job] {
    let late = state.jobs.filter { $0.limit <= now }
    if !late.isEmpty { state.jobs.removeAll { $0.limit <= now } }
    return Array(late)
  }

  private static func whyWaiting(_ state: State) -> String {
    if !state.failure.isEmpty { return state.failure }
    return state.hasStarted
      ? "it is too busy; raise \"run\".\"processes\""
      : "it has not answered initialize yet; does it flush its output after each line?"
  }

  /// Fails calls that waited too long, as long as any wait.
  private func watch() async {
    while true {
      await RealTime.pause(for: Self.look)
      let now = SystemTime.monotonicSeconds
      let (late, isDone, reason) = state.withLock { state in
        let late = Self.removeLate(&state, now)
        if state.jobs.isEmpty { state.isWatched = false }
        return (late, state.jobs.isEmpty, Self.whyWaiting(state))
      }
      for job in late { job.fail(.unsent(reason)) }
      if isDone { return }
    }
  }
}
