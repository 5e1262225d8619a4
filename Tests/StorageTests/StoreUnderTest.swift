import Engine
import Foundation
import GRDB
import PluginKit
import PluginTesting

@testable import Storage

/// A real store in a folder of its own, with short forms of its verbs.
struct StoreUnderTest {
  let folder: TemporaryFolder
  let store: SQLiteStore
  let config: Int64

  var path: String { folder.path(of: "replyd.sqlite") }

  init(for use: SQLiteStore.Use = .simulation, in folder: TemporaryFolder? = nil) async throws {
    self.folder = try folder ?? TemporaryFolder()
    store = try SQLiteStore(path: self.folder.path(of: "replyd.sqlite"), for: use)
    config = try await store.register(config: "hash", versions: [:], at: fixtureTime)
  }

  /// Closes the file as a killed process would leave it, and opens it anew.
  func reopened() async throws -> StoreUnderTest {
    try store.close()
    return try await StoreUnderTest(in: folder)
  }

  // MARK: Inbox

  @discardableResult
  func take(
    _ messages: [Message], deleted: [String] = [], cursor: String? = "1",
    at: Date = fixtureTime, coalesce: Duration = .zero
  ) async throws -> IntakeResult {
    try await store.intake(
      IntakePage(
        connector: "test", messages: messages, deleted: deleted,
        cursor: cursor.map { Cursor($0) }, receivedAt: at, coalesce: coalesce,
        acknowledge: .hours(1), human: .hours(24)))
  }

  /// A page with posts of the brand's own account.
  func poll(own posts: OwnPost..., at: Date = fixtureTime) async throws {
    _ = try await store.intake(
      IntakePage(
        connector: "test", messages: [], ownPosts: posts, cursor: nil, receivedAt: at,
        coalesce: .zero, acknowledge: .hours(1), human: .hours(24)))
  }

  func claim(_ limit: Int = 64, at: Date = fixtureTime) async throws -> [Claimed] {
    try await store.claim(limit: limit, now: at)
  }

  /// Claims what is ready and decides it all alike.
  @discardableResult
  func decideAll(
    _ action: Decision.Action, reply: PlannedReply? = nil, handoff: PlannedHandoff? = nil,
    hold: String? = nil, incident: PlannedIncident? = nil, at: Date = fixtureTime
  ) async throws -> [Claimed] {
    let claimed = try await claim(at: at)
    try await store.decide(
      claimed.map {
        decided(
          $0, action, reply: reply, handoff: handoff, hold: hold, incident: incident, at: at)
      })
    return claimed
  }

  func decided(
    _ claimed: Claimed, _ action: Decision.Action, reply: PlannedReply? = nil,
    handoff: PlannedHandoff? = nil, hold: String? = nil, incident: PlannedIncident? = nil,
    at: Date = fixtureTime
  ) -> Decided {
    Decided(
      row: claimed.row, fence: claimed.fence, cycle: claimed.cycle, at: at, action: action,
      reason: "test: \(action.rawValue)", record: "{}", config: config,
      replies: reply.map { [$0] } ?? [], handoff: handoff, hold: hold, incident: incident,
      acknowledgeBy: at + .hours(1), humanBy: at + .hours(24))
  }

  // MARK: Outbox

  func sendable(at: Date = fixtureTime) async throws -> [SendCandidate] {
    try await store.sendable(connector: "test", limit: 100, now: at)
  }

  /// Begins every send that is due; the settlements' rows and fences.
  func beginAll(at: Date = fixtureTime) async throws -> [Int64: Int64] {
    try await store.begin(
      try await sendable(at: at).map { SendStart(row: $0.row, fence: $0.fence, at: at) })
  }

  func settleAll(
    _ begun: [Int64: Int64], _ result: Settlement.Result, at: Date = fixtureTime
  ) async throws {
    try await store.settle(
      begun.map {
        Settlement(row: $0.key, fence: $0.value, result: result, handoff: .make(), at: at)
      })
  }

  // MARK: Deadlines and notifications

  /// Fires what is due as the escalator does; returns the kinds.
  @discardableResult
  func fireDue(at: Date, notifiers: [String] = ["onCall"]) async throws -> [DeadlineKind] {
    let due = try await store.dueDeadlines(limit: 1000, now: at)
    try await store.fire(
      due.map {
        DeadlineAction(
          due: $0, at: at,
          recipients: $0.kind == .escalate ? notifiers.map { Recipient(notifier: $0) } : [],
          next: $0.kind == .escalate || $0.kind == .wake ? at + .hours(1) : nil,
          handoff: $0.kind == .escalate ? nil : .make(reason: "\($0.kind)"))
      })
    return due.map(\.kind)
  }

  @discardableResult
  func tellAll(at: Date = fixtureTime) async throws -> [DueNotification] {
    let due = try await store.dueNotifications(limit: 1000, now: at)
    try await store.settle(
      due.map { NotificationSettlement(row: $0.row, result: .sent, at: at) })
    return due
  }

  func recover(hung: [Int64: String] = [:], at: Date = fixtureTime) async throws -> RecoveryReport {
    try await store.recover(
      RecoveryPlan(
        at: at, quarantineAfter: 3, hung: hung, surfacesWithin: .seconds(30),
        handoff: .make(reason: "quarantine"), config: config))
  }

  // MARK: Looking inside

  func sql(_ text: String) async throws {
    try await store.commits.write { db in try db.execute(sql: text) }
  }

  /// The first column of every row, as text.
  func texts(_ sql: String) async throws -> [String] {
    try await store.commits.read { db in
      try String?.fetchAll(db, sql: sql).map { $0 ?? "NULL" }
    }
  }

  func states(_ table: String = "message") async throws -> [String] {
    try await texts("SELECT state FROM \(table) ORDER BY id")
  }

  func closings() async throws -> [String] {
    try await texts("SELECT closing FROM message ORDER BY id")
  }

  func violations(live: Bool = true, at: Date = fixtureTime) async throws -> [Violation] {
    try await store.verify(
      now: at, rules: VerifyRules(maxAutomatedTurns: 1, tolerance: .minutes(2), isLive: live))
  }
}

extension PlannedReply {
  static func make(
    _ text: String = "It is on its way.", kind: Reply.Kind = .answer, isDraft: Bool = false,
    draftUntil: Date? = nil, deadline: Date = fixtureTime + .hours(1),
    visibility: Visibility = .public, staleAt: Date = fixtureTime + .hours(12)
  ) -> PlannedReply {
    PlannedReply(
      kind: kind, text: text, language: nil, template: nil, visibility: visibility,
      isDraft: isDraft, draftUntil: draftUntil, deadline: deadline, staleAt: staleAt)
  }
}

extension PlannedHandoff {
  static func make(
    team: String = "care", reason: String = "a human knows better",
    notifiers: [String] = ["desk"], escalations: [Date] = [fixtureTime + .minutes(10)]
  ) -> PlannedHandoff {
    PlannedHandoff(
      team: team, category: nil, reason: reason,
      recipients: notifiers.map { Recipient(notifier: $0) }, notifyAt: fixtureTime,
      escalations: escalations)
  }
}
