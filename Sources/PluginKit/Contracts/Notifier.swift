public import Foundation

/// Tells humans about a handoff, and about replyd's own troubles.
public protocol Notifier: Sendable {
  /// Returns once the target has taken it. Called at least once per notification: pass `key` on
  /// where the target deduplicates.
  func notify(_ notification: HandoffNotification) async throws(NotifyFailure)

  /// The same for an alarm. A notifier that cannot carry one refuses it.
  func alarm(_ alarm: AlarmNotification) async throws(NotifyFailure)
}

extension Notifier {
  public func alarm(_ alarm: AlarmNotification) async throws(NotifyFailure) {
    throw .refused("this notifier carries no alarms; name another in \"alarms\".\"notify\"")
  }
}

/// Something is wrong with replyd or around it. Carries no customer's text and no secret.
public struct AlarmNotification: Sendable, Hashable, Codable {
  public enum Phase: String, Sendable, Codable, CaseIterable {
    case raised
    /// It still lasts.
    case repeated
    case over
  }

  /// The same for every repeat of this notification.
  public var key: String
  /// What is wrong, one of few words, as docs/operating.md lists them.
  public var kind: String
  /// The connector, stage, team or clock it concerns, by its id in the config.
  public var subject: String?
  public var phase: Phase
  /// What an operator reads.
  public var sentence: String
  public var since: Date
  public var at: Date

  public init(
    key: String, kind: String, subject: String?, phase: Phase, sentence: String, since: Date,
    at: Date
  ) {
    self.key = key
    self.kind = kind
    self.subject = subject
    self.phase = phase
    self.sentence = sentence
    self.since = since
    self.at = at
  }
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
