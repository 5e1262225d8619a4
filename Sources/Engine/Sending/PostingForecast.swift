import Foundation
import PluginKit

/// How many posts the replies need that are still to come, if they go on coming as in the last
/// minutes: so that what can wait does not take a place from what will be more urgent.
struct PostingForecast: Sendable {
  static let memory = Duration.minutes(5)
  /// Beyond it the oldest are forgotten, and the memory is as much shorter.
  static let size = 10_000

  private struct Arrival {
    var at: Date
    /// From then to its deadline.
    var slack: TimeInterval
    var urgency: Urgency
  }

  private var arrivals: [Arrival] = []
  private(set) var lastRow: Int64?

  /// - Parameter replies: that were planned since the last time, in the order of their rows.
  mutating func note(_ replies: [QueuedReply], at now: Date) {
    // The first tells only where to begin.
    let isFirst = lastRow == nil
    lastRow = replies.last?.row ?? lastRow ?? 0
    arrivals.removeAll { $0.at < now - Self.memory || $0.at > now }
    guard !isFirst else { return }
    arrivals += replies.map {
      Arrival(at: now, slack: $0.deadline.timeIntervalSince(now), urgency: $0.urgency)
    }
    arrivals.removeFirst(max(0, arrivals.count - Self.size))
  }

  /// Those that will come before `end`, in which the platform counts anew, and cannot wait for it.
  func claims(until end: Date, at now: Date) -> PostingClaims {
    let isFull = arrivals.count == Self.size
    let memory = isFull ? now.timeIntervalSince(arrivals[0].at) : Self.memory.seconds
    var claims = PostingClaims()
    for arrival in arrivals {
      let open = max(0, end.timeIntervalSince(now) - max(0, arrival.slack))
      claims.add(open / max(1, memory), arrival.urgency)
    }
    return claims
  }
}

/// Expected posts of replies that are not there yet: the mean of what the last minutes promise and
/// twice its standard error, as if each reply came by itself (Poisson). Too many only mean that a
/// reply waits for nothing; too few, that one is missed.
struct PostingClaims: Sendable, Hashable {
  static let none = PostingClaims()

  /// From the least urgent.
  private var means = Array(repeating: 0.0, count: Urgency.allCases.count)
  private var variances = Array(repeating: 0.0, count: Urgency.allCases.count)

  init() {}

  /// - Parameter posts: that one reply of the last minutes stands for.
  mutating func add(_ posts: Double, _ urgency: Urgency) {
    means[urgency.rawValue] += posts
    variances[urgency.rawValue] += posts * posts
  }

  var all: Double { sum(from: 0) }
  func above(_ urgency: Urgency) -> Double { sum(from: urgency.rawValue + 1) }

  private func sum(from level: Int) -> Double {
    means.dropFirst(level).reduce(0, +) + 2 * variances.dropFirst(level).reduce(0, +).squareRoot()
  }
}
