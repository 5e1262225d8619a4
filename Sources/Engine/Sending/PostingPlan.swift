import Foundation
import PluginKit

/// Which queued replies go out now, which wait for a later slot, and which cannot be posted before
/// their deadlines, so that people are told while there is time. Pure.
///
/// Each reply takes one slot, at or before its deadline. The sets of replies that can all be met
/// are the independent sets of a transversal matroid, so taking them by urgency and leaving out
/// what does not fit gives the best set there is: none has more of the most urgent, or as many of
/// them and more of the next (Lawler, Combinatorial Optimization, 1976, ch. 7; Cormen et al., "A
/// task-scheduling problem as a matroid"). Whether one fits is found by giving it the latest free
/// slot before its deadline, with union-find (Gabow and Tarjan 1985). In a matroid, what is left
/// out stays left out whatever comes later: a predicted miss is never regretted.
struct PostingPlan: Sendable, Hashable {
  /// A post takes this long to arrive: a slot closer to a deadline does not meet it.
  static let lead = Duration.seconds(1)
  /// No reply is kept back for others in the last moments before its deadline.
  static let lastCall = Duration.seconds(30)

  /// Rows that may go now, in this order.
  private(set) var goesNow: [Int64] = []
  /// Replies whose deadline will pass before there is a slot for them.
  private(set) var misses: [QueuedReply] = []
  /// When the first one that has a slot now, and is kept back, goes whatever else may come.
  private(set) var keptUntil: Date?

  /// - Parameter claims: of replies that will come. A reply that has a slot now goes as long as
  ///   more urgent ones have theirs too, and otherwise waits for its deadline: then the best that
  ///   is known by then goes, and no slot is lost.
  init(_ replies: [QueuedReply], _ slots: PostingSlots, claims: PostingClaims = .none) {
    let now = slots.groups[0].at
    var free = slots.groups.map(\.count)
    let sorted = replies.sorted { Self.precedes($0, $1) }
    let (firm, others) = (sorted.prefix { $0.isFirm }, sorted.drop { $0.isFirm })
    // What people wrote goes as early as it can, whenever that is.
    var owed = firm.count
    for group in free.indices where owed > 0 {
      let taken = min(owed, free[group])
      free[group] -= taken
      owed -= taken
    }
    goesNow = firm.prefix(slots.free).map(\.row)

    var seats = Seats(free)
    var (seated, later, late): ([QueuedReply], [QueuedReply], [QueuedReply]) = ([], [], [])
    for reply in others {
      let latest = reply.deadline - Self.lead
      guard latest >= now else {
        late.append(reply)
        continue
      }
      switch seats.take(atOrBefore: slots.index(atOrBefore: latest)) {
      case 0?: seated.append(reply)
      case nil: misses.append(reply)
      default: later.append(reply)
      }
    }
    var taken = goesNow.count
    for reply in seated {
      let latest = reply.deadline - Self.lastCall
      if latest <= now || Double(taken) + claims.above(reply.urgency) < Double(slots.free) {
        goesNow.append(reply.row)
      } else {
        keptUntil = min(latest, keptUntil ?? latest)
      }
      taken += 1
    }
    // Slots of now that nobody will need would be lost: who can wait goes too, then who is late.
    let room = max(0, slots.free - taken - Int(claims.all.rounded(.up)))
    let early = later.prefix(room)
    goesNow += early.map(\.row)
    let excused = late.prefix(room - early.count)
    goesNow += excused.map(\.row)
    misses += late.dropFirst(excused.count)
  }

  /// Persons first, then an incident's statements; then by urgency, and by deadline.
  private static func precedes(_ a: QueuedReply, _ b: QueuedReply) -> Bool {
    (a.rank, b.urgency, a.deadline, a.row) < (b.rank, a.urgency, b.deadline, b.row)
  }
}

/// Slots in groups by time, of which the latest free one is found.
private struct Seats {
  private var free: [Int]
  /// Where to look next for a group that has room; itself, while it has.
  private var leader: [Int]

  init(_ free: [Int]) {
    self.free = free
    leader = Array(free.indices)
  }

  /// The group of the slot that was taken; nil where all up to this one are taken.
  mutating func take(atOrBefore group: Int) -> Int? {
    guard let found = find(group) else { return nil }
    free[found] -= 1
    return found
  }

  private mutating func find(_ group: Int) -> Int? {
    var root = group
    while root >= 0, free[root] == 0 {
      // A full group points at the one before it, or where that pointed.
      if leader[root] == root { leader[root] = root - 1 }
      root = leader[root]
    }
    var step = group
    while step > root {
      let next = leader[step]
      leader[step] = root
      step = next
    }
    return root >= 0 ? root : nil
  }
}

extension QueuedReply {
  /// Never handed off: a person wrote it, or people decided that it is said.
  var isFirm: Bool { rank < 2 }

  fileprivate var rank: Int {
    switch kind {
    case .human: 0
    case .holdingStatement: 1
    case .answer, .acknowledgement: 2
    }
  }
}
