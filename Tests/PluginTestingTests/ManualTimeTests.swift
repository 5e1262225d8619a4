import Foundation
import PluginTesting
import Testing

@MainActor @Suite struct ManualTimeTests {
  private let time = ManualTime()

  /// Sleeps on the main actor, which runs what is woken in the order of waking.
  private func sleeper(_ duration: Duration, _ done: @escaping @MainActor () -> Void) -> Task<
    Void, any Error
  > {
    Task { @MainActor in
      try await time.sleep(for: duration)
      done()
    }
  }

  @Test func sleepersWakeInTheOrderInWhichTheyAreDue() async throws {
    var woken: [Int] = []
    var tasks: [Task<Void, any Error>] = []
    for (count, seconds) in [3, 1, 2, 1, 5].enumerated() {
      tasks.append(sleeper(.seconds(seconds)) { woken.append(seconds * 10 + count) })
      try await time.sleepers(atLeast: count + 1)
    }
    #expect(time.untilNextSleeper == .seconds(1))
    time.advance(by: .seconds(4))
    for task in tasks.dropLast() { try await task.value }
    #expect(woken == [11, 13, 22, 30])
    #expect(time.untilNextSleeper == .seconds(1))
    time.advance(by: .seconds(1))
    try await tasks[4].value
    #expect(woken.last == 54)
  }

  @Test func aSleepEndsNoEarlierThanItsTime() async throws {
    let task = sleeper(.seconds(10)) {}
    try await time.sleepers(atLeast: 1)
    time.advance(by: .milliseconds(9999))
    #expect(time.sleeperCount == 1)
    time.advance(by: .milliseconds(1))
    #expect(time.sleeperCount == 0)
    try await task.value
  }

  @Test func theWallClockMayGoBackWithoutWakingAnybody() async throws {
    let start = time.now
    let task = sleeper(.seconds(10)) {}
    try await time.sleepers(atLeast: 1)
    time.set(to: start.addingTimeInterval(3600))
    time.set(to: start.addingTimeInterval(-3600))
    #expect(time.sleeperCount == 1)
    time.advance(by: .seconds(10))
    try await task.value
    #expect(time.now == start.addingTimeInterval(-3590))
  }

  @Test func aCancelledSleepThrows() async throws {
    let task = sleeper(.seconds(10)) {}
    try await time.sleepers(atLeast: 1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(time.sleeperCount == 0)
  }

  @Test func aSleepCancelledBeforeItBeginsThrows() async {
    let task = sleeper(.seconds(10)) {}
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func everySleepEndsOnceWhenManyRace() async throws {
    let time = time
    let sleeps = (0..<500).map { index in
      Task.detached { try await time.sleep(for: .milliseconds(index % 50 + 1)) }
    }
    let clock = Task.detached {
      while !Task.isCancelled {
        time.advance(by: .milliseconds(1))
        await Task.yield()
      }
    }
    for (index, sleep) in sleeps.enumerated() where index % 3 == 0 { sleep.cancel() }
    for (index, sleep) in sleeps.enumerated() {
      do {
        try await sleep.value
      } catch is CancellationError {
        #expect(index % 3 == 0)
      }
    }
    clock.cancel()
    #expect(time.sleeperCount == 0)
  }
}
