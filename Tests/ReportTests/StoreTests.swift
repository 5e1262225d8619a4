import Engine
import Foundation
import GRDB
import PluginKit
import PluginTesting
import Testing

@testable import Storage

/// The facts as a real store gives them.
struct ReportSliceTests {
  private let folder: TemporaryFolder
  private let store: SQLiteStore
  private let config: Int64

  init() async throws {
    folder = try TemporaryFolder()
    store = try SQLiteStore(path: folder.path(of: "replyd.sqlite"), for: .simulation)
    config = try await store.register(config: "hash", versions: [:], at: fixtureTime)
  }

  private func take(
    _ messages: [Message], at: Date = fixtureTime, coalesce: Duration = .zero
  ) async throws {
    _ = try await store.intake(
      IntakePage(
        connector: "test", messages: messages, cursor: Cursor("1"), receivedAt: at,
        coalesce: coalesce, acknowledge: .hours(1), human: .hours(24)))
  }

  private func decideAll(
    _ action: Decision.Action, record: String = "{}", reply: PlannedReply? = nil,
    handoff: PlannedHandoff? = nil, at: Date = fixtureTime
  ) async throws {
    try await store.decide(
      try await store.claim(limit: 5000, now: at).map {
        Decided(
          row: $0.row, fence: $0.fence, cycle: $0.cycle, at: at, action: action,
          reason: "test: \(action.rawValue)", record: record, config: config,
          replies: reply.map { [$0] } ?? [], handoff: handoff, acknowledgeBy: at + .hours(1),
          humanBy: at + .hours(24))
      })
  }

  private func sendAll(at: Date) async throws {
    let due = try await store.sendable(connector: "test", limit: 100, now: at)
    let begun = try await store.begin(
      due.map { SendStart(row: $0.row, fence: $0.fence, at: at) })
    try await store.settle(
      begun.map {
        Settlement(row: $0.key, fence: $0.value, result: .posted(Receipt(remote: "p")), at: at)
      })
  }

  private func sql(_ text: String) async throws {
    try await store.commits.write { db in try db.execute(sql: text) }
  }

  private func rows(
    since: Date = fixtureTime - .hours(48), until: Date = fixtureTime + .hours(480)
  ) async throws -> [ReportRow] {
    var rows: [ReportRow] = []
    var slice = ReportSlice(since: since, until: until, limit: 2)
    while true {
      let page = try await store.report(slice)
      #expect(page.rows.count <= 2)
      rows += page.rows
      guard let next = page.next else { return rows }
      slice.after = next
    }
  }

  private func acknowledgement(_ kind: Reply.Kind = .acknowledgement) -> PlannedReply {
    PlannedReply(
      kind: kind, text: "Thank you.", language: nil, template: "courses:complaint#2",
      visibility: .public, isDraft: false, draftUntil: nil, deadline: fixtureTime + .hours(1),
      staleAt: fixtureTime + .hours(12))
  }

  private let handoff = PlannedHandoff(
    team: "care", category: "late", reason: "a complaint",
    recipients: [Recipient(notifier: "desk")], notifyAt: fixtureTime,
    escalations: [fixtureTime + .hours(100)])

