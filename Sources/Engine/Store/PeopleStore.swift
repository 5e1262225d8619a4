public import Foundation
public import PluginKit

/// What people do with handoffs. Part of `Store`. Each change is nil where somebody was faster.
public protocol PeopleStore: Sendable {
  func handoffs(waitingOnly: Bool, limit: Int) async throws -> [HandoffRow]
  func handoff(_ id: Int64) async throws -> HandoffRow?
  /// What a handoff is about, with the texts of its burst.
  func message(of handoff: Int64) async throws -> Message?

  /// One wins. What was taken and not answered in its window may be taken by somebody else.
  func take(_ taking: Taking) async throws -> HandoffRow?
  func close(_ closing: HandoffClosing) async throws -> HandoffRow?
  /// No escalation until then.
  func snooze(handoff: Int64, until: Date, by: String, at: Date) async throws -> HandoffRow?
  func assign(_ assignment: Assignment) async throws -> HandoffRow?
  /// Into the outbox, for the message of a handoff that is this person's or nobody's.
  func reply(_ reply: HumanReply) async throws -> HandoffRow?
  /// A person says that a human is needed for a message that had no handoff.
  ///
  /// - Parameter message: a store row or `connector/remote id`.
  func open(_ plan: PlannedHandoff, for message: String, by: String, at: Date) async throws
    -> HandoffRow?

  func silences(now: Date) async throws -> [Silence]
  func add(_ silence: Silence) async throws -> Silence
  func endSilence(_ id: Int64, by: String, at: Date) async throws -> Bool

  /// - Returns: false where the message is not known.
  func correct(_ correction: Correction, message: String) async throws -> Bool
  /// In the order in which they were made, after this number.
  func corrections(after: Int64, limit: Int) async throws -> [Correction]
}

/// Somebody takes a handoff.
public struct Taking: Sendable {
  public var handoff: Int64
  /// A name, for the audit trail.
  public var by: String
  /// The id of a configured person, if it is one.
  public var person: String?
  /// When it is somebody else's turn if nothing is done.
  public var quietAt: Date?
  /// When it escalates again if its human window is over already: no deadline is left for that.
  public var overdueAt: Date?
  public var at: Date

  public init(
    handoff: Int64, by: String, person: String? = nil, quietAt: Date? = nil,
    overdueAt: Date? = nil, at: Date
  ) {
    self.handoff = handoff
    self.by = by
    self.person = person
    self.quietAt = quietAt
    self.overdueAt = overdueAt
    self.at = at
  }
}

/// A handoff ends.
public struct HandoffClosing: Sendable {
  public var handoff: Int64
  /// answered, returned or closed.
  public var state: HandoffState
  public var by: String
  /// What the bot has to know of the conversation from now on.
  public var summary: String?
  public var at: Date

  public init(
    handoff: Int64, as state: HandoffState, by: String, summary: String? = nil, at: Date
  ) {
    self.handoff = handoff
    self.state = state
    self.by = by
    self.summary = summary
    self.at = at
  }
}

/// A handoff becomes somebody's.
public struct Assignment: Sendable {
  public var handoff: Int64
  public var to: Candidates.Person
  public var by: String
  /// When it escalates if that person does not take it.
  public var next: Date
  public var quietAt: Date?
  public var at: Date

  public init(
    handoff: Int64, to: Candidates.Person, by: String, next: Date, quietAt: Date?, at: Date
  ) {
    self.handoff = handoff
    self.to = to
    self.by = by
    self.next = next
    self.quietAt = quietAt
    self.at = at
  }
}

/// What a person wants to say to a customer, as the guide passed it.
public struct HumanReply: Sendable {
  public var taking: Taking
  public var text: String
  public var language: String?
  public var config: Int64
  public var staleAt: Date
  /// It can be taken back until then.
  public var notBefore: Date

  /// - Parameter notBefore: nil: at once.
  public init(
    taking: Taking, text: String, language: String?, config: Int64, staleAt: Date,
    notBefore: Date? = nil
  ) {
    self.notBefore = notBefore ?? taking.at
    self.taking = taking
    self.text = text
    self.language = language
    self.config = config
    self.staleAt = staleAt
  }
}

/// Nobody is told of what it covers until it is over; what then still waits is told.
public struct Silence: Sendable, Hashable {
  public var id: Int64
  /// Each nil: any.
  public var team: String?
  public var category: String?
  public var connector: String?
  /// A handle or a platform's id.
  public var author: String?
  public var reason: String
  public var by: String
  public var at: Date
  public var until: Date

  public init(
    id: Int64 = 0, team: String? = nil, category: String? = nil, connector: String? = nil,
    author: String? = nil, reason: String, by: String, at: Date, until: Date
  ) {
    self.id = id
    self.team = team
    self.category = category
    self.connector = connector
    self.author = author
    self.reason = reason
    self.by = by
    self.at = at
    self.until = until
  }

  func covers(_ handoff: HandoffFacts) -> Bool {
    let message = handoff.message
    return (team.map { $0 == handoff.team } ?? true)
      && (category.map { $0 == handoff.category } ?? true)
      && (connector.map { $0 == message.id.connector } ?? true)
      && (author.map { $0 == message.author.handle || $0 == message.author.id } ?? true)
  }
}

/// A person contradicted the machine: what it can learn from.
public struct Correction: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    /// A label of a stage is wrong: `was` and `now` are `finding=label`.
    case label
    /// A draft went out in other words.
    case draftEdited
    case draftDiscarded
    /// A reply of ours was taken back on the platform, or should be.
    case answerWithdrawn
    /// The machine answered or ignored what a human should have seen.
    case missedHandoff
    /// A person answered on the platform before, or instead of, the machine's own reply.
    case answeredInstead
    /// The machine handed off what needed nobody.
    case needlessHandoff
  }

  public var id: Int64
  public var messageID: String
  /// The customer's words, for learning; empty once they were removed.
  public var text: String
  public var at: Date
  public var by: String
  public var kind: Kind
  public var was: String?
  public var now: String?

  public init(
    id: Int64 = 0, messageID: String = "", text: String = "", at: Date, by: String, kind: Kind,
    was: String? = nil, now: String? = nil
  ) {
    self.id = id
    self.messageID = messageID
    self.text = text
    self.at = at
    self.by = by
    self.kind = kind
    self.was = was
    self.now = now
  }
}
