import PluginKit
import Synchronization

/// Records how one dispatcher's sends ended: one that is alone at once, many under load in one
/// commit, because what a commit costs hardly grows with what it holds.
final class Settler: Sendable {
  /// How long a send that has ended waits for those still under way.
  static let patience = Duration.milliseconds(10)

  private struct Ended {
    var settlement: Settlement
    var reply: Reply
  }
  private struct State {
    var waiting: [Ended] = []
    /// Whether a caller is at work on the waiting ones.
    var isCarried = false
  }

  private let time: any Time
  private let observer: any EngineObserver
  private let flight: Flight
  private let enough: Int
  private let patience: Duration
  private let write: @Sendable ([Settlement]) async throws -> Void
  private let onRecorded: @Sendable (Bool) -> Void
  private let state = Mutex(State())
  private let signal = Signal()

  /// - Parameters:
  ///   - enough: as many are worth a commit.
  ///   - write: returns when all are on disk; where it throws, none is.
  ///   - onRecorded: called after each commit; true where a reply will not go out.
  init(
    time: any Time, observer: any EngineObserver, flight: Flight, enough: Int,
    patience: Duration = Settler.patience,
    write: @escaping @Sendable ([Settlement]) async throws -> Void,
    onRecorded: @escaping @Sendable (Bool) -> Void
  ) {
    self.time = time
    self.observer = observer
    self.flight = flight
    self.enough = enough
    self.patience = patience
    self.write = write
    self.onRecorded = onRecorded
  }

  /// Returns when it is on disk, or when another caller carries it there.
  func record(_ settlement: Settlement, of reply: Reply) async {
    let isCarrier = state.withLock { state in
      state.waiting.append(Ended(settlement: settlement, reply: reply))
      defer { state.isCarried = true }
      return !state.isCarried
    }
    guard isCarrier else { return isWorthIt ? signal.raise() : () }
    while let batch = await next() {
      do {
        try await write(batch.map(\.settlement))
        finish(batch)
      } catch {
        // Apart, so that one that cannot be written does not keep the others from it.
        return await recordApart(batch)
      }
    }
  }

  /// What waits, once a commit is worth it; nil when nothing does, and the caller's work is done.
  private func next() async -> [Ended]? {
    if !isWorthIt { await signal.wait(atMost: patience, on: time) }
    return state.withLock { state in
      defer { state.waiting = [] }
      state.isCarried = !state.waiting.isEmpty
      return state.waiting.isEmpty ? nil : state.waiting
    }
  }

  private var isWorthIt: Bool {
    let waiting = state.withLock { $0.waiting.count }
    return waiting == 0 || waiting >= min(enough, flight.count)
  }

  private func finish(_ batch: [Ended]) {
    Failpoint.hit(.afterSettle)
    flight.end(batch.count)
    var mayHandOff = false
    for ended in batch {
      switch ended.settlement.result {
      case .posted(let receipt): observer.observe(.sent(ended.reply, receipt))
      case .rejected(let why), .unprovable(let why):
        observer.observe(.notSent(ended.reply, why))
        mayHandOff = true
      case .retry, .unknown, .absent, .withheld: break
      }
    }
    onRecorded(mayHandOff)
  }
}

extension Settler {
  /// With those that came meanwhile: whoever comes later finds no carrier and carries itself.
  private func recordApart(_ batch: [Ended]) async {
    let all = state.withLock { state in
      defer { state = State() }
      return batch + state.waiting
    }
    await withDiscardingTaskGroup { group in
      for ended in all { group.addTask { await self.insist(ended) } }
    }
  }

  /// A receipt that cannot be written now is tried again: after a crash it is found by read-back.
  private func insist(_ ended: Ended) async {
    var failures = 0
    while true {
      do {
        try await write([ended.settlement])
        return finish([ended])
      } catch {
        failures += 1
        observer.observe(.alarm(.store, "cannot record what became of a reply: \(error)"))
        do {
          try await time.sleep(
            for: Backoff.delay(after: failures, seed: ended.settlement.row))
        } catch { return }
      }
    }
  }
}
