import Foundation
import PluginKit

/// When a platform takes how many posts, from now on.
struct PostingSlots: Sendable, Hashable {
  /// Posts that may go out at this time or later.
  struct Group: Sendable, Hashable {
    var at: Date
    var count: Int
  }

  /// By time; the first is now, also where it has no room.
  private(set) var groups: [Group]

  /// - Parameters:
  ///   - posted: when posts that still count were made, those under way as of now.
  ///   - opensAt: the platform takes none before that.
  ///   - needed: so many slots after those of now suffice. A reply that could go later still is as
  ///     well served by the last of them, because no more replies than that want one.
  init(_ budget: PostingBudget, posted: [Date], now: Date, opensAt: Date?, needed: Int) {
    groups = [Group(at: now, count: 0)]
    let opens = max(now, opensAt ?? now)
    var left = needed
    if budget.isAligned {
      var (start, end) = budget.counted(at: now)
      var free = max(0, budget.posts - posted.count)
      repeat {
        if max(start, opens) < end { left -= add(free, at: max(start, opens)) }
        (start, end) = (end, end + budget.per)
        free = budget.posts
      } while left > 0
    } else {
      // Each post frees its place when it has left the span; what was posted too much frees none.
      let places = posted.sorted().suffix(budget.posts)
      var turn =
        [Group(at: now, count: budget.posts - places.count)]
        + places.map { Group(at: $0 + budget.per, count: 1) }
      repeat {
        for (index, group) in turn.enumerated() where left > 0 || index == 0 {
          left -= add(group.count, at: max(group.at, opens))
        }
        turn = turn.map { Group(at: $0.at + budget.per, count: $0.count) }
      } while left > 0
    }
  }

  /// How many posts may go out now.
  var free: Int { groups[0].count }
  /// When more may; nil when that does not matter.
  var next: Date? { groups.dropFirst().first { $0.count > 0 }?.at }

  /// The last group at or before this time, which is not before now.
  func index(atOrBefore time: Date) -> Int {
    var (low, high) = (0, groups.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if groups[middle].at <= time { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// Returns how many of them are slots of later.
  private mutating func add(_ count: Int, at time: Date) -> Int {
    guard count > 0 else { return 0 }
    if let last = groups.last, last.at >= time {
      groups[groups.count - 1].count += count
      return groups.count > 1 ? count : 0
    } else {
      groups.append(Group(at: time, count: count))
      return count
    }
  }
}
