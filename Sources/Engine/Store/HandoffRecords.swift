public import Foundation
public import PluginKit

/// One notifier that is told, and whom it reaches.
public struct Recipient: Sendable, Hashable {
  public var notifier: String
  /// A person's id; nil where the notifier reaches a team.
  public var person: String?
  /// The end of this person's quiet time.
  public var notBefore: Date?

  public init(notifier: String, person: String? = nil, notBefore: Date? = nil) {
    self.notifier = notifier
    self.person = person
    self.notBefore = notBefore
  }
}

/// Members of a team that are there; the store knows how much each of them has.
public struct Candidates: Sendable, Hashable {
  public struct Person: Sendable, Hashable {
    public var id: String
    /// Open handoffs at most.
    public var capacity: Int
    /// None: the team's recipients are told.
    public var recipients: [Recipient]

    public init(id: String, capacity: Int, recipients: [Recipient]) {
      self.id = id
      self.capacity = capacity
      self.recipients = recipients
    }
  }

  public var people: [Person]
  /// Who has the fewest, else whose turn it is.
  public var prefersFewest: Bool
  /// A route names the first one.
  public var isFirstPreferred: Bool

  public init(people: [Person], prefersFewest: Bool, isFirstPreferred: Bool = false) {
    self.people = people
    self.prefersFewest = prefersFewest
    self.isFirstPreferred = isFirstPreferred
  }
}

/// When so many per cent of a human window are over.
public struct Warning: Sendable, Hashable {
  public static let percents = [50, 75, 90]

  public var percent: Int
  public var at: Date

  public init(percent: Int, at: Date) {
    self.percent = percent
    self.at = at
  }
}

/// A handoff with all its deadlines.
public struct PlannedHandoff: Sendable, Hashable {
  public var team: String
  public var category: String?
  public var reason: String
  public var urgency: Urgency
  /// Told first, unless the handoff is assigned to somebody.
  public var recipients: [Recipient]
  /// When they are told.
  public var notifyAt: Date
  /// When the team is there again, if it has to wait for that.
  public var opensAt: Date?
  /// When each further level is due.
  public var escalations: [Date]
  public var candidates: Candidates?
  /// Empty: the store divides the time until the human window's end.
  public var warnings: [Warning]
  /// Further handoffs of the same incident wait so long to be told together.
  public var groupFor: Duration
  /// Somebody else's turn when whoever has it does nothing for so long.
  public var quietAfter: Duration?
  /// nil: the store counts.
  public var timesAsked: Int?

  public init(
    team: String, category: String?, reason: String, urgency: Urgency = .normal,
    recipients: [Recipient], notifyAt: Date, opensAt: Date? = nil, escalations: [Date],
    candidates: Candidates? = nil, warnings: [Warning] = [], groupFor: Duration = .zero,
    quietAfter: Duration? = nil, timesAsked: Int? = nil
  ) {
    self.team = team
    self.category = category
    self.reason = reason
    self.urgency = urgency
    self.recipients = recipients
    self.notifyAt = notifyAt
    self.opensAt = opensAt
    self.escalations = escalations
    self.candidates = candidates
    self.warnings = warnings
    self.groupFor = groupFor
    self.quietAfter = quietAfter
    self.timesAsked = timesAsked
  }
}
