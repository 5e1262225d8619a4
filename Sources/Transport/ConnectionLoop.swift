internal import CCurl
import Foundation
import Synchronization

/// One thread for all raw connections of the process, however many: those whose turn it is not cost
/// nothing. It begins with the first of them and stays.
final class ConnectionLoop: Sendable {
  static let shared = ConnectionLoop()

  typealias Job = @Sendable (ConnectionDriver) -> Void

  private struct State {
    var jobs: [Job] = []
    var hasThread = false
  }

  private let state = Mutex(State())
  private let wakeUp = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))

  private init() {}

  /// Runs `job` on the thread.
  func run(_ job: @escaping Job) {
    state.withLock { state in
      state.jobs.append(job)
      if !state.hasThread {
        state.hasThread = true
        start()
      }
      // A wake-up is a system call: one is enough until the thread has looked.
      if state.jobs.count == 1 { eventfd_write(wakeUp, 1) }
    }
  }

  private func start() {
    let thread = Thread { [self] in
      // A peer that has gone must be an error, and no signal.
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGPIPE)
      pthread_sigmask(SIG_BLOCK, &signals, nil)
      ConnectionDriver(wakeUp: wakeUp).run { [self] in
        state.withLock { state in
          defer { state.jobs = [] }
          return state.jobs
        }
      }
    }
    thread.name = "connections"
    thread.start()
  }
}
