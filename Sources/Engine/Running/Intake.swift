import Foundation
import PluginKit

/// Polls one connector and stores each page with its cursor, in one transaction (P1).
struct Intake: Sendable {
  /// Polling pauses while this many messages wait for a decision.
  static let maxBacklog = 5000

  let unit: ConnectorUnit
  let parts: EngineParts

  func run() async {
    var failures = 0
    while !parts.isOver(unit) {
      do {
        let next = try await poll()
        failures = 0
        switch next {
        case .now: break
        case .later: await wait(pollEvery)
        case .whenDecided: await wait(.milliseconds(100))
        case .never: return parts.lifetime.ended(unit.id)
        }
      } catch {
        // One that waited for news when it had to end.
        if unit.connector.traits.waitsForNews, parts.isOver(unit) { return }
        failures += 1
        parts.observer.observe(.polled(connector: unit.id, Self.outcome(error)))
        let kind: AlarmKind = error is PollFailure ? .poll : .store
        parts.observer.observe(.alarm(kind, "\(unit.id): poll failed: \(error)"))
        var delay = Backoff.delay(after: failures, seed: 0)
        if case PollFailure.retry(let after?, _) = error { delay = max(delay, after) }
        await wait(delay)
      }
    }
  }

  /// When to poll again.
  private enum Next { case now, later, whenDecided, never }

  /// One page.
  private func poll() async throws -> Next {
    if parts.lifetime.backlog > Self.maxBacklog { return .whenDecided }
    let cursor = try await parts.store.cursor(of: unit.id)
    let begunAt = parts.time.now
    let batch = try await batch(after: cursor)
    for warning in batch.warnings {
      parts.observer.observe(.alarm(.poll, "\(unit.id): \(warning)"))
    }
    let generation = parts.current.generation
    let initial = generation.planner.windows.initial
    let page = IntakePage(
      connector: unit.id, messages: batch.messages, deleted: batch.deleted,
      ownPosts: batch.ownPosts,
      cursor: batch.cursor ?? cursor, receivedAt: parts.time.now, coalesce: generation.coalesce,
      acknowledge: initial.acknowledge, human: initial.human,
      eligibility: unit.connector.traits.eligibility)
    let isNews =
      !batch.messages.isEmpty || !batch.deleted.isEmpty || !batch.ownPosts.isEmpty
      || page.cursor != cursor
    if isNews {
      Failpoint.hit(.afterPoll)
      let result = try await parts.store.intake(page)
      Failpoint.hit(.afterIntake)
      parts.lifetime.backlog(add: result.new + result.edited)
      parts.observer.observe(.received(connector: unit.id, result))
      parts.worker.raise()
    }
    parts.observer.observe(.polled(connector: unit.id, batch.isLast ? .ended : .ok))
    if batch.isLast { return .never }
    // A server that does not wait, though asked to, is not asked at full speed.
    let hasWaited = parts.time.now.timeIntervalSince(begunAt) >= 1
    let isNow = unit.connector.traits.waitsForNews && (isNews || hasWaited)
    return batch.hasMore || isNow ? .now : .later
  }

  /// A poll that waits for news ends when the daemon drains, or another config replaced it.
  private func batch(after cursor: Cursor?) async throws -> Batch {
    guard unit.connector.traits.waitsForNews else {
      return try await unit.connector.poll(after: cursor)
    }
    return try await withThrowingTaskGroup(of: Batch?.self) { group in
      group.addTask { try await unit.connector.poll(after: cursor) }
      group.addTask {
        while !parts.isOver(unit) { try await parts.time.sleep(for: parts.maxPause / 4) }
        return nil
      }
      defer { group.cancelAll() }
      guard let batch = try await group.next() ?? nil else { throw CancellationError() }
      return batch
    }
  }

  private static func outcome(_ error: any Error) -> PollOutcome {
    switch error as? PollFailure {
    case .retry: .retry
    case .unauthorised: .unauthorised
    case .malformed: .malformed
    case nil: .store
    }
  }

  /// Today's: a reload may have changed it.
  private var pollEvery: Duration { (parts.current.unit(unit.id) ?? unit).pollEvery }

  /// In short steps, so that a stop, a reload and a clock that was set are seen.
  private func wait(_ asked: @autoclosure () -> Duration) async {
    let start = parts.time.now
    while !parts.isOver(unit) {
      let duration = asked()
      let left = (start + duration).timeIntervalSince(parts.time.now)
      // A clock that was set back must not lengthen the pause. Dates round to 0.1 µs.
      guard left > 0, left <= duration.seconds + 0.001 else { return }
      let step = min(.seconds(left), parts.maxPause / 4)
      do { try await parts.time.sleep(for: step) } catch { return }
    }
  }
}