  @Test func allThatIsKnownOfAMessage() async throws {
    let url = "https://example.org/1"
    try await take([.make(url: url)], at: fixtureTime + .seconds(7))
    let record = """
      {"findings":{"intent":{"label":"complaint","wantsReply":0.75},\
      "sentiment":{"label":"negative"}}}
      """
    try await decideAll(
      .acknowledgeAndHandoff, record: record, reply: acknowledgement(), handoff: handoff,
      at: fixtureTime + .seconds(7))
    try await sendAll(at: fixtureTime + .seconds(9))
    let open = try #require(try await rows().first)
    #expect(open.message == "test/1" && open.author == "@ana@example.social" && open.url == url)
    #expect(open.createdAt == fixtureTime && open.startedAt == fixtureTime)
    #expect(open.receivedAt == fixtureTime + .seconds(7))
    #expect(open.intent == "complaint" && open.wantsReply == 0.75)
    #expect(open.sentiment == "negative" && open.action == "acknowledge+handoff")
    #expect(open.stage == "courses" && open.template == "courses:complaint#2")
    #expect(open.acknowledgedAt == fixtureTime + .seconds(9) && open.answerAt == nil)
    #expect(open.acknowledge.map(\.outcome) == [.met] && open.human.map(\.outcome) == [.running])
    #expect(open.handoff?.team == "care" && open.handoff?.category == "late")
    #expect(open.handoff?.state == .open && open.handoffs == 1 && open.closing == nil)

    _ = try await store.take(Taking(handoff: 1, by: "ana", at: fixtureTime + .hours(1)))
    _ = try await store.close(
      HandoffClosing(handoff: 1, as: .answered, by: "ana", at: fixtureTime + .hours(25)))
    let closed = try #require(try await rows().first)
    #expect(closed.handoff?.takenAt == fixtureTime + .hours(1) && closed.closing == .handedOff)
    #expect(closed.humanAnswerAt == fixtureTime + .hours(25))
    #expect(closed.human.map(\.outcome) == [.missed])
    #expect(closed.answering(now: fixtureTime + .hours(30)) == .acknowledgementOnly)
  }

  @Test func anUndecidedMessageHasItsWindowsRunning() async throws {
    try await take([.make()])
    let row = try #require(try await rows().first)
    #expect(row.action == nil && row.acknowledge.map(\.outcome) == [.running])
    #expect(row.human.map(\.due) == [fixtureTime + .hours(24)])
  }

  @Test func aBurstCountsOnceFromItsFirstMessage() async throws {
    try await take(
      [
        .make(id: "1", conversation: "c"),
        .make(id: "2", createdAt: fixtureTime + .seconds(40), conversation: "c"),
      ], at: fixtureTime + .seconds(50))
    try await decideAll(.handoff, handoff: handoff, at: fixtureTime + .seconds(50))
    let found = try await rows()
    #expect(found.map(\.origin) == [.coalesced, .customer])
    #expect(found[1].createdAt == fixtureTime + .seconds(40))
    #expect(found[1].startedAt == fixtureTime)
  }

  @Test func machinesAndIgnoredOnesWantNoReply() async throws {
    try await take([.make(id: "1", isAutomated: true), .make(id: "2", author: .make(isBot: true))])
    try await decideAll(.ignore)
    let found = try await rows()
    #expect(found.map(\.origin) == [.machine, .machine])
    #expect(found.allSatisfy { !$0.wantedReply && $0.acknowledge.isEmpty })
  }

  @Test func outcomesCorrectionsAndNativeAnswersAreRead() async throws {
    try await take([.make()])
    try await decideAll(.handoff, handoff: handoff)
    let at = Int(fixtureTime.timeIntervalSince1970 * 1000)
    try await sql(
      """
      INSERT OR REPLACE INTO outcome(message, cycle, step, since, at, treated, checkedAt, result) VALUES
        (1, 1, 1, \(at), \(at + 3_600_000), 1, \(at), 'thanked'),
        (1, 1, 2, \(at), \(at + 86_400_000), 1, NULL, NULL);
      INSERT INTO correction(message, at, by, kind, was, now) VALUES
        (1, \(at), 'ana', 'intent', 'praise', 'complaint'), (1, \(at + 5), 'ana', 'intent', 'a', 'b'),
        (1, \(at), 'ana', 'team', 'x', 'y'), (1, \(at + 86_400_000), 'ana', 'team', 'x', 'y');
      INSERT INTO event(message, number, at, kind) VALUES(1, 90, \(at + 60000), 'answered natively');
      INSERT INTO reply(message, cycle, kind, connector, conversation, author, key, text,
        visibility, state, notBefore, deadline, staleAt, postedAt, config)
        VALUES(1, 1, 'human', 'test', 1, 1, 'k', 't', 0, 'posted', 0, 0, 0, \(at + 90000), 1);
      """)
    let row = try #require(try await rows().first)
    #expect(row.outcomes.map(\.result) == ["thanked", nil] && row.outcomes[0].isTreated)
    #expect(row.answeredNativelyAt == fixtureTime + .seconds(60))
    #expect(row.replies.map(\.kind) == ["human"])
    #expect(row.humanAnswerAt == fixtureTime + .seconds(60))
    let corrected = try await store.corrections(
      since: fixtureTime, until: fixtureTime + .hours(24))
    #expect(corrected == ["intent": 2, "team": 1])
  }

