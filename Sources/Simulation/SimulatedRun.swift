import Foundation
import PluginKit
import Synchronization

/// Drives the daemon's real loops on a virtual clock: a recorded week runs in seconds, always in
/// the same order. All that is awaited inside must run on the simulation's executor: a store whose
/// verbs do not hop threads, connectors without a network. What cannot (another process) is awaited
/// in `SimulatedTime.outside`.
public struct SimulatedRun: Sendable {
  public let time: SimulatedTime
  private let executor = SimulationExecutor()

  /// Nothing runs, nobody sleeps, and the body has not ended.
  public struct Stalled: Error, CustomStringConvertible {
    public var description: String {
      "the simulation stalled: everything waits for something outside of it"
    }
  }

  public init(time: SimulatedTime) { self.time = time }

  /// Runs `body` to its end on the calling thread.
  public func run<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws
    -> Value
  {
    guard let value = try run(until: Halt(), body) else { throw Stalled() }
    return value
  }

  /// Runs `body` to its end, or until `halt` is tripped: then nil. Its tasks are cancelled and
  /// unwind without any time passing; whoever tripped the halt keeps them from reaching what
  /// outlives them.
  public func run<Value: Sendable>(
    until halt: Halt, _ body: @escaping @Sendable () async throws -> Value
  ) throws -> Value? {
    let result = Mutex<Result<Value, any Error>?>(nil)
    let task = Task(executorPreference: executor) {
      let ended: Result<Value, any Error>
      do { ended = .success(try await body()) } catch { ended = .failure(error) }
      result.withLock { $0 = ended }
    }
    while !halt.isTripped {
      if executor.runOne() { continue }
      if let ended = result.withLock({ $0 }) { return try ended.get() }
      if time.isOutside {
        executor.awaitJob()
      } else if !time.advance() {
        throw Stalled()
      }
    }
    task.cancel()
    while executor.runOne() {}
    // A task that ignores its cancellation would go on in the next life.
    guard result.withLock({ $0 != nil }) else { throw Stalled() }
    return nil
  }
}
