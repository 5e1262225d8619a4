import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

@Suite struct PostingPlanTests {
  /// 15:06:40, in the span from 15:00.
  private let now = fixtureTime
  private let aligned = PostingBudget(posts: 2, per: .hours(3), isAligned: true)

  private func reply(
    _ row: Int64, _ urgency: Urgency = .normal, in minutes: Double,
    kind: Reply.Kind = .acknowledgement
  ) -> QueuedReply {
    QueuedReply(
      row: row, fence: 0, kind: kind, urgency: urgency,
      deadline: now.addingTimeInterval(minutes * 60), notBefore: now)
  }

  private func plan(
    _ replies: [QueuedReply], _ budget: PostingBudget? = nil, posted: Int = 0,
    opensAt: Date? = nil
  ) -> PostingPlan {
    PostingPlan(
      replies,
      PostingSlots(
        budget ?? aligned, posted: Array(repeating: now, count: posted), now: now,
        opensAt: opensAt, needed: replies.count))
  }

  @Test func theMostUrgentAreMetThenTheEarliest() {
    let plan = plan([
      reply(1, in: 10), reply(2, .high, in: 30), reply(3, in: 20), reply(4, .critical, in: 60),
    ])
    #expect(plan.goesNow == [4, 2])
    #expect(plan.misses.map(\.row) == [1, 3])
  }

  /// 18:00 is 173 minutes away.
  @Test func whoCanWaitLeavesItsPlaceToWhoCannot() {
    let plan = plan([reply(1, .high, in: 180), reply(2, in: 10), reply(3, in: 20)])
    #expect(plan.goesNow == [2, 3])
    #expect(plan.misses.isEmpty)
  }

  @Test func aPlaceThatNobodyNeedsIsNotLost() {
    let plan = plan([reply(1, in: 180), reply(2, in: 10), reply(3, in: 200)])
    #expect(plan.goesNow == [2, 1])
    #expect(plan.misses.isEmpty)
  }

  @Test func whatPeopleAndIncidentsSayGoesFirstAndIsNeverHandedOff() {
    let plan = plan([
      reply(1, .critical, in: 5), reply(2, in: -90, kind: .human),
      reply(3, .critical, in: 0, kind: .holdingStatement), reply(4, in: -60, kind: .human),
    ])
    #expect(plan.goesNow == [2, 4])
    #expect(plan.misses.map(\.row) == [1])
  }

  @Test func whatIsLateAnywayTakesOnlyWhatIsLeft() {
    let late = [reply(1, .critical, in: -10), reply(2, .critical, in: -20)]
    #expect(plan(late + [reply(3, .low, in: 10)]).goesNow == [3, 2])
    #expect(plan(late + [reply(3, .low, in: 10)]).misses.map(\.row) == [1])
  }

  @Test func whileThePlatformIsClosedNothingGoesAndWhatEndsBeforeIsHandedOff() {
    let plan = plan([reply(1, in: 10), reply(2, in: 60)], opensAt: now + .minutes(30))
    #expect(plan.goesNow.isEmpty)
    #expect(plan.misses.map(\.row) == [1])
  }

  @Test func anAlignedBudgetIsNewAtEachMultiple() {
    let slots = PostingSlots(
      aligned, posted: [now, now, now], now: now, opensAt: nil, needed: 3)
    let six = Date(timeIntervalSince1970: 1_750_010_400)
    #expect(slots.free == 0)
    #expect(
      slots.groups.dropFirst() == [.init(at: six, count: 2), .init(at: six + .hours(3), count: 2)])
    #expect(slots.next == six)
  }

  @Test func aSlidingBudgetFreesAPlaceForEachPostThatLeavesIt() {
    let budget = PostingBudget(posts: 3, per: .hours(1), isAligned: false)
    let posted = [now - .minutes(50), now - .minutes(20)]
    let slots = PostingSlots(budget, posted: posted, now: now, opensAt: nil, needed: 5)
    #expect(slots.groups.map(\.count) == [1, 1, 1, 1, 1, 1])
    let minutes = slots.groups.map { $0.at.timeIntervalSince(now) / 60 }
    #expect(minutes == [0, 10, 40, 60, 70, 100])
    let over = PostingSlots(
      budget, posted: posted + [now, now], now: now, opensAt: nil, needed: 1)
    #expect(over.free == 0)
    #expect(over.next == now + .minutes(40), "two of four have to leave it first")
  }

  /// Against augmenting paths: as many of each urgency, whatever the spans.
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func noPlanIsBetter(_ seed: UInt64) throws {
    var numbers = SplitMix(state: seed)
    for _ in 0..<1000 {
      let budget = PostingBudget(
        posts: .random(in: 1...5, using: &numbers),
        per: .minutes(.random(in: 5...60, using: &numbers)),
        isAligned: .random(using: &numbers))
      let (start, _) = budget.counted(at: now)
      let posted = (0..<Int.random(in: 0...(budget.posts + 1), using: &numbers)).map { _ in
        start + .seconds(.random(in: 0...now.timeIntervalSince(start), using: &numbers))
      }
      let replies = (0..<Int.random(in: 1...25, using: &numbers)).map { row in
        reply(
          Int64(row), Urgency(rawValue: .random(in: 0...3, using: &numbers)) ?? .low,
          in: .random(in: 0.1...180, using: &numbers))
      }
      let slots = PostingSlots(
        budget, posted: posted, now: now, opensAt: nil, needed: replies.count)
      try check(PostingPlan(replies, slots), replies, slots)
    }
  }

  private func check(_ plan: PostingPlan, _ replies: [QueuedReply], _ slots: PostingSlots) throws {
    let optimum = OfflineOptimum(
      replies.map { reply in
        .init(
          spans: slots.groups.indices.filter {
            slots.groups[$0].at <= reply.deadline - PostingPlan.lead
          }, urgency: reply.urgency)
      }, places: slots.groups.map(\.count))
    let missed = Set(plan.misses.map(\.row))
    for urgency in Urgency.allCases {
      let met = replies.count { $0.urgency == urgency && !missed.contains($0.row) }
      try #require(met == optimum.met(urgency))
    }
    try #require(Set(plan.goesNow).isDisjoint(with: missed))
    try #require(Set(plan.goesNow).count == plan.goesNow.count)
    // Nothing is left unused that somebody waits for.
    try #require(plan.goesNow.count == min(slots.free, replies.count - missed.count))
  }

  @Test func tenThousandRepliesArePlannedAtOnce() {
    let budget = PostingBudget(posts: 300, per: .hours(3), isAligned: false)
    let replies = (0..<10_000).map { reply(Int64($0), in: Double($0 % 1400) + 1) }
    let plan = plan(replies, budget, posted: 250)
    #expect(plan.goesNow.count == 50)
    #expect(plan.misses.count == 10_000 - 50 - 7 * 300)
  }
}
