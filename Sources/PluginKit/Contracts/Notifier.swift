public import Foundation

/// Tells humans about a handoff.
public protocol Notifier: Sendable {
  /// Returns once the target has taken it. Called at least once per notification: pass `key` on
  /// where the target deduplicates.
  func notify(_ notification: HandoffNotification) async throws(NotifyFailure)
}

/// What a human needs to act on one handoff.
public struct HandoffNotification: Sendable, Hashable, Codable {
  /// The same for every repeat of this notification.
  public var key: String
  public var handoff: Int64
  public var team: String
  /// 0 is the first notification, n the nth escalation.
  public var level: Int
  public var reason: String
  public var category: String?
  public var message: Message
  /// What the bot already said or is about to say.
  public var replies: [String]
  public var openedAt: Date
  /// When the human answer is due.
  public var dueAt: Date?

  public init(
    key: String, handoff: Int64, team: String, level: Int, reason: String, category: String?,
    message: Message, replies: [String], openedAt: Date, dueAt: Date?
  ) {
    self.key = key
    self.handoff = handoff
    self.team = team
    self.level = level
    self.reason = reason
    self.category = category
    self.message = message
    self.replies = replies
    self.openedAt = openedAt
    self.dueAt = dueAt
  }
}

/// Why nobody was told.
public enum NotifyFailure: Error, Sendable, Hashable, CustomStringConvertible {
  case retry(after: Duration?, String)
  /// The target refuses this for good: its settings need a human.
  case refused(String)

  public var description: String {
    switch self {
    case .retry(_, let why), .refused(let why): why
    }
  }
}
