public import Foundation
public import PluginKit

/// An incident that a decision opens, or that its message joins.
public struct PlannedIncident: Sendable, Hashable {
  public struct Step: Sendable, Hashable {
    public var action: StepAction
    public var at: Date

    public init(_ action: StepAction, at: Date) {
      self.action = action
      self.at = at
    }
  }

  public var procedure: String
  public var category: String
  /// 0...1, the crisis stage's; nil where a person opened it.
  public var severity: Double?
  public var grouping: Procedure.Grouping
  public var steps: [Step]
  public var resources: [String]
  /// So many different people must agree that it ends.
  public var people: Int
  /// Ids of those who may; empty: everybody.
  public var mayResume: [String]
  /// Holding statements older than this are not sent any more.
  public var staleAfter: Duration
  /// nil for what one message is about.
  public var burst: PlannedBurst?

  /// - Parameter now: steps count from then.
  public init(
    _ procedure: Procedure, named name: String, category: String, severity: Double?,
    staleAfter: Duration, brand: Brand, burst: PlannedBurst? = nil, at now: Date
  ) {
    self.procedure = name
    self.category = category
    self.severity = severity
    grouping = procedure.onePer
    steps = procedure.steps.map { Step($0.action.naming(brand), at: now + $0.after) }
    resources = procedure.resources
    people = procedure.resume.people
    mayResume = procedure.resume.by
    self.staleAfter = staleAfter
    self.burst = burst
  }
}

/// A step whose turn it is.
public struct DueStep: Sendable {
  public var incident: Int64
  /// From 1.
  public var number: Int
  public var action: StepAction
  public var at: Date
  public var category: String
  public var procedure: String
  /// The one that opened it.
  public var message: Message
  public var conversation: Int64
  /// Whoever has that message's handoff.
  public var takenBy: String?
  /// Of an incident of many messages: the words that tell it. nil for what one message is about.
  public var burstWords: [String]?

  public init(
    incident: Int64, number: Int, action: StepAction, at: Date, category: String,
    procedure: String, message: Message, conversation: Int64, takenBy: String?,
    burstWords: [String]? = nil
  ) {
    self.incident = incident
    self.number = number
    self.action = action
    self.at = at
    self.category = category
    self.procedure = procedure
    self.message = message
    self.conversation = conversation
    self.takenBy = takenBy
    self.burstWords = burstWords
  }
}

/// What a step does now, in one transaction with its end.
public struct StepRun: Sendable {
  public enum Effect: Sendable {
    case hold(Hold.Scope)
    case tell([Recipient])
    case say([StepAction.Words], to: StepAction.Listeners, Mode)
    case skip(String)
  }

  public var step: DueStep
  public var effect: Effect
  /// That runs now.
  public var config: Int64
  public var at: Date

  public init(_ step: DueStep, _ effect: Effect, config: Int64, at: Date) {
    self.step = step
    self.effect = effect
    self.config = config
    self.at = at
  }
}

/// A person says that an incident may end.
public struct IncidentAgreement: Sendable {
  public var incident: Int64
  /// As shown.
  public var by: String
  /// A person's id; nil for somebody whom the config does not know.
  public var person: String?
  public var at: Date

  public init(incident: Int64, by: String, person: String?, at: Date) {
    self.incident = incident
    self.by = by
    self.person = person
    self.at = at
  }
}

/// An incident as lists show it.
public struct IncidentRow: Sendable, Hashable {
  public var id: Int64
  public var procedure: String
  public var category: String
  public var severity: Double?
  public var openedAt: Date
  public var openedBy: String
  /// nil while it is open.
  public var resumedAt: Date?
  public var messages: Int
  /// `connector/remote` of the first one; nil once it was removed.
  public var message: String?
  public var text: String?
  public var stepsDone: Int
  public var steps: Int
  /// Replies that it keeps back now.
  public var holding: Int
  public var holds: [String]
  /// Who agreed that it ends, of how many, and who may.
  public var agreed: [String]
  public var people: Int
  public var mayResume: [String]
  public var resources: [String]
  /// Of many messages; nil for what one is about.
  public var burst: Burst?

  /// What a list shows of an incident of many messages.
  public struct Burst: Sendable, Hashable {
    public var key: String
    public var quietAt: Date?
    /// The incident that it became part of.
    public var mergedInto: Int64?
    public var facts: BurstFacts

    public init(key: String, quietAt: Date?, mergedInto: Int64?, facts: BurstFacts) {
      self.key = key
      self.quietAt = quietAt
      self.mergedInto = mergedInto
      self.facts = facts
    }
  }

  public init(
    id: Int64, procedure: String, category: String, severity: Double?, openedAt: Date,
    openedBy: String, resumedAt: Date?, messages: Int, message: String?, text: String?,
    stepsDone: Int, steps: Int, holding: Int, holds: [String], agreed: [String], people: Int,
    mayResume: [String], resources: [String], burst: Burst? = nil
  ) {
    self.id = id
    self.procedure = procedure
    self.category = category
    self.severity = severity
    self.openedAt = openedAt
    self.openedBy = openedBy
    self.resumedAt = resumedAt
    self.messages = messages
    self.message = message
    self.text = text
    self.stepsDone = stepsDone
    self.steps = steps
    self.holding = holding
    self.holds = holds
    self.agreed = agreed
    self.people = people
    self.mayResume = mayResume
    self.resources = resources
    self.burst = burst
  }
}

/// All of an incident, for its after-action report.
public struct IncidentRecord: Sendable, Hashable {
  /// One thing that happened.
  public struct Event: Sendable, Hashable {
    public var at: Date
    /// `opened`, `joined`, `step`, `held`, `told`, `taken`, `posted`, `agreed`, `resumed`, ...
    public var kind: String
    public var detail: String?
    /// `connector/remote`, for what concerns one message.
    public var message: String?

    public init(at: Date, kind: String, detail: String?, message: String? = nil) {
      self.at = at
      self.kind = kind
      self.detail = detail
      self.message = message
    }
  }

  public struct Step: Sendable, Hashable {
    public var number: Int
    public var action: StepAction
    public var dueAt: Date
    public var doneAt: Date?
    public var outcome: String?

    public init(number: Int, action: StepAction, dueAt: Date, doneAt: Date?, outcome: String?) {
      self.number = number
      self.action = action
      self.dueAt = dueAt
      self.doneAt = doneAt
      self.outcome = outcome
    }
  }

  /// What became of the replies that it held.
  public struct Replies: Sendable, Hashable {
    public var held = 0
    /// Posted after it.
    public var released = 0
    /// Superseded, expired or handed to people.
    public var dropped = 0
    /// Still kept back.
    public var waiting = 0
    /// Let go, and on their way.
    public var onTheirWay = 0
    public var statements = 0

    public init() {}
  }

  public var row: IncidentRow
  public var steps: [Step]
  public var events: [Event]
  public var replies: Replies
  public var authors: Int

  public init(
    row: IncidentRow, steps: [Step], events: [Event], replies: Replies, authors: Int
  ) {
    self.row = row
    self.steps = steps
    self.events = events
    self.replies = replies
    self.authors = authors
  }
}
