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

  private let parts: EngineParts
  private let connector: String
  private let flight: Flight
  /// As many are worth a commit.
  private let enough: Int
  private let state = Mutex(State())
  private let signal = Signal()

  init(parts: EngineParts, connector: String, flight: Flight, enough: Int) {
    self.parts = parts
    self.connector = connector
    self.flight = flight
    self.enough = enough
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
        try await parts.store.settle(batch.map(\.settlement))
        finish(batch)
      } catch {
        // Apart, so that one that cannot be written does not keep the others from it.
        return await recordApart(batch)
      }
    }
  }

  /// What waits, once a commit is worth it; nil when nothing does, and the caller's work is done.
  private func next() async -> [Ended]? {
    if !isWorthIt { await signal.wait(atMost: Self.patience, on: parts.time) }
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
    parts.current.signal(of: connector)?.raise()
    var mayHandOff = false
    for ended in batch {
      switch ended.settlement.result {
      case .posted(let receipt): parts.observer.observe(.sent(ended.reply, receipt))
      case .rejected(let why), .unprovable(let why):
        parts.observer.observe(.notSent(ended.reply, why))
        mayHandOff = true
      case .retry, .unknown, .absent, .withheld: break
      }
    }
    if mayHandOff { parts.escalator.raise() }
  }
}

extension Settler {
  private func recordApart(_ batch: [Ended]) async {
    state.withLock { $0.isCarried = false }
    await withDiscardingTaskGroup { group in
      for ended in batch { group.addTask { await self.insist(ended) } }
    }
  }

  /// A receipt that cannot be written now is tried again: after a crash it is found by read-back.
  private func insist(_ ended: Ended) async {
    var failures = 0
    while true {
      do {
        try await parts.store.settle([ended.settlement])
        return finish([ended])
      } catch {
        failures += 1
        parts.observer.observe(.alarm(.store, "cannot record what became of a reply: \(error)"))
        do {
          try await parts.time.sleep(
            for: Backoff.delay(after: failures, seed: ended.settlement.row))
        } catch { return }
      }
    }
  }
}
