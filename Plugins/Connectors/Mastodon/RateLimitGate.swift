import Foundation
import PluginKit
import Synchronization

/// What the server's 429 answers closed, and until when. One for an account, since polling,
/// checking and posting share its limits.
final class RateLimitGate: Sendable {
  /// The server counts posts apart from everything else.
  enum Door: Hashable, Sendable { case reading, posting }

  private let closed = Mutex<[Door: Date]>([:])

  /// What the last answers left, and until when that holds.
  private let budgets = Mutex<[Door: (left: RateBudget, until: Date)]>([:])

  func note(_ budget: RateBudget, at door: Door, until date: Date) {
    budgets.withLock { $0[door] = (budget, date) }
  }

  /// The door that closes next; nil when the server counts anew or never said.
  func budget(now: Date) -> RateBudget? {
    budgets.withLock { budgets in
      budgets.values.filter { $0.until > now }.map(\.left).min { $0.remaining < $1.remaining }
    }
  }

  func close(_ door: Door, until date: Date) {
    closed.withLock { $0[door] = max(date, $0[door] ?? date) }
  }

  /// How long the door stays closed; nil when it is open.
  func wait(at door: Door, now: Date) -> Duration? {
    let left = closed.withLock { $0[door]?.timeIntervalSince(now) ?? 0 }
    // A clock that was set back must not close it for longer than any server asks for.
    guard left > 0, left <= MastodonAPI.longestWait.seconds else { return nil }
    return .milliseconds(Int64((left * 1000).rounded(.up)))
  }
}
