public import Foundation
public import PluginKit

/// What the inbox shows: one of its queues, narrowed.
public struct InboxQuery: Sendable, Hashable {
  /// A queue.
  public enum Queue: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nobody has it, and nobody sleeps on it.
    case waiting
    /// Taken by, or assigned to, whoever asks.
    case mine
    /// Somebody else has it.
    case taken
    case snoozed
    /// Answered, returned or closed, the last first.
    case ended
  }

  public var queue: Queue
  /// Whoever asks: the name that `takenBy` has, and a configured person's id.
  public var name: String
  public var person: String?
  /// Nothing of other teams; nil: all.
  public var teams: Set<String>?
  public var team: String?
  public var connector: String?
  /// This urgent, or more.
  public var urgency: Urgency?
  /// Words that all occur in the message, or `@` and the beginning of a handle.
  public var search: String?
  /// After this row of the page before.
  public var after: InboxCursor?
  public var limit: Int

  public init(
    _ queue: Queue = .waiting, name: String, person: String? = nil, teams: Set<String>? = nil,
    team: String? = nil, connector: String? = nil, urgency: Urgency? = nil, search: String? = nil,
    after: InboxCursor? = nil, limit: Int = 50
  ) {
    self.queue = queue
    self.name = name
    self.person = person
    self.teams = teams
    self.team = team
    self.connector = connector
    self.urgency = urgency
    self.search = search
    self.after = after
    self.limit = limit
  }
}

/// Where a page of the inbox ends. As text: `time-id`, in milliseconds since 1970.
public struct InboxCursor: Sendable, Hashable, CustomStringConvertible {
  /// What the queue is sorted by: the deadline, or the end.
  public var at: Int64
  public var id: Int64

  public init(at: Int64, id: Int64) {
    self.at = at
    self.id = id
  }

  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let at = Int64(parts[0]), let id = Int64(parts[1]) else { return nil }
    self.init(at: at, id: id)
  }

  public var description: String { "\(at)-\(id)" }
}

/// One handoff in the inbox.
public struct InboxRow: Sendable, Hashable {
  public var handoff: HandoffRow
  public var connector: String
  public var platform: String
  /// The customer's display name; `handoff.author` is the handle.
  public var authorName: String
  public var followers: Int?
  public var isPublic: Bool
  /// When the customer wrote.
  public var createdAt: Date
  /// Messages in the conversation.
  public var messages: Int
  /// The findings' labels, where those stages ran.
  public var intent: String?
  public var sentiment: String?
  public var language: String?
  /// A draft waits for a yes.
  public var draft: Int64?
  public var endedAt: Date?

  public init(
    handoff: HandoffRow, connector: String, platform: String, authorName: String = "",
    followers: Int? = nil, isPublic: Bool = true, createdAt: Date, messages: Int = 1,
    intent: String? = nil, sentiment: String? = nil, language: String? = nil, draft: Int64? = nil,
    endedAt: Date? = nil
  ) {
    self.handoff = handoff
    self.connector = connector
    self.platform = platform
    self.authorName = authorName
    self.followers = followers
    self.isPublic = isPublic
    self.createdAt = createdAt
    self.messages = messages
    self.intent = intent
    self.sentiment = sentiment
    self.language = language
    self.draft = draft
    self.endedAt = endedAt
  }
}

/// One page of the inbox.
public struct InboxPage: Sendable, Hashable {
  public var rows: [InboxRow]
  /// Where the next page goes on; nil at the end.
  public var next: InboxCursor?
  /// How many each queue has, in the teams of whoever asks; not of `ended`.
  public var counts: [InboxQuery.Queue: Int]

  public init(rows: [InboxRow], next: InboxCursor? = nil, counts: [InboxQuery.Queue: Int] = [:]) {
    self.rows = rows
    self.next = next
    self.counts = counts
  }
}
