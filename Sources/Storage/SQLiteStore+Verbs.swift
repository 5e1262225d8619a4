public import Engine
public import Foundation
public import PluginKit

/// Each verb is one write in a group commit, or one read between commits. The SQL lies in the
/// table groups' files.
extension SQLiteStore: Store {
  public func cursor(of connector: String) async throws -> Cursor? {
    try await commits.read { db in try Inbox.cursor(db, of: connector) }
  }

  public func intake(_ page: IntakePage) async throws -> IntakeResult {
    #if DEBUG
      if PlantedBug.cursorBeforeRows.isPlanted {
        var cursorOnly = page
        cursorOnly.messages = []
        _ = try await commits.write { [cursorOnly] db in try Inbox.intake(db, cursorOnly) }
      }
    #endif
    return try await commits.write { db in try Inbox.intake(db, page) }
  }

  public func claim(limit: Int, now: Date) async throws -> [Claimed] {
    try await commits.write { db in try Claims.claim(db, limit: limit, now: now) }
  }

  public func decide(_ decisions: [Decided]) async throws {
    try await commits.write { [storeID] db in
      for decision in decisions { try Decisions.decide(db, decision, storeID: storeID) }
    }
  }

  public func nextReady() async throws -> Date? {
    try await commits.read { db in
      try db.integer("SELECT min(readyAt) FROM message WHERE state = 'stored'")
        .map { Date(milliseconds: $0) }
    }
  }

  public func sendable(connector: String, limit: Int, now: Date, among rows: [Int64]?) async throws
    -> [SendCandidate]
  {
    try await commits.read { db in
      try Outbox.sendable(db, connector: connector, limit: limit, now: now, among: rows)
    }
  }

  public func queueLength(connector: String, atMost limit: Int) async throws -> Int {
    try await commits.read { db in
      try Posting.queueLength(db, connector: connector, atMost: limit)
    }
  }

  public func queued(connector: String, limit: Int) async throws -> [QueuedReply] {
    try await commits.read { db in try Posting.queued(db, connector: connector, limit: limit) }
  }

  public func planned(connector: String, after row: Int64?, limit: Int) async throws
    -> [QueuedReply]
  {
    try await commits.read { db in
      try Posting.planned(db, connector: connector, after: row, limit: limit)
    }
  }

  public func posts(connector: String, since: Date) async throws -> [Date] {
    try await commits.read { db in try Posting.posts(db, connector: connector, since: since) }
  }

  public func ours(connector: String, among remotes: [String]) async throws -> Set<String> {
    try await commits.read { db in
      try NativeAnswers.ours(db, connector: connector, among: remotes)
    }
  }

  public func divert(_ diversions: [Diversion]) async throws {
    try await commits.write { db in for each in diversions { try Outbox.divert(db, each) } }
  }

  public func begin(_ starts: [SendStart]) async throws -> [Int64: Int64] {
    guard !starts.isEmpty else { return [:] }
    return try await commits.write { db in try Outbox.begin(db, starts) }
  }

  public func settle(_ settlements: [Settlement]) async throws {
    guard !settlements.isEmpty else { return }
    try await commits.write { db in for each in settlements { try Outbox.settle(db, each) } }
  }

  public func unknowns(connector: String, limit: Int, now: Date) async throws -> [UnknownSend] {
    try await commits.read { db in
      try Outbox.unknowns(db, connector: connector, limit: limit, now: now)
    }
  }

  public func nextSend(connector: String, queuedFrom opens: Date?) async throws -> Date? {
    try await commits.read { db in
      try Outbox.nextSend(db, connector: connector, queuedFrom: opens)
    }
  }

  public func dueNotifications(limit: Int, now: Date) async throws -> [DueNotification] {
    try await commits.read { [storeID] db in
      try DueNotifications.read(db, limit: limit, now: now, storeID: storeID)
    }
  }

  public func settle(_ notifications: [NotificationSettlement]) async throws {
    try await commits.write { db in for each in notifications { try Notifications.settle(db, each) }
    }
  }

  public func dueDeadlines(limit: Int, now: Date) async throws -> [DueDeadline] {
    try await commits.read { db in try Deadlines.due(db, limit: limit, now: now) }
  }

  public func fire(_ actions: [DeadlineAction]) async throws {
    try await commits.write { db in for each in actions { try Deadlines.fire(db, each) } }
  }

  public func nextDue() async throws -> Date? {
    try await commits.read { db in
      let notification = try db.integer(
        "SELECT min(notBefore) FROM notification WHERE state = 'pending'")
      return [try Deadlines.next(db), notification, try Notices.nextDue(db)].compactMap { $0 }
        .min().map { Date(milliseconds: $0) }
    }
  }

  public func recover(_ plan: RecoveryPlan) async throws -> RecoveryReport {
    try await commits.write { db in try Recovery.recover(db, plan) }
  }

  public func register(config hash: String, versions: [String: String], at: Date) async throws
    -> Int64
  {
    let versions = JSONValue.object(
      versions.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }
    ).text()
    return try await commits.write { db in
      try db.run(
        """
        INSERT INTO config(hash, versions, at) VALUES(?, ?, ?)
        ON CONFLICT(hash, versions) DO NOTHING
        """, hash, versions, at.milliseconds)
      return try db.integer(
        "SELECT id FROM config WHERE hash = ? AND versions = ?", hash, versions) ?? 0
    }
  }
}

extension SQLiteStore {
  public func hold(_ scope: Hold.Scope, reason: String, by: String, at: Date) async throws -> Hold {
    try await commits.write { db in
      try Holds.add(db, scope, reason: reason, by: by, at: at.milliseconds)
    }
  }

  public func release(_ scope: Hold.Scope?, by: String, at: Date) async throws -> Int {
    try await commits.write { db in
      try Holds.release(db, scope, by: by, at: at.milliseconds)
    }
  }

  public func holds() async throws -> [Hold] {
    try await commits.read { db in try Holds.active(db) }
  }

  public func drafts(limit: Int) async throws -> [DraftRow] {
    try await commits.read { db in try Drafts.list(db, limit: limit) }
  }

  public func reply(ofDraft id: Int64) async throws -> Reply? {
    try await commits.read { db in
      try db.first(StoredReply.draft, id, read: StoredReply.init)?.reply
    }
  }

  public func approve(draft: Int64, text: String?, by: String, at: Date) async throws -> DraftRow? {
    try await commits.write { db in
      try Drafts.approve(db, draft, text: text, by: by, at: at.milliseconds)
    }
  }

  public func discard(
    draft: Int64, by: String, reason: String?, handoff: PlannedHandoff, at: Date
  ) async throws -> DraftRow? {
    try await commits.write { db in
      try Drafts.discard(
        db, draft, by: by, reason: reason, handoff: handoff, at: at.milliseconds)
    }
  }

  public func why(_ name: String) async throws -> JSONValue? {
    try await commits.read { db in try Why.record(db, of: name) }
  }

  public func status(now: Date) async throws -> StoreStatus {
    try await commits.read { db in try Status.counts(db) }
  }

  public func verify(now: Date, rules: VerifyRules) async throws -> [Violation] {
    try await Verify.violations(commits, now: now.milliseconds, rules)
  }
}
