public import Foundation
public import PluginKit

/// A handoff as lists show it.
public struct HandoffRow: Sendable, Hashable {
  public var id: Int64
  public var message: Int64
  public var messageID: String
  public var team: String
  public var category: String?
  public var reason: String
  public var state: HandoffState
  public var openedAt: Date
  public var dueAt: Date?
  public var takenBy: String?
  public var author: String
  public var text: String
  public var url: String?
  public var conversation: Int64
  public var urgency: Urgency
  public var timesAsked: Int
  /// A person's id.
  public var assignee: String?
  public var snoozedUntil: Date?
  /// Since when its human window is over.
  public var overdueAt: Date?
  /// Since when every notifier has failed to tell of it.
  public var unreachedAt: Date?

  public init(
    id: Int64, message: Int64, messageID: String, team: String, category: String?,
    reason: String, state: HandoffState, openedAt: Date, dueAt: Date?, takenBy: String?,
    author: String, text: String, url: String? = nil, conversation: Int64 = 0,
    urgency: Urgency = .normal, timesAsked: Int = 1, assignee: String? = nil,
    snoozedUntil: Date? = nil, overdueAt: Date? = nil, unreachedAt: Date? = nil
  ) {
    self.id = id
    self.message = message
    self.messageID = messageID
    self.team = team
    self.category = category
    self.reason = reason
    self.state = state
    self.openedAt = openedAt
    self.dueAt = dueAt
    self.takenBy = takenBy
    self.author = author
    self.text = text
    self.url = url
    self.conversation = conversation
    self.urgency = urgency
    self.timesAsked = timesAsked
    self.assignee = assignee
    self.snoozedUntil = snoozedUntil
    self.overdueAt = overdueAt
    self.unreachedAt = unreachedAt
  }
}

/// A reply that waits for a human's yes.
public struct DraftRow: Sendable, Hashable {
  public var id: Int64
  public var message: Int64
  public var messageID: String
  public var kind: String
  public var text: String
  public var author: String
  public var messageText: String
  /// What else might be said, best first; the first is what the draft says.
  public var suggestions: [String]
  /// When it goes to a human as a handoff.
  public var until: Date?

  public init(
    id: Int64, message: Int64, messageID: String, kind: String, text: String, author: String,
    messageText: String, suggestions: [String] = [], until: Date?
  ) {
    self.suggestions = suggestions
    self.id = id
    self.message = message
    self.messageID = messageID
    self.kind = kind
    self.text = text
    self.author = author
    self.messageText = messageText
    self.until = until
  }
}

/// Counts for `status` and the demo's closing table.
public struct StoreStatus: Sendable, Hashable {
  public var messages = 0
  public var open = 0
  public var answered = 0
  public var handedOff = 0
  public var acknowledged = 0
  /// By reason.
  public var ignored: [String: Int] = [:]
  public var repliesByState: [String: Int] = [:]
  public var handoffsByState: [String: Int] = [:]
  public var pendingNotifications = 0
  /// Handoffs that every notifier failed to tell of.
  public var unreached = 0
  public var windowsMet: [String: Int] = [:]
  public var windowsMissed: [String: Int] = [:]
  public var windowsRunning: [String: Int] = [:]
  public var oldestUnanswered: Date?
  public var holds: [Hold] = []
  public var openIncidents = 0
  public var attemptsByOutcome: [String: Int] = [:]

  public init() {}

  public var ignoredTotal: Int { ignored.values.reduce(0, +) }
}

/// A broken promise on a live store.
public struct Violation: Sendable, Hashable {
  /// `P1` ... `P10`, or `store` for the file itself.
  public var promise: String
  public var row: Int64?
  public var what: String
  public var repair: String

  public init(promise: String, row: Int64?, what: String, repair: String) {
    self.promise = promise
    self.row = row
    self.what = what
    self.repair = repair
  }
}

/// The limits that `verify` holds the store against.
public struct VerifyRules: Sendable {
  public var maxAutomatedTurns: Int
  /// Deadlines and notifications may be late by this much while the daemon runs.
  public var tolerance: Duration
  /// Whether the daemon is running: a stopped one may have sends under way and overdue deadlines.
  public var isLive: Bool

  public init(maxAutomatedTurns: Int, tolerance: Duration, isLive: Bool) {
    self.maxAutomatedTurns = maxAutomatedTurns
    self.tolerance = tolerance
    self.isLive = isLive
  }
}
