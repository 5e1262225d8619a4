internal import CCurl
import Foundation

/// What the loop's thread does: take jobs, let libcurl connect, move bytes, end what takes too
/// long. Lives on that thread only.
final class ConnectionDriver {
  /// How often connections that libcurl is opening are looked at. An open one is woken by its
  /// socket, and a deadline is met to within a tick.
  private static let tickMilliseconds = 10

  private let wakeUp: Int32
  /// The kernel's own metronome. It stands still while nobody waits.
  private let timer = timerfd_create(
    CLOCK_MONOTONIC, Int32(TFD_CLOEXEC | TFD_NONBLOCK))
  private var ticks = 0
  private var isTicking = false
  private var connections: [RawConnection.ID: ConnectionWork] = [:]

  init(wakeUp: Int32) { self.wakeUp = wakeUp }

  func run(_ takeJobs: () -> [ConnectionLoop.Job]) {
    while true {
      for job in takeJobs() { job(self) }
      wait()
    }
  }

  func open(
    _ id: RawConnection.ID, _ work: ConnectionWork, _ waiter: ConnectionWork.Waiter,
    within limit: Duration
  ) {
    connections[id] = work
    begin(id, .opening, waiter, within: limit)
  }

  func begin(
    _ id: RawConnection.ID, _ step: ConnectionWork.Step, _ waiter: ConnectionWork.Waiter,
    within limit: Duration
  ) {
    guard let work = connections[id] else {
      return waiter.resume(returning: .failure(.closedConnection))
    }
    let wait = CallTimeouts.milliseconds(limit) / Self.tickMilliseconds + 1
    work.begin(step, waiter, until: ticks + wait)
  }

  /// Ends the step of a connection whose caller has gone, and the connection with it.
  func close(_ id: RawConnection.ID) {
    connections.removeValue(forKey: id)?.close()
  }

  private func wait() {
    let waiting = connections.values.filter { $0.isWaiting }
    setTicking(!waiting.isEmpty)
    let open = waiting.filter { $0.descriptor >= 0 }
    var polled = [
      pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0),
      pollfd(fd: timer, events: Int16(POLLIN), revents: 0),
    ]
    polled += open.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
    guard poll(&polled, nfds_t(polled.count), -1) >= 0 else { return }
    if polled[0].revents != 0 {
      var count: eventfd_t = 0
      eventfd_read(wakeUp, &count)
    }
    for (work, found) in zip(open, polled.dropFirst(2)) where found.revents != 0 { work.advance() }
    guard polled[1].revents != 0 else { return }
    ticks += passedTicks()
    for work in waiting where work.isWaiting {
      if work.descriptor < 0 { work.advance() }
      if work.deadline <= ticks { work.timeOut() }
    }
  }

  private func passedTicks() -> Int {
    var count: UInt64 = 0
    return read(timer, &count, MemoryLayout<UInt64>.size) > 0 ? Int(clamping: count) : 0
  }

  private func setTicking(_ shouldTick: Bool) {
    guard shouldTick != isTicking else { return }
    isTicking = shouldTick
    let pause = timespec(tv_sec: 0, tv_nsec: shouldTick ? Self.tickMilliseconds * 1_000_000 : 0)
    var setting = itimerspec(it_interval: pause, it_value: pause)
    timerfd_settime(timer, 0, &setting, nil)
  }
}
