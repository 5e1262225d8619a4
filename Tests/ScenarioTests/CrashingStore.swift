import Engine
import Foundation
import PluginKit
import Storage

/// The real store; the process may end after any verb has committed and before its caller knows.
struct CrashingStore: Store {
  let real: SQLiteStore
  let life: Life

  /// A verb that reads, or found nothing to change.
  func read<Value: Sendable>(
    _ name: String = #function, _ verb: () async throws -> Value
  ) async throws -> Value {
    try life.enter()
    let value = try await verb()
    try await life.passed(.storeCall, name)
    return value
  }

  /// A verb that changed the store, unless its value says otherwise.
  func write<Value: Sendable>(
    _ name: String = #function, _ verb: () async throws -> Value,
    changed: (Value) -> Bool = { _ in true }
  ) async throws -> Value {
    try life.enter()
    let value = try await verb()
    if changed(value) { life.fuse.storeChanged() }
    try await life.passed(.storeCall, name)
    return value
  }

  func cursor(of connector: String) async throws -> Cursor? {
    try await read { try await real.cursor(of: connector) }
  }
  func intake(_ page: IntakePage) async throws -> IntakeResult {
    try await write { try await real.intake(page) }
  }
  func claim(limit: Int, now: Date) async throws -> [Claimed] {
    try await write {
      try await real.claim(limit: limit, now: now)
    } changed: {
      !$0.isEmpty
    }
  }
  func decide(_ decisions: [Decided]) async throws {
    try await write { try await real.decide(decisions) }
  }
  func nextReady() async throws -> Date? { try await read { try await real.nextReady() } }

  func sendable(connector: String, limit: Int, now: Date, among rows: [Int64]?) async throws
    -> [SendCandidate]
  {
    try await read {
      try await real.sendable(connector: connector, limit: limit, now: now, among: rows)
    }
  }
  func queueLength(connector: String, atMost limit: Int) async throws -> Int {
    try await read { try await real.queueLength(connector: connector, atMost: limit) }
  }
  func queued(connector: String, limit: Int) async throws -> [QueuedReply] {
    try await read { try await real.queued(connector: connector, limit: limit) }
  }
  func planned(connector: String, after row: Int64?, limit: Int) async throws -> [QueuedReply] {
    try await read { try await real.planned(connector: connector, after: row, limit: limit) }
  }
  func posts(connector: String, since: Date) async throws -> [Date] {
    try await read { try await real.posts(connector: connector, since: since) }
  }
  func ours(connector: String, among remotes: [String]) async throws -> Set<String> {
    try await read { try await real.ours(connector: connector, among: remotes) }
  }
  func divert(_ diversions: [Diversion]) async throws {
    try await write { try await real.divert(diversions) }
  }
  func begin(_ starts: [SendStart]) async throws -> [Int64: Int64] {
    try await write { try await real.begin(starts) }
  }
  func settle(_ settlements: [Settlement]) async throws {
    try await write { try await real.settle(settlements) }
  }
  func unknowns(connector: String, limit: Int, now: Date) async throws -> [UnknownSend] {
    try await read { try await real.unknowns(connector: connector, limit: limit, now: now) }
  }
  func nextSend(connector: String, queuedFrom opens: Date?) async throws -> Date? {
    try await read { try await real.nextSend(connector: connector, queuedFrom: opens) }
  }

  func dueNotifications(limit: Int, now: Date) async throws -> [DueNotification] {
    try await read { try await real.dueNotifications(limit: limit, now: now) }
  }
  func settle(_ notifications: [NotificationSettlement]) async throws {
    try await write { try await real.settle(notifications) }
  }
  func dueDeadlines(limit: Int, now: Date) async throws -> [DueDeadline] {
    try await read { try await real.dueDeadlines(limit: limit, now: now) }
  }
  func fire(_ actions: [DeadlineAction]) async throws {
    try await write { try await real.fire(actions) }
  }
  func clockSetBack(by: Duration) async throws {
    try await write { try await real.clockSetBack(by: by) }
  }
  func dropOutcomes(limit: Int) async throws -> Int {
    try await write { try await real.dropOutcomes(limit: limit) }
  }
  func dueOutcomes(limit: Int, now: Date) async throws -> [DueOutcome] {
    try await read { try await real.dueOutcomes(limit: limit, now: now) }
  }
  func settle(_ outcomes: [SeenOutcome]) async throws {
    try await write { try await real.settle(outcomes) }
  }
  func mark(_ name: String) async throws -> String? {
    try await read { try await real.mark(name) }
  }
  func setMark(_ name: String, _ value: String) async throws {
    try await write { try await real.setMark(name, value) }
  }
  func nextDue() async throws -> Date? { try await read { try await real.nextDue() } }
}

extension CrashingStore {
  func recover(_ plan: RecoveryPlan) async throws -> RecoveryReport {
    try await write { try await real.recover(plan) }
  }
  func register(config hash: String, versions: [String: String], at: Date) async throws -> Int64 {
    try await write { try await real.register(config: hash, versions: versions, at: at) }
  }

  func hold(_ scope: Hold.Scope, reason: String, by: String, at: Date) async throws -> Hold {
    try await write { try await real.hold(scope, reason: reason, by: by, at: at) }
  }
  func release(_ scope: Hold.Scope?, by: String, at: Date) async throws -> Int {
    try await write { try await real.release(scope, by: by, at: at) }
  }
  func holds() async throws -> [Hold] { try await read { try await real.holds() } }

