import Foundation
import PluginKit

/// The posts of one connector that its platform's budget still counts. The store has them too: it
/// is read at the start, and each post is noted here from then on.
struct PostingLedger: Sendable {
  /// The platform's own word outranks our count where it asks for at least this long a pause: who
  /// else posts for the account spends the same budget.
  static let closing = Duration.minutes(1)

  private(set) var budget: PostingBudget?
  private var posts: [Date] = []
  private var inFlight = 0
  private var closed: (until: Date, length: Duration)?

  /// Of these posts, at most as many are kept as can still matter.
  mutating func load(_ budget: PostingBudget, _ posts: [Date]) {
    self.budget = budget
    self.posts = posts.suffix(budget.posts)
  }

  mutating func start(_ count: Int) { inFlight += count }

  /// - Parameter counts: whether it may have reached the platform.
  mutating func end(counts: Bool, at now: Date) {
    inFlight = max(0, inFlight - 1)
    // A platform that was not asked yet is not counted for.
    if counts, budget != nil { posts.append(now) }
  }

  mutating func close(for duration: Duration, from now: Date) {
    guard duration >= Self.closing else { return }
    closed = (now + duration, duration)
  }

  /// nil while it is open; a clock that was set back must not keep it closed for longer.
  func opensAt(from now: Date) -> Date? {
    guard let closed, closed.until > now, closed.until <= now + closed.length else { return nil }
    return closed.until
  }

  /// What counts now, and forgets what does not any more.
  mutating func counted(_ budget: PostingBudget, at now: Date) -> [Date] {
    let (start, end) = budget.counted(at: now)
    posts.removeAll { $0 < start }
    return posts.filter { $0 < end } + Array(repeating: now, count: inFlight)
  }
}
