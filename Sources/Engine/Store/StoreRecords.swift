public import Foundation
public import PluginKit

/// One page from a connector, with the cursor that fetched it.
public struct IntakePage: Sendable {
  public var connector: String
  public var messages: [Message]
  /// Remote ids of messages that are gone.
  public var deleted: [String]
  public var ownPosts: [OwnPost]
  public var cursor: Cursor?
  public var receivedAt: Date
  /// Messages wait this long for more from the same author.
  public var coalesce: Duration
  /// The windows that hold until a decision picks better ones.
  public var acknowledge: Duration
  public var human: Duration
  /// The platform's rules, which may end sooner.
  public var eligibility: [EligibilityRule]

  public init(
    connector: String, messages: [Message], deleted: [String] = [], ownPosts: [OwnPost] = [],
    cursor: Cursor?, receivedAt: Date, coalesce: Duration, acknowledge: Duration, human: Duration,
    eligibility: [EligibilityRule] = []
  ) {
    self.connector = connector
    self.messages = messages
    self.deleted = deleted
    self.ownPosts = ownPosts
    self.cursor = cursor
    self.receivedAt = receivedAt
    self.coalesce = coalesce
    self.acknowledge = acknowledge
    self.human = human
    self.eligibility = eligibility
  }

  /// The first two clocks of a message that was written, or changed, at `start`.
  public func deadlines(of message: Message, from start: Date) -> (acknowledge: Date, human: Date) {
    let eligibility = Eligibility(of: message, eligibility)
    let ends = (eligibility.end(for: .machine), eligibility.end(for: .person))
    return (
      min(start + acknowledge, ends.0 ?? .distantFuture),
      min(start + human, ends.1 ?? .distantFuture)
    )
  }
}

/// What became of a page.
public struct IntakeResult: Sendable, Hashable {
  public var new = 0
  public var repeated = 0
  public var edited = 0
  public var deleted = 0
  public init() {}
}

/// A message that the worker holds for evaluation.
public struct Claimed: Sendable {
  /// The store's own key.
  public var row: Int64
  public var fence: Int64
  public var cycle: Int
  /// With the texts of the messages that were coalesced into it.
  public var message: Message
  public var receivedAt: Date
  public var conversation: ConversationFacts
  public var history: History
  /// Crashes that this message was there for.
  public var crashes: Int
  /// Stored messages that this claim took: itself and those coalesced into it.
  public var taken: Int
  /// How often the author has written without being helped, this message included.
  public var timesAsked: Int

  public init(
    row: Int64, fence: Int64, cycle: Int, message: Message, receivedAt: Date,
    conversation: ConversationFacts, history: History, crashes: Int, taken: Int = 1,
    timesAsked: Int = 1
  ) {
    self.row = row
    self.fence = fence
    self.cycle = cycle
    self.message = message
    self.receivedAt = receivedAt
    self.conversation = conversation
    self.history = history
    self.crashes = crashes
    self.taken = taken
    self.timesAsked = timesAsked
  }
}

extension Claimed {
  var isMachines: Bool { message.isAutomated || message.author.isBot }
}

/// What the policy has to know of a conversation and its author.
public struct ConversationFacts: Sendable, Hashable {
  public var row: Int64
  public var isOwnedByHuman: Bool
  /// Automatic replies posted into it so far.
  public var automatedTurns: Int
  public var lastAutomatedAt: Date?
  /// Automatic replies to this author within the last hour, anywhere.
  public var repliesToAuthorLastHour: Int

  public init(
    row: Int64, isOwnedByHuman: Bool, automatedTurns: Int, lastAutomatedAt: Date?,
    repliesToAuthorLastHour: Int
  ) {
    self.row = row
    self.isOwnedByHuman = isOwnedByHuman
    self.automatedTurns = automatedTurns
    self.lastAutomatedAt = lastAutomatedAt
    self.repliesToAuthorLastHour = repliesToAuthorLastHour
  }
}

/// Everything that commits with one decision.
public struct Decided: Sendable {
  public var row: Int64
  public var fence: Int64
  public var cycle: Int
  public var at: Date
  public var action: Decision.Action
  public var reason: String
  /// Findings and proposals as JSON text, for `why`.
  public var record: String
  /// The config that decided.
  public var config: Int64
  public var replies: [PlannedReply]
  public var handoff: PlannedHandoff?
  /// Puts the conversation on hold.
  public var hold: String?
  /// The procedure that begins, or that the message joins.
  public var incident: PlannedIncident?
  /// The burst that it makes or belongs to.
  public var burst: PlannedIncident?
  /// Whether the message is looked at again later.
  public var isWatched: Bool
  public var acknowledgeBy: Date
  public var humanBy: Date

  public init(
    row: Int64, fence: Int64, cycle: Int, at: Date, action: Decision.Action, reason: String,
    record: String, config: Int64, replies: [PlannedReply] = [], handoff: PlannedHandoff? = nil,
    hold: String? = nil, incident: PlannedIncident? = nil, burst: PlannedIncident? = nil,
    isWatched: Bool = true,
    acknowledgeBy: Date, humanBy: Date
  ) {
    self.row = row
    self.fence = fence
    self.cycle = cycle
    self.at = at
    self.action = action
    self.reason = reason
    self.record = record
    self.config = config
    self.replies = replies
    self.handoff = handoff
    self.hold = hold
    self.incident = incident
    self.burst = burst
    self.isWatched = isWatched
    self.acknowledgeBy = acknowledgeBy
    self.humanBy = humanBy
  }
}

extension Decided {
  var beginsIncident: Bool { incident != nil || burst?.burst?.isOpening == true }
}

/// A reply's final text on its way into the outbox.
public struct PlannedReply: Sendable, Hashable {
  public var kind: Reply.Kind
  public var text: String
  public var language: String?
  public var template: String?
  public var visibility: Visibility
  public var isDraft: Bool
  /// When a draft that nobody approved goes to a human.
  public var draftUntil: Date?
  public var urgency: Urgency
  /// Most urgent first, then earliest deadline; also when it is too late to send.
  public var deadline: Date
  public var staleAt: Date

  public init(
    kind: Reply.Kind, text: String, language: String?, template: String?, visibility: Visibility,
    isDraft: Bool, draftUntil: Date?, urgency: Urgency = .normal, deadline: Date, staleAt: Date
  ) {
    self.kind = kind
    self.text = text
    self.language = language
    self.template = template
    self.visibility = visibility
    self.isDraft = isDraft
    self.draftUntil = draftUntil
    self.urgency = urgency
    self.deadline = deadline
    self.staleAt = staleAt
  }
}
