import Engine
import Foundation
import GRDB
import PluginKit
import PluginTesting
import Testing

@testable import Storage

/// The inbox shows what is due next, and each handoff where people look for it.
@Suite struct DeskInboxTests {
  @Test func whatIsDueNextComesFirstAndWhatIsCriticalBeforeAll() async throws {
    let desk = try await DeskUnderTest()
    let ids = try await desk.open(4)
    try await desk.due(ids[0], minutes: nil)
    try await desk.due(ids[1], minutes: 30)
    try await desk.due(ids[2], minutes: -5)
    let critical = try await desk.open(1, urgency: .critical)[0]
    try await desk.due(critical, minutes: 600)
    #expect(
      try await desk.ids(InboxQuery(name: "Ana")) == [critical, ids[2], ids[3], ids[1], ids[0]])
  }

  @Test func pagesRepeatAndLoseNothingWhileHandoffsEndInBetween() async throws {
    let desk = try await DeskUnderTest()
    let ids = try await desk.open(60)
    // Many at one instant: the row decides.
    for id in ids.prefix(30) { try await desk.due(id, minutes: 1) }
    var seen: [Int64] = []
    var query = InboxQuery(name: "Ana", limit: 7)
    var ended: Set<Int64> = []
    repeat {
      let page = try await desk.page(query)
      seen += page.rows.map(\.handoff.id)
      query.after = page.next
      let rest = ids.filter { !seen.contains($0) && !ended.contains($0) }
      // One that was seen, the one at which the page ended, and one that comes later.
      for id in [seen[0], page.rows[page.rows.count - 1].handoff.id] + rest.suffix(1)
      where ended.insert(id).inserted {
        try await desk.end(id)
      }
    } while query.after != nil
    #expect(Set(seen).count == seen.count)
    #expect(Set(seen).isSuperset(of: Set(ids).subtracting(ended)))
  }

  @Test func theEndedAreReadBackwardsPageByPage() async throws {
    let desk = try await DeskUnderTest()
    let ids = try await desk.open(9)
    for (index, id) in ids.enumerated() {
      try await desk.end(id, at: fixtureTime + .minutes(index / 3))
    }
    var seen: [Int64] = []
    var query = InboxQuery(.ended, name: "Ana", limit: 2)
    repeat {
      let page = try await desk.page(query, at: fixtureTime + .hours(1))
      seen += page.rows.map(\.handoff.id)
      query.after = page.next
    } while query.after != nil
    #expect(seen == ids.reversed())
    let later = try await desk.ids(
      InboxQuery(.ended, name: "Ana"), at: fixtureTime + .hours(24 * 31))
    #expect(later.isEmpty)
  }

  @Test func eachHandoffIsInItsQueueAndCounted() async throws {
    let desk = try await DeskUnderTest()
    let ids = try await desk.open(6)
    _ = try await desk.store.take(Taking(handoff: ids[1], by: "Ana", at: fixtureTime))
    _ = try await desk.store.take(Taking(handoff: ids[2], by: "Bo", at: fixtureTime))
    for id in [ids[3], ids[5]] {
      _ = try await desk.store.snooze(
        handoff: id, until: fixtureTime + .hours(id == ids[3] ? 1 : 3), by: "Bo", at: fixtureTime)
    }
    _ = try await desk.store.assign(
      Assignment(
        handoff: ids[4], to: .init(id: "ana", capacity: 9, recipients: []), by: "Bo",
        next: fixtureTime + .hours(1), quietAt: nil, at: fixtureTime))
    let now = fixtureTime + .hours(2)
    func queue(_ queue: InboxQuery.Queue) async throws -> [Int64] {
      try await desk.ids(InboxQuery(queue, name: "Ana", person: "ana"), at: now)
    }
    #expect(try await queue(.waiting) == [ids[0], ids[3], ids[4]])
    #expect(try await queue(.mine) == [ids[1], ids[4]])
    #expect(try await queue(.taken) == [ids[2]])
    #expect(try await queue(.snoozed) == [ids[5]])
    let page = try await desk.page(InboxQuery(name: "Ana", person: "ana"), at: now)
    #expect(page.counts == [.waiting: 3, .mine: 2, .taken: 1, .snoozed: 1])
  }

  @Test func filtersNarrowAndDoNotChangeTheCounts() async throws {
    let desk = try await DeskUnderTest()
    let care = try await desk.open(2)
    let press = try await desk.open(1, team: "press", urgency: .high)
    let mail = try await desk.open(1, connector: "mail")
    var query = InboxQuery(name: "Ana")
    query.team = "press"
    #expect(try await desk.ids(query) == press)
    query = InboxQuery(name: "Ana", connector: "mail")
    #expect(try await desk.ids(query) == mail)
    query = InboxQuery(name: "Ana", urgency: .high)
    let page = try await desk.page(query)
    #expect(page.rows.map(\.handoff.id) == press && page.counts[.waiting] == 4)
    query = InboxQuery(name: "Ana", team: "care", connector: "test", search: "where")
    #expect(try await desk.ids(query) == care)
  }

  @Test func nothingOfOtherTeamsIsShownFoundOrCounted() async throws {
    let desk = try await DeskUnderTest()
    let care = try await desk.open(1, "secret word")
    try await desk.open(3, "secret word", team: "press")
    let ended = try await desk.open(2, "secret word", team: "press")
    try await desk.end(ended[0])
    var query = InboxQuery(name: "Ana", teams: ["care"])
    for search in [nil, "secret", "@ana", "?"] {
      query.search = search
      query.team = nil
      #expect(try await desk.page(query).rows.allSatisfy { care.contains($0.handoff.id) })
      query.team = "press"
      #expect(try await desk.ids(query).isEmpty)
    }
    #expect(try await desk.page(query).counts[.waiting] == 1)
    query = InboxQuery(.ended, name: "Ana", teams: ["care"])
    #expect(try await desk.ids(query).isEmpty)
    query = InboxQuery(name: "Ana", teams: [])
    let page = try await desk.page(query)
    #expect(page.rows.isEmpty && page.counts[.waiting] == 0)
  }

  @Test func aRowHasWhatTheStagesSaidAndTheDraftThatWaits() async throws {
    let desk = try await DeskUnderTest()
    let long = String(repeating: "long ", count: 2000)
    try await desk.open(2, long, author: .make(id: "a", handle: "@han", name: "Han", followers: 7))
    let record = """
      {"findings":{"intent":{"label":"complaint"},"sentiment":{"label":3},"language":{"code":"en"}}}
      """
    try await desk.test.sql("UPDATE decision SET record = '\(record)' WHERE message = 1")
    try await desk.test.sql("UPDATE decision SET record = 'torn' WHERE message = 2")
    let rows = try await desk.page(InboxQuery(name: "Ana")).rows
    let row = try #require(rows.first)
    #expect(row.intent == "complaint" && row.sentiment == "3" && row.language == "en")
    #expect(row.authorName == "Han" && row.handoff.author == "@han" && row.followers == 7)
    #expect(row.isPublic && row.messages == 1 && row.platform == "test" && row.draft == nil)
    #expect(row.handoff.text.count == DeskInbox.previewLength)
    #expect(rows.last?.intent == nil)
  }

  @Test(arguments: InboxQuery.Queue.allCases)
  func theQueuesAreReadFromTheirIndexInItsOrder(_ queue: InboxQuery.Queue) async throws {
    let desk = try await DeskUnderTest()
    for after in [nil, InboxCursor(at: 5, id: 5)] {
      let query = InboxQuery(
        queue, name: "Ana", person: "ana", teams: ["care"], connector: "test", search: "word @han",
        after: after)
      let plan = try await desk.store.commits.read { db in
        let (sql, values) = DeskInbox.keySQL(query, limit: 51, now: 0)
        return try Row.fetchAll(
          db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: StatementArguments(values)
        ).map { $0["detail"] as String }
      }
      let index = queue == .ended ? "handoffEnded" : "handoffInbox"
      #expect(plan.contains { $0.hasPrefix("SEARCH h USING") && $0.contains(index) }, "\(plan)")
      #expect(!plan.contains { $0.contains("SCAN h") || $0.contains("FOR ORDER BY") }, "\(plan)")
    }
  }

  @Test func aPageIsNeverLongerThanItsLimit() async throws {
    let desk = try await DeskUnderTest()
    try await desk.open(DeskInbox.maxPage + 5)
    #expect(
      try await desk.ids(InboxQuery(name: "Ana", limit: .max)).count == DeskInbox.maxPage)
    #expect(try await desk.ids(InboxQuery(name: "Ana", limit: -3)).count == 1)
  }
}
