public import Foundation

/// How many posts a platform takes from one account in a span of time. It refuses those beyond.
public struct PostingBudget: Sendable, Hashable {
  /// What settings may state.
  public static let range = 1...100_000

  public var posts: Int
  public var per: Duration
  /// Whether the platform counts anew at every multiple of `per` since 1970, in UTC. Otherwise the
  /// budget holds in each span of that length.
  public var isAligned: Bool

  public init(posts: Int, per: Duration, isAligned: Bool) {
    self.posts = max(1, posts)
    self.per = max(.seconds(1), per)
    self.isAligned = isAligned
  }

  /// Posts made at or after `start` and before `end` count at `now`. Later ones come from a clock
  /// that was set back: they must not close the platform for longer than it is.
  public func counted(at now: Date) -> (start: Date, end: Date) {
    let length = per.seconds
    // What a sliding span lets go of at its start is free at that instant.
    guard isAligned else {
      return (now.addingTimeInterval(-length + 0.000_001), now.addingTimeInterval(0.000_001))
    }
    let start = (now.timeIntervalSince1970 / length).rounded(.down) * length
    return (
      Date(timeIntervalSince1970: start), Date(timeIntervalSince1970: start + length)
    )
  }

  /// For an operator: `300 posts per 3h`.
  public var text: String { "\(posts) posts per \(per.text)" }
}

/// Counts posts as a platform with a budget does, for connectors that play one.
public struct PostingCount: Sendable {
  private let budget: PostingBudget
  private var times: [Date] = []

  public init(_ budget: PostingBudget) { self.budget = budget }

  /// Takes one post, or says how long the platform refuses the next.
  public mutating func refuse(at now: Date) -> Duration? {
    let (start, end) = budget.counted(at: now)
    times.removeAll { $0 < start }
    let counted = times.filter { $0 < end }
    guard counted.count >= budget.posts else {
      times.append(now)
      return nil
    }
    let opens = budget.isAligned ? end : (counted.min() ?? now) + budget.per
    return .seconds(max(0.001, opens.timeIntervalSince(now)))
  }
}
