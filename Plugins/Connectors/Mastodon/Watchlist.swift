import Foundation
import PluginKit
import Synchronization

/// Messages of late, whose edits and deletions are followed: the platform announces neither.
struct Watchlist: Sendable {
  /// More are not followed; what is about to be answered is looked at in any case.
  private static let capacity = 400
  private static let span = Duration.hours(24)

  private var waiting: [Message] = []
  private var ids: Set<String> = []
  private(set) var checkedAt: Date?

  mutating func add(_ messages: [Message], at now: Date) {
    checkedAt = checkedAt ?? now
    for message in messages where ids.insert(message.id.remote).inserted {
      waiting.append(message)
    }
    let excess = max(0, waiting.count - Self.capacity)
    ids.subtract(waiting.prefix(excess).map(\.id.remote))
    waiting.removeFirst(excess)
  }

  /// Those to look at now, longest unseen first; empty until it is time.
  mutating func due(now: Date, every interval: Duration, limit: Int) -> [Message] {
    guard let last = checkedAt, abs(now.timeIntervalSince(last)) >= interval.seconds,
      !waiting.isEmpty
    else { return [] }
    checkedAt = now
    let due = Array(waiting.prefix(limit))
    waiting.removeFirst(due.count)
    ids.subtract(due.map(\.id.remote))
    return due.filter { $0.createdAt > now - Self.span }
  }
}

extension MastodonConnector {
  /// A failure only delays it.
  func watch(_ batch: inout Batch) async {
    let due = known.withLock {
      $0.watched.due(
        now: time.now, every: settings.listenEvery, limit: StatusLookup.batchSize)
    }
    guard !due.isEmpty, let identity = known.withLock({ $0.identity }) else { return }
    var kept: [Message] = []
    do throws(PollFailure) {
      for (message, state) in zip(due, try await changes(of: due, identity)) {
        switch state {
        case .edited(let now): batch.messages.append(now)
        case .deleted: batch.deleted.append(message.id.remote)
        case .there, .answered, .unclear, .later: kept.append(message)
        }
      }
    } catch {
      kept = due
    }
    known.withLock { [kept] in $0.watched.add(kept, at: time.now) }
  }
}
