import Foundation
import PluginKit
import Synchronization

/// A compiled-in stage that outlives its deadline cannot be cancelled. This plain thread records
/// the message and ends the process; start-up hands that message off (P6).
///
/// It reads the monotonic clock, not the injected one: it watches real threads.
public final class Watchdog: Sendable {
  struct Watch: Sendable {
    var row: Int64
    var stage: String
    var limit: Double
  }

  /// What it does when a stage hangs; the process's end in the daemon.
  public typealias Action = @Sendable (_ row: Int64, _ stage: String) -> Void

  /// Exit status for the service manager: restart me (EX_SOFTWARE).
  public static let exitStatus: Int32 = 70

  private struct State {
    var watches: [Int: Watch] = [:]
    var nextTicket = 0
    var isStopped = false
    var deadline: Duration
  }
  private let state: Mutex<State>

  public init(deadline: Duration, onHang action: @escaping Action) {
    state = Mutex(State(deadline: deadline))
    let thread = Thread { [weak self] in
      while true {
        Thread.sleep(forTimeInterval: 0.05)
        guard let self, !self.isStopped else { return }
        if let hung = self.hung() { return action(hung.row, hung.stage) }
      }
    }
    thread.name = "watchdog"
    thread.start()
  }

  /// Another deadline for what begins from now on.
  public func allow(_ deadline: Duration) { state.withLock { $0.deadline = deadline } }

  public func stop() { state.withLock { $0.isStopped = true } }

  /// - Returns: a ticket for `leave`.
  func enter(row: Int64, stage: String) -> Int {
    let now = SystemTime.monotonicSeconds
    return state.withLock { state in
      let watch = Watch(row: row, stage: stage, limit: now + state.deadline.seconds)
      state.nextTicket += 1
      state.watches[state.nextTicket] = watch
      return state.nextTicket
    }
  }

  func leave(_ ticket: Int) { state.withLock { _ = $0.watches.removeValue(forKey: ticket) } }

  private var isStopped: Bool { state.withLock { $0.isStopped } }

  private func hung() -> Watch? {
    let now = SystemTime.monotonicSeconds
    return state.withLock { $0.watches.values.first { $0.limit < now } }
  }
}
