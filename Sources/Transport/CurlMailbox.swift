import Synchronization

/// The only state that callers and the loop's thread share: commands, and how many calls are open.
final class CurlMailbox: Sendable {
  /// What the loop's thread takes out at once.
  struct Delivery: Sendable {
    var calls: [CurlCall] = []
    var cancellations: [CurlCall.ID] = []
    var isStopping = false
  }

  private enum Phase { case running, stopping, ended }

  private struct State {
    var phase: Phase
    var delivery = Delivery()
    var openCalls = 0
    var isAwake = false
    var endWaiters: [CheckedContinuation<Void, Never>] = []
  }

  private let multi: CurlMulti?
  private let maxOpenCalls: Int
  private let state: Mutex<State>

  /// Without a multi handle the mailbox has ended from the start, and refuses every call.
  init(_ multi: CurlMulti?, maxOpenCalls: Int) {
    self.multi = multi
    self.maxOpenCalls = maxOpenCalls
    state = Mutex(State(phase: multi == nil ? .ended : .running))
  }

  enum Refusal { case overloaded, shutdown }

  /// Hands a call to the loop, or says why not.
  func submit(_ call: CurlCall) -> Refusal? {
    state.withLock { state in
      guard state.phase == .running else { return .shutdown }
      guard state.openCalls < maxOpenCalls else { return .overloaded }
      state.openCalls += 1
      state.delivery.calls.append(call)
      wake(&state)
      return nil
    }
  }

  /// Ends a call early. Unknown ids are ignored: the call is over, or not submitted yet.
  func cancel(_ id: CurlCall.ID) {
    state.withLock { state in
      guard state.phase == .running else { return }
      state.delivery.cancellations.append(id)
      wake(&state)
    }
  }

  func stop() {
    state.withLock { state in
      guard state.phase == .running else { return }
      state.phase = .stopping
      state.delivery.isStopping = true
      wake(&state)
    }
  }

  /// Returns once the loop's thread has let go of everything.
  func ended() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if state.phase != .ended { state.endWaiters.append(continuation) }
        return state.phase == .ended
      }
      if isOver { continuation.resume() }
    }
  }

  // A wake-up is a system call: one is enough until the loop has looked.
  private func wake(_ state: inout State) {
    guard !state.isAwake else { return }
    state.isAwake = true
    multi?.wake()
  }
}

/// For the loop's thread.
extension CurlMailbox {
  func take() -> Delivery {
    state.withLock { state in
      state.isAwake = false
      guard !state.delivery.calls.isEmpty || !state.delivery.cancellations.isEmpty else {
        return Delivery(isStopping: state.delivery.isStopping)
      }
      defer { state.delivery = Delivery(isStopping: state.delivery.isStopping) }
      return state.delivery
    }
  }

  /// A call is over: its place is free before its caller learns so.
  func settle() {
    state.withLock { $0.openCalls -= 1 }
  }

  /// Closes the mailbox and returns what came too late. Nothing wakes the multi handle after this.
  func end() -> (late: [CurlCall], waiters: [CheckedContinuation<Void, Never>]) {
    state.withLock { state in
      state.phase = .ended
      defer {
        state.delivery = Delivery(isStopping: true)
        state.endWaiters = []
      }
      return (state.delivery.calls, state.endWaiters)
    }
  }
}
