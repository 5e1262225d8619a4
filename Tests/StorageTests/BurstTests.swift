import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Storage

/// Incidents of many messages: how they grow, who is told, how they end and come back.
@Suite struct BurstTests {
  private static func plan(
    opening: Bool = true, earlier: [Int64] = [], steps: [StepAction]? = nil,
    key: String = "topic-1",
    kind: PlannedBurst.Kind = .topic, at: Date = fixtureTime
  ) -> PlannedIncident {
    let told = StepAction.tell(notifiers: ["desk"], people: [], evenIfTaken: true)
    return PlannedIncident(
      Procedure(steps ?? [told]), named: "crowd", category: kind.rawValue, severity: nil,
      staleAfter: .hours(12), brand: .make(),
      burst: PlannedBurst(
        key: key, kind: kind, name: "charged twice", isOpening: opening, earlier: earlier,
        examples: earlier, usualPerHour: 1, topic: #"{"words":["charged*"]}"#,
        groupFor: .minutes(15)), at: at)
  }

  /// So many messages, decided before it was known what they are about.
  private func messages(
    _ test: StoreUnderTest, _ ids: Range<Int>, burst: PlannedIncident? = nil,
    reply: PlannedReply? = nil, at: Date = fixtureTime
  ) async throws -> [Int64] {
    try await test.take(
      ids.map { .make("charged twice", id: "m\($0)", author: .make(id: "a\($0)"), createdAt: at) },
      at: at)
    let claimed = try await test.claim(at: at)
    try await test.store.decide(
      claimed.map { each in
        var decided = test.decided(each, .handoff, reply: reply, handoff: .make(), at: at)
        decided.burst = burst
        return decided
      })
    return claimed.map(\.row)
  }

  private func steps(_ test: StoreUnderTest, at: Date = fixtureTime) async throws {
    while let step = try await test.store.dueSteps(limit: 1, now: at).first {
      let effect: StepRun.Effect =
        switch step.action {
        case .tell(let notifiers, _, _): .tell(notifiers.map { Recipient(notifier: $0) })
        case .hold: .hold(.topic(TopicWords(text: (step.burstWords ?? []).joined(separator: ","))))
        case .say(let words, let listeners, let mode): .say(words, to: listeners, mode)
        }
      _ = try await test.store.perform(StepRun(step, effect, config: test.config, at: at))
    }
  }

  private func notices(_ test: StoreUnderTest, at: Date = fixtureTime) async throws -> [DueNotice] {
    let due = try await test.store.dueNotices(limit: 100, now: at)
    try await test.store.settle(
      notices: due.map { NotificationSettlement(row: $0.row, result: .sent, at: at) })
    return due
  }

  private func record(
    _ test: StoreUnderTest, _ changes: BurstChange..., at: Date = fixtureTime
  ) async throws {
    var round = BurstRound(config: test.config, at: at)
    round.changes = changes
    try await test.store.record(round)
  }

  private func opened(
    _ test: StoreUnderTest, steps: [StepAction]? = nil, reply: PlannedReply? = nil
  ) async throws -> IncidentRow {
    let earlier = try await messages(test, 0..<4, reply: reply)
    let plan = Self.plan(earlier: earlier, steps: steps)
    _ = try await messages(test, 4..<5, burst: plan, reply: reply)
    try await self.steps(test)
    return try #require(try await test.store.incidents(openOnly: true, limit: 10).first)
  }

  @Test func earlierMessagesBelongToItAndOneNoticeTellsOfAll() async throws {
    let test = try await StoreUnderTest()
    let incident = try await opened(test)
    #expect(incident.messages == 5 && incident.burst?.facts.name == "charged twice")
    _ = try await messages(test, 5..<8, burst: Self.plan(opening: false))
    let told = try await notices(test)
    #expect(told.map(\.occasion) == [.opened] && told[0].incident.messages == 8)
    #expect(told[0].incident.examples.count == 3 || told[0].incident.examples.count == 4)
    #expect(try await notices(test).isEmpty)
  }

  @Test func furtherHandoffsAreToldTogether() async throws {
    let test = try await StoreUnderTest()
    _ = try await opened(test)
    _ = try await test.tellAll()
    let later = fixtureTime + .minutes(1)
    _ = try await messages(test, 5..<9, burst: Self.plan(opening: false), at: later)
    #expect(try await test.store.dueNotifications(limit: 100, now: later).isEmpty)
    let due = try await test.store.dueNotifications(limit: 100, now: later + .minutes(15))
    #expect(due.count == 4 && Set(due.map(\.handoff.incident)).count == 1)
  }

