public import Foundation
public import PluginKit

/// One notifier's copy of a notification, due now.
public struct DueNotification: Sendable {
  public var row: Int64
  public var notifier: String
  public var attempts: Int
  public var notification: HandoffNotification

  public init(row: Int64, notifier: String, attempts: Int, notification: HandoffNotification) {
    self.row = row
    self.notifier = notifier
    self.attempts = attempts
    self.notification = notification
  }
}

/// How a notification ended.
public struct NotificationSettlement: Sendable {
  public enum Result: Sendable, Hashable {
    case sent
    case retry(at: Date, String)
    case refused(String)
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
  /// The waiting handoff, for escalations.
  public var handoffTeam: String?

  public init(
    row: Int64, message: Int64, messageID: Message.ID, kind: DeadlineKind, level: Int, at: Date,
    handoffTeam: String?
  ) {
    self.row = row
    self.message = message
    self.messageID = messageID
    self.kind = kind
    self.level = level
    self.at = at
    self.handoffTeam = handoffTeam
  }
}

/// What a fired deadline does, settled in one transaction with its `firedAt`.
public struct DeadlineAction: Sendable {
  public var due: DueDeadline
  public var at: Date
  /// For escalations: whom to tell now, and when the next level is due if none is planned yet.
  public var notifiers: [String]
  public var next: Date?
  /// For windows, drafts and stale replies: the handoff to open if nothing has happened.
  public var handoff: PlannedHandoff?

  public init(
    due: DueDeadline, at: Date, notifiers: [String] = [], next: Date? = nil,
    handoff: PlannedHandoff? = nil
  ) {
    self.due = due
    self.at = at
    self.notifiers = notifiers
    self.next = next
    self.handoff = handoff
  }
}

/// Stops automatic sends: everything, one connector, or one conversation.
public struct Hold: Sendable, Hashable {
  public enum Scope: Sendable, Hashable {
    case everything
    case connector(String)
    case conversation(Int64)
  }

  public var row: Int64
  public var scope: Scope
  public var reason: String
  public var by: String
  public var at: Date

  public init(row: Int64, scope: Scope, reason: String, by: String, at: Date) {
    self.row = row
    self.scope = scope
    self.reason = reason
    self.by = by
    self.at = at
  }
}