  @Test func anEditKeepsTheWindowsOfEarlierCycles() async throws {
    try await take([.make()])
    try await decideAll(.handoff, handoff: handoff)
    try await sql("UPDATE deadline SET firedAt = at, outcome = 'missed' WHERE kind = 'acknowledge'")
    var edited = Message.make("Where is it? It is late!")
    edited.editedAt = fixtureTime + .hours(2)
    try await take([edited], at: fixtureTime + .hours(2))
    try await decideAll(.handoff, handoff: handoff, at: fixtureTime + .hours(2))
    let row = try #require(try await rows().first)
    #expect(row.acknowledge.map(\.outcome) == [.missed, .running] && row.handoffs == 2)
    #expect(row.human.map(\.outcome) == [.void, .running])
    #expect(ReportRow.outcome(of: row.acknowledge) == .missed)
  }

  /// Whatever was received in it, found by halving, whatever the walk's length.
  @Test func aPeriodIsWhatWasReceivedInIt() async throws {
    for day in 0..<30 {
      try await take(
        (0..<7).map { .make(id: "\(day)-\($0)") }, at: fixtureTime + .hours(24 * day))
    }
    for (from, to) in [(0, 1), (3, 10), (29, 30), (30, 31), (-5, 0), (0, 30), (14, 15)] {
      let found = try await rows(
        since: fixtureTime + .hours(24 * from), until: fixtureTime + .hours(24 * to))
      let days = max(0, min(30, to) - max(0, from))
      #expect(found.count == days * 7, "\(from) to \(to)")
      #expect(Set(found.map(\.row)).count == found.count)
    }
    // A clock that was set back within the day hides nothing.
    try await take([.make(id: "late")], at: fixtureTime + .hours(24 * 28 + 23))
    let found = try await rows(
      since: fixtureTime + .hours(24 * 28), until: fixtureTime + .hours(24 * 29))
    #expect(found.count == 8)
  }

  /// A slice of real size stays well below 5 ms, so that a live daemon goes on between.
  @Test func aSliceIsShort() async throws {
    let filler = String(repeating: "why \"it\" is so, ", count: 150)
    let record = JSONValue.object([
      .init(
        "findings",
        [
          "intent": ["label": "complaint", "wantsReply": 0.9],
          "sentiment": ["label": "negative"],
        ]),
      .init("evidence", ["crisis": .array([.string(filler)])]),
    ]).text()
    for page in 0..<20 {
      try await take((0..<100).map { .make(id: "\(page)-\($0)", conversation: "\(page)-\($0)") })
    }
    for _ in 0..<20 {
      try await decideAll(
        .acknowledgeAndHandoff, record: record, reply: acknowledgement(), handoff: handoff)
    }
    var times: [Double] = []
    var slice = ReportSlice(since: fixtureTime - .hours(1), until: fixtureTime + .hours(1))
    var count = 0
    while true {
      let start = SystemTime.monotonicSeconds
      let page = try await store.report(slice)
      times.append(SystemTime.monotonicSeconds - start)
      count += page.rows.count
      guard let next = page.next else { break }
      slice.after = next
    }
    times.sort()
    let median = times[times.count / 2] * 1000
    print(
      "slices of \(ReportSlice.rows) rows: median \(median) ms, longest \(times.last! * 1000) ms")
    #expect(count == 2000)
    #expect(median < 5)
  }
}