  @Test func itGrowsFallsQuietEndsAndComesBack() async throws {
    let test = try await StoreUnderTest()
    let id = try await opened(test).id
    _ = try await notices(test)
    let later = fixtureTime + .minutes(20)
    try await record(test, BurstChange("topic-1", .goesOn(count: nil)), at: later)
    #expect(try await notices(test, at: later).isEmpty, "it has not doubled")
    _ = try await messages(test, 5..<12, burst: Self.plan(opening: false), at: later)
    try await record(test, BurstChange("topic-1", .goesOn(count: nil)), at: later)
    #expect(try await notices(test, at: later).map(\.occasion) == [.grew])
    try await record(test, BurstChange("topic-1", .quiet), at: later)
    #expect(try await notices(test, at: later).map(\.occasion) == [.quiet])
    try await record(test, BurstChange("topic-1", .closed), at: later)
    #expect(try await notices(test, at: later).map(\.occasion) == [.ended])
    #expect(try await test.store.incidents(openOnly: true, limit: 10).isEmpty)
    // A single message does not begin it again, a burst does.
    _ = try await messages(test, 12..<13, burst: Self.plan(opening: false), at: later)
    #expect(try await test.store.incidents(openOnly: true, limit: 10).isEmpty)
    _ = try await messages(test, 13..<14, burst: Self.plan(at: later), at: later)
    try await steps(test, at: later)
    let again = try await test.store.incidents(openOnly: true, limit: 10)
    #expect(again.map(\.id) == [id] && again[0].messages == 13)
    #expect(try await notices(test, at: later).map(\.occasion) == [.reopened])
  }

  @Test func whatHoldsRepliesIsEndedByPeople() async throws {
    let test = try await StoreUnderTest()
    let row = try await opened(test, steps: [.hold(.topic, words: [])], reply: .make())
    #expect(row.holds == ["topic:charged*"] && row.holding == 5)
    // Of those that come later too.
    _ = try await messages(test, 5..<7, burst: Self.plan(opening: false), reply: .make())
    try await record(test, BurstChange("topic-1", .closed))
    let open = try #require(try await test.store.incidents(openOnly: true, limit: 10).first)
    #expect(open.holding == 7 && open.burst?.quietAt != nil)
    let agreement = IncidentAgreement(incident: row.id, by: "ana", person: nil, at: fixtureTime)
    #expect(try await test.store.resume(agreement)?.resumedAt != nil)
    #expect(try await test.sendable().count == 7)
  }

  @Test func twoThatAreOneBecomeTheOlder() async throws {
    let test = try await StoreUnderTest()
    let first = try await opened(test)
    _ = try await messages(test, 5..<8, burst: Self.plan(key: "topic-2"))
    try await record(test, BurstChange("topic-2", .merged(into: "topic-1")))
    let open = try await test.store.incidents(openOnly: true, limit: 10)
    #expect(open.map(\.id) == [first.id] && open[0].messages == 8)
    let all = try await test.store.incidents(openOnly: false, limit: 10)
    #expect(all.first { $0.id != first.id }?.burst?.mergedInto == first.id)
    #expect(try await test.store.bursts(endedSince: fixtureTime).map(\.key) == ["topic-1"])
  }

  @Test func aSurgeIsCountedNotListed() async throws {
    let test = try await StoreUnderTest()
    let rows = try await messages(test, 0..<3)
    var round = BurstRound(config: test.config, at: fixtureTime)
    var plan = Self.plan(key: "volume-1-all", kind: .surge)
    plan.burst?.count = 90
    plan.burst?.since = fixtureTime - .minutes(5)
    round.openings = [.init(plan, message: rows[0])]
    round.volumes = ["all": "{}"]
    try await test.store.record(round)
    let begun = try #require(try await test.store.incidents(openOnly: true, limit: 1).first)
    #expect(begun.messages == 90 && begun.burst?.facts.firstAt == fixtureTime - .minutes(5))
    round.changes = [BurstChange("volume-1-all", .goesOn(count: 412))]
    try await test.store.record(round)
    let open = try await test.store.incidents(openOnly: true, limit: 10)
    #expect(open.count == 1, "recorded twice, it is one")
    #expect(open[0].messages == 412 && open[0].burst?.facts.kind == .surge)
    round.changes = [BurstChange("volume-1-all", .goesOn(count: 3))]
    try await test.store.record(round)
    let after = try await test.store.incidents(openOnly: true, limit: 1)
    #expect(after.first?.messages == 412, "a restart that counts anew takes nothing away")
    #expect(try await test.store.volumes() == ["all": "{}"])
    let counts = try await test.store.incidents(
      since: fixtureTime - .hours(1), until: fixtureTime + .hours(1))
    #expect(counts == ["surge": 1, "open": 1])
  }

  @Test func aNotifierThatFailsIsFollowedByAnother() async throws {
    let test = try await StoreUnderTest()
    _ = try await opened(test)
    let due = try await test.store.dueNotices(limit: 10, now: fixtureTime)
    try await test.store.settle(
      notices: due.map {
        NotificationSettlement(
          row: $0.row, result: .refused("no", routes: ["desk", "onCall"]), at: fixtureTime)
      })
    let next = try await test.store.dueNotices(limit: 10, now: fixtureTime)
    #expect(next.map(\.notifier) == ["onCall"])
  }

  @Test func theWatchReadsWhatWasDecided() async throws {
    let test = try await StoreUnderTest()
    _ = try await opened(test)
    let seen = try await test.store.watched(limit: 3)
    #expect(seen.map(\.author) == ["test/a2", "test/a3", "test/a4"])
    #expect(seen.allSatisfy { $0.burst == "topic-1" && $0.text == "charged twice" })
  }
}