  func handoffs(waitingOnly: Bool, limit: Int) async throws -> [HandoffRow] {
    try await read { try await real.handoffs(waitingOnly: waitingOnly, limit: limit) }
  }
  func handoff(_ id: Int64) async throws -> HandoffRow? {
    try await read { try await real.handoff(id) }
  }
  func message(of handoff: Int64) async throws -> Message? {
    try await read { try await real.message(of: handoff) }
  }
  func take(_ taking: Taking) async throws -> HandoffRow? {
    try await write { try await real.take(taking) }
  }
  func close(_ closing: HandoffClosing) async throws -> HandoffRow? {
    try await write { try await real.close(closing) }
  }
  func snooze(handoff: Int64, until: Date, by: String, at: Date) async throws -> HandoffRow? {
    try await write { try await real.snooze(handoff: handoff, until: until, by: by, at: at) }
  }
  func assign(_ assignment: Assignment) async throws -> HandoffRow? {
    try await write { try await real.assign(assignment) }
  }
  func reply(_ reply: HumanReply) async throws -> HandoffRow? {
    try await write { try await real.reply(reply) }
  }
  func open(_ plan: PlannedHandoff, for message: String, by: String, at: Date) async throws
    -> HandoffRow?
  {
    try await write { try await real.open(plan, for: message, by: by, at: at) }
  }
  func silences(now: Date) async throws -> [Silence] {
    try await read { try await real.silences(now: now) }
  }
  func add(_ silence: Silence) async throws -> Silence {
    try await write { try await real.add(silence) }
  }
  func endSilence(_ id: Int64, by: String, at: Date) async throws -> Bool {
    try await write { try await real.endSilence(id, by: by, at: at) }
  }
  func correct(_ correction: Correction, message: String) async throws -> Bool {
    try await write { try await real.correct(correction, message: message) }
  }
  func corrections(after: Int64, limit: Int) async throws -> [Correction] {
    try await read { try await real.corrections(after: after, limit: limit) }
  }

  func drafts(limit: Int) async throws -> [DraftRow] {
    try await read { try await real.drafts(limit: limit) }
  }
  func reply(ofDraft id: Int64) async throws -> Reply? {
    try await read { try await real.reply(ofDraft: id) }
  }
  func approve(draft: Int64, text: String?, by: String, at: Date) async throws -> DraftRow? {
    try await write { try await real.approve(draft: draft, text: text, by: by, at: at) }
  }
  func discard(
    draft: Int64, by: String, reason: String?, handoff: PlannedHandoff, at: Date
  ) async throws -> DraftRow? {
    try await write {
      try await real.discard(draft: draft, by: by, reason: reason, handoff: handoff, at: at)
    }
  }

  func backup(to path: String, at: Date) async throws -> BackupReport {
    try await write { try await real.backup(to: path, at: at) }
  }
  func forget(_ author: String, at: Date) async throws -> ForgetOutcome {
    try await write { try await real.forget(author, at: at) }
  }
  func prune(_ slice: PruneSlice) async throws -> PruneResult {
    try await write {
      try await real.prune(slice)
    } changed: {
      $0.removed > 0
    }
  }

  func linkedHandoff(_ id: Int64) async throws -> LinkedHandoff? {
    try await read { try await real.linkedHandoff(id) }
  }
  func linkUse(_ id: String) async throws -> LinkUse? {
    try await read { try await real.linkUse(id) }
  }
  func useLink(_ id: String, by: String, at: Date, until: Date) async throws -> Bool {
    try await write {
      try await real.useLink(id, by: by, at: at, until: until)
    } changed: {
      $0
    }
  }

  func report(_ slice: ReportSlice) async throws -> ReportPage {
    try await read { try await real.report(slice) }
  }
  func incidents(since: Date, until: Date) async throws -> [String: Int] {
    try await read { try await real.incidents(since: since, until: until) }
  }
  func corrections(since: Date, until: Date) async throws -> [String: Int] {
    try await read { try await real.corrections(since: since, until: until) }
  }

  func why(_ name: String) async throws -> JSONValue? {
    try await read { try await real.why(name) }
  }
  func status(now: Date) async throws -> StoreStatus {
    try await read { try await real.status(now: now) }
  }
  func verify(now: Date, rules: VerifyRules) async throws -> [Violation] {
    try await read { try await real.verify(now: now, rules: rules) }
  }
}

/// Incidents.
extension CrashingStore {
  func dueSteps(limit: Int, now: Date) async throws -> [DueStep] {
    try await read { try await real.dueSteps(limit: limit, now: now) }
  }
  func nextStep() async throws -> Date? { try await read { try await real.nextStep() } }
  func perform(_ run: StepRun) async throws -> String? {
    try await write {
      try await real.perform(run)
    } changed: {
      $0 != nil
    }
  }
  func recentTexts(limit: Int) async throws -> [String] {
    try await read { try await real.recentTexts(limit: limit) }
  }
  func open(
    _ incident: PlannedIncident, message: String, by: String, handoff: PlannedHandoff, at: Date
  ) async throws -> IncidentRow? {
    try await write {
      try await real.open(incident, message: message, by: by, handoff: handoff, at: at)
    }
  }
  func incidents(openOnly: Bool, limit: Int) async throws -> [IncidentRow] {
    try await read { try await real.incidents(openOnly: openOnly, limit: limit) }
  }
  func incident(_ id: Int64) async throws -> IncidentRecord? {
    try await read { try await real.incident(id) }
  }
  func resume(_ agreement: IncidentAgreement) async throws -> IncidentRow? {
    try await write { try await real.resume(agreement) }
  }
  func covered(by scope: Hold.Scope) async throws -> [String: Int] {
    try await read { try await real.covered(by: scope) }
  }
}
