import Foundation
import Logging
import PluginKit
import Synchronization

/// The processes of one plugin. A call in a batch that breaks a process is made once more, alone,
/// so that one message cannot harm another; a process that broke is started anew, later each time.
final class PluginPool: Sendable {
  /// How long a call may wait for a process, in deadlines.
  private static let deadlinesInQueue = 3

  let launch: PluginLaunch
  private let queue: CallQueue
  private let isStarted = Mutex(false)

  init(_ launch: PluginLaunch) {
    self.launch = launch
    queue = CallQueue(batch: launch.run.batch, processes: launch.run.processes)
  }

  /// The result of one call.
  ///
  /// - Parameters:
  ///   - isItem: `params` is one of the `items` of a batch; the result is its opinion.
  ///   - isAlone: it goes into no batch.
  ///   - limit: it waits no longer for a process; nil: as long as `longestCall` allows.
  func call(
    _ method: String, _ params: [UInt8], isItem: Bool = false, isAlone: Bool = false,
    until limit: Double? = nil
  ) async -> Result<JSONNode, CallFailure> {
    start()
    return await withCheckedContinuation { continuation in
      queue.add(
        CallQueue.Job(
          method: method, params: params, isItem: isItem,
          limit: limit ?? waitingEnds(from: SystemTime.monotonicSeconds), isAlone: isAlone,
          answer: continuation))
    }
  }

  /// When a call that begins at `now` has waited long enough, on the monotonic clock.
  func waitingEnds(from now: Double) -> Double {
    now + launch.deadline.seconds * Double(Self.deadlinesInQueue)
  }

  /// From the call to its answer, whatever happens.
  var longestCall: Duration { launch.deadline * (Self.deadlinesInQueue + 1) + CallQueue.look }

  /// Starts the processes; the first call does, unless it was done before.
  func start() {
    let isFirst = isStarted.withLock { isStarted in
      defer { isStarted = true }
      return !isStarted
    }
    guard isFirst, !queue.isOver else { return }
    for _ in 0..<launch.run.processes {
      LivePools.shared.enter()
      Task {
        await runSlot()
        LivePools.shared.leave()
      }
    }
  }

  /// Ends the processes; calls that wait fail.
  func close() { queue.close() }

  /// Until the next reload.
  var isOutOfService: Bool { queue.isRefused }

  /// Starts a process, has it say what it is, and ends it.
  func probe() async throws {
    try await PluginProcess.run(launch) { process in try await initialize(&process) }
  }
}

extension PluginPool {
  /// One process after the other, until the queue is closed.
  private func runSlot() async {
    while !queue.isOver {
      do {
        try await PluginProcess.run(launch) { process in
          try await initialize(&process)
          queue.started()
          while case let jobs = await queue.take(), !jobs.isEmpty {
            try await perform(jobs, &process)
            if process.isSpent { throw CallFailure.broken("it said more than it was asked") }
            if queue.succeeded() { launch.logger.notice("it works again") }
          }
        }
      } catch {
        await backOff(after: error)
      }
    }
  }

  private func backOff(after error: any Error) async {
    if queue.isClosed { return }
    let reason = (error as? CallFailure)?.description ?? "\(error)".shown
    let wait = queue.failed(reason)
    let next =
      queue.isOver ? "out of service" : wait > 0 ? "started again after \(wait)s" : "started again"
    launch.logger.error("\(reason); it is ended, and \(next)")
    let end = SystemTime.monotonicSeconds + wait
    while !queue.isOver, SystemTime.monotonicSeconds < end {
      await RealTime.pause(for: .seconds(min(0.1, wait)))
    }
  }

  private func initialize(_ process: inout PluginProcess) async throws {
    // A program that takes its time does not hold up replyd's own end.
    let tree = process.tree
    let watch = Task { [queue] in
      while !queue.isOver { try await RealTime.clock.sleep(for: CallQueue.look) }
      await tree.kill()
    }
    let answer: Result<JSONNode, CallFailure>
    do {
      answer = .success(
        try await process.call(
          "initialize", launch.parameters.bytes, within: PluginProcess.startDeadline))
    } catch {
      answer = .failure(
        error.isBroken ? error : .broken("it cannot start: \(error.description)"))
    }
    watch.cancel()
    _ = await watch.result
    let differences = launch.manifest.differences(from: try answer.get().plain)
    guard differences.isEmpty else {
      let keys = differences.joined(separator: ", ")
      queue.refuse("it is out of service: it says another \(keys) than its plugin.json")
      throw CallFailure.broken("it says another \(keys) than its plugin.json")
    }
  }

  /// Throws only what breaks the process.
  private func perform(
    _ jobs: [CallQueue.Job], _ process: inout PluginProcess
  ) async throws(CallFailure) {
    do {
      if jobs[0].isItem {
        let opinions = try await evaluate(jobs, &process)
        for (job, opinion) in zip(jobs, opinions) {
          job.answer.resume(returning: .success(opinion))
        }
      } else {
        let result = try await process.call(
          jobs[0].method, jobs[0].params, within: launch.deadline)
        jobs[0].answer.resume(returning: .success(result))
      }
    } catch {
      queue.giveBack(jobs, error)
      if error.isBroken { throw error }
    }
  }

  private func evaluate(
    _ jobs: [CallQueue.Job], _ process: inout PluginProcess
  ) async throws(CallFailure) -> [JSONNode] {
    var params = Array("{\"items\":[".utf8)
    params.reserveCapacity(jobs.reduce(32) { $0 + $1.params.count + 1 })
    for (index, job) in jobs.enumerated() {
      if index > 0 { params.append(UInt8(ascii: ",")) }
      params += job.params
    }
    params += Array("]}".utf8)
    let result = try await process.call(jobs[0].method, params, within: launch.deadline)
    guard case .array(let opinions)? = result["opinions"]?.value else {
      throw .broken("its result has no \"opinions\"")
    }
    guard opinions.count == jobs.count else {
      throw .broken("it has \(opinions.count) opinions on \(jobs.count) messages")
    }
    return opinions
  }
}

extension CallFailure {
  fileprivate var isBroken: Bool {
    if case .broken = self { true } else { false }
  }
}
