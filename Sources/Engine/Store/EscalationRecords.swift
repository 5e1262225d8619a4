public import Foundation
public import PluginKit

/// One notifier's copy of a notification, due now, with what its briefing is made of.
public struct DueNotification: Sendable {
  public var row: Int64
  public var notifier: String
  public var person: String?
  public var occasion: HandoffNotification.Occasion
  /// Of an escalation; of a warning, the per cent.
  public var level: Int
  public var attempts: Int
  /// When it was due: what lies far back was missed by a daemon that did not run.
  public var dueAt: Date
  public var storeID: String
  public var handoff: HandoffFacts

  public init(
    row: Int64, notifier: String, person: String?, occasion: HandoffNotification.Occasion,
    level: Int, attempts: Int, dueAt: Date, storeID: String, handoff: HandoffFacts
  ) {
    self.row = row
    self.notifier = notifier
    self.person = person
    self.occasion = occasion
    self.level = level
    self.attempts = attempts
    self.dueAt = dueAt
    self.storeID = storeID
    self.handoff = handoff
  }
}

/// What the store knows of one handoff.
public struct HandoffFacts: Sendable {
  public var id: Int64
  public var team: String
  public var state: HandoffState
  public var reason: String
  public var category: String?
  public var urgency: Urgency
  /// The same for handoffs that are told together.
  public var incident: String
  public var openedAt: Date
  public var dueAt: Date?
  public var takenBy: String?
  public var timesAsked: Int
  /// With the texts of its burst.
  public var message: Message
  /// Before this message, oldest first.
  public var conversation: [History.Entry]
  /// Of ours to this message: out, on their way or waiting for a yes.
  public var replies: [String]
  /// The decision's findings and proposals as JSON text.
  public var record: String
  /// How the handoff ended, or what failed, for the occasions that say so.
  public var note: String?
  /// What the procedure of its incident lets people offer.
  public var resources: [String]
  /// The message is gone from its platform, and its words with it.
  public var isDeleted: Bool

  public init(
    id: Int64, team: String, state: HandoffState, reason: String, category: String?,
    urgency: Urgency, incident: String, openedAt: Date, dueAt: Date?, takenBy: String?,
    timesAsked: Int, message: Message, conversation: [History.Entry], replies: [String],
    record: String, note: String?, resources: [String] = [],
    isDeleted: Bool = false
  ) {
    self.id = id
    self.team = team
    self.state = state
    self.reason = reason
    self.category = category
    self.urgency = urgency
    self.incident = incident
    self.openedAt = openedAt
    self.dueAt = dueAt
    self.takenBy = takenBy
    self.timesAsked = timesAsked
    self.message = message
    self.conversation = conversation
    self.replies = replies
    self.record = record
    self.note = note
    self.resources = resources
    self.isDeleted = isDeleted
  }
}

/// How a notification ended.
public struct NotificationSettlement: Sendable {
  public enum Result: Sendable, Hashable {
    case sent
    /// - Parameter routes: other notifiers, nearest first, when this one has failed too often.
    case retry(at: Date, String, routes: [String] = [])
    case refused(String, routes: [String] = [])
    /// There is nothing to tell any more, or this notifier carries no such occasion.
    case void
    /// A silence or a quiet time: not before then.
    case later(Date)
  }

  public var row: Int64
  public var result: Result
  public var at: Date

  public init(row: Int64, result: Result, at: Date) {
    self.row = row
    self.result = result
    self.at = at
  }
}

/// A deadline that has passed and waits for its action.
public struct DueDeadline: Sendable, Hashable {
  public var row: Int64
  public var message: Int64
  public var messageID: Message.ID
  public var kind: DeadlineKind
  public var level: Int
  public var at: Date
  /// Of the handoff it belongs to, if there is one.
  public var handoff: Handoff?

  public struct Handoff: Sendable, Hashable {
    public var team: String
    public var urgency: Urgency
    public var state: HandoffState
    public var category: String?
    /// A person's id.
    public var assignee: String?
    /// When whoever has it last did anything.
    public var activeAt: Date?

    public init(
      team: String, urgency: Urgency, state: HandoffState, category: String?, assignee: String?,
      activeAt: Date?
    ) {
      self.team = team
      self.urgency = urgency
      self.state = state
      self.category = category
      self.assignee = assignee
      self.activeAt = activeAt
    }
  }

  public init(
    row: Int64, message: Int64, messageID: Message.ID, kind: DeadlineKind, level: Int, at: Date,
    handoff: Handoff?
  ) {
    self.row = row
    self.message = message
    self.messageID = messageID
    self.kind = kind
    self.level = level
    self.at = at
    self.handoff = handoff
  }
}

/// What a fired deadline does, settled in one transaction with its `firedAt`.
public struct DeadlineAction: Sendable {
  public var due: DueDeadline
  public var at: Date
  /// Whom to tell now.
  public var recipients: [Recipient]
  /// When the next level, or the next look, is due if none is planned yet.
  public var next: Date?
  /// The team is closed: the same level again at `next`, and nobody is told now.
  public var isPostponed: Bool
  /// Who may have a handoff whose owner went quiet.
  public var candidates: Candidates?
  /// For windows, drafts and stale replies: the handoff to open if nothing has happened.
  public var handoff: PlannedHandoff?

  public init(
    due: DueDeadline, at: Date, recipients: [Recipient] = [], next: Date? = nil,
    isPostponed: Bool = false, candidates: Candidates? = nil, handoff: PlannedHandoff? = nil
  ) {
    self.due = due
    self.at = at
    self.recipients = recipients
    self.next = next
    self.isPostponed = isPostponed
    self.candidates = candidates
    self.handoff = handoff
  }
}
