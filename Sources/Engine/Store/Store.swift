public import Foundation
public import PluginKit

/// The durable state: inbox, outbox, handoffs, deadlines, events. No plugin can reach it.
///
/// Every verb is one transaction that is on disk when it returns. Transitions are fenced: a verb
/// that comes too late for a row skips that row and changes nothing else.
public protocol Store: BurstStore, IncidentStore, KeptStore, LinkStore, OutcomeStore, PeopleStore,
  ReportedStore
{
  // MARK: Inbox

  func cursor(of connector: String) async throws -> Cursor?

  /// A page and its cursor commit together (P1). Known messages are recognised by their id; an edit
  /// that changes text or rating opens a new cycle.
  func intake(_ page: IntakePage) async throws -> IntakeResult

  /// Takes up to `limit` ready messages for evaluation, coalescing bursts. A message that was
  /// there for a crash comes alone.
  func claim(limit: Int, now: Date) async throws -> [Claimed]

  /// Commits decisions with their replies, handoffs, holds and deadlines.
  func decide(_ decisions: [Decided]) async throws

  /// When the next stored message becomes ready, nil when none waits.
  func nextReady() async throws -> Date?

  // MARK: Outbox

  /// Queued replies of one connector, the most urgent and then the earliest deadline first, at most
  /// one per conversation, none from a conversation that has one in flight.
  ///
  /// - Parameter rows: nothing but these, in their order; nil: any.
  func sendable(connector: String, limit: Int, now: Date, among rows: [Int64]?) async throws
    -> [SendCandidate]

  /// How many replies of this connector are queued, due or not; counted up to `limit`.
  func queueLength(connector: String, atMost limit: Int) async throws -> Int

  /// Them all, the most urgent and then the earliest deadline first.
  func queued(connector: String, limit: Int) async throws -> [QueuedReply]

  /// Replies of this connector among the last `limit`, as far as they came after this row, in their
  /// order, whatever became of them; nil: the last one, of whatever connector.
  func planned(connector: String, after row: Int64?, limit: Int) async throws -> [QueuedReply]

  /// When this connector's attempts since then ended, as far as they may have reached the platform:
  /// those that were refused or never left are not among them.
  func posts(connector: String, since: Date) async throws -> [Date]

  /// Those of `remotes` that are replies this store recorded as posted.
  func ours(connector: String, among remotes: [String]) async throws -> Set<String>

  /// Settles replies that are not to be sent now.
  func divert(_ diversions: [Diversion]) async throws

  /// Writes the attempt rows; on disk before the first byte leaves. Returns the rows that may go,
  /// with their new fences: a hold, an edit or a deletion may have come first.
  func begin(_ starts: [SendStart]) async throws -> [Int64: Int64]

  func settle(_ settlements: [Settlement]) async throws

  /// Replies with unknown outcome that are due to be asked for.
  func unknowns(connector: String, limit: Int, now: Date) async throws -> [UnknownSend]

  /// When the next queued or unknown reply of this connector is due.
  ///
  /// - Parameter opens: no queued one before that; nil: each in its time.
  func nextSend(connector: String, queuedFrom opens: Date?) async throws -> Date?

  // MARK: Handoffs and deadlines

  func dueNotifications(limit: Int, now: Date) async throws -> [DueNotification]
  func settle(_ notifications: [NotificationSettlement]) async throws
  func dueDeadlines(limit: Int, now: Date) async throws -> [DueDeadline]
  /// Fires each deadline once.
  func fire(_ actions: [DeadlineAction]) async throws
  /// The clock was set back: what was planned by it keeps its distance from now.
  func clockSetBack(by: Duration) async throws
  /// When the next deadline or notification is due.
  func nextDue() async throws -> Date?

  // MARK: Start

  /// Makes a store that was killed consistent again: sends under way become unknown, messages
  /// under evaluation run alone, those that crashed `quarantineAfter` times or hung are handed off.
  func recover(_ plan: RecoveryPlan) async throws -> RecoveryReport

  /// The row of a config and of what ran it, recorded once.
  ///
  /// - Parameter versions: of replyd and of each plugin that the config names.
  func register(config hash: String, versions: [String: String], at: Date) async throws -> Int64

  // MARK: Operators

  func hold(_ scope: Hold.Scope, reason: String, by: String, at: Date) async throws -> Hold
  /// Of holds that no incident has. Returns how many ended.
  func release(_ scope: Hold.Scope?, by: String, at: Date) async throws -> Int
  func holds() async throws -> [Hold]

  func drafts(limit: Int) async throws -> [DraftRow]
  /// A draft as it would go out; nil when it is none any more.
  func reply(ofDraft id: Int64) async throws -> Reply?
  /// nil when it is no draft any more.
  ///
  /// - Parameter text: other words, as the guide passed them; nil: as they are.
  func approve(draft: Int64, text: String?, by: String, at: Date) async throws -> DraftRow?
  /// - Parameter reason: why, for the correction that is kept of it.
  func discard(
    draft: Int64, by: String, reason: String?, handoff: PlannedHandoff, at: Date
  ) async throws -> DraftRow?

  /// The whole record of a message, by store row or `connector/remote`; nil when unknown.
  func why(_ name: String) async throws -> JSONValue?
  func status(now: Date) async throws -> StoreStatus
  /// Every broken promise, with what to do.
  func verify(now: Date, rules: VerifyRules) async throws -> [Violation]
}

extension Store {
  public func sendable(connector: String, limit: Int, now: Date) async throws -> [SendCandidate] {
    try await sendable(connector: connector, limit: limit, now: now, among: nil)
  }

  public func nextSend(connector: String) async throws -> Date? {
    try await nextSend(connector: connector, queuedFrom: nil)
  }
}

/// How to recover at start.
public struct RecoveryPlan: Sendable {
  public var at: Date
  public var quarantineAfter: Int
  /// Store rows of messages whose stage hung, as the watchdog recorded them, with the stage.
  public var hung: [Int64: String]
  public var surfacesWithin: Duration
  /// Where quarantined messages go.
  public var handoff: PlannedHandoff
  public var config: Int64

  public init(
    at: Date, quarantineAfter: Int, hung: [Int64: String], surfacesWithin: Duration,
    handoff: PlannedHandoff, config: Int64
  ) {
    self.at = at
    self.quarantineAfter = quarantineAfter
    self.hung = hung
    self.surfacesWithin = surfacesWithin
    self.handoff = handoff
    self.config = config
  }
}

/// What `recover` found.
public struct RecoveryReport: Sendable, Hashable {
  public var reevaluated = 0
  public var quarantined = 0
  public var unknownSends = 0
  public init() {}
}
