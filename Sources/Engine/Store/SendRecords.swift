public import Foundation
public import PluginKit

/// A queued reply with all that the reply policy has to know.
public struct SendCandidate: Sendable {
  public var row: Int64
  public var fence: Int64
  public var message: Int64
  public var reply: Reply
  public var template: String?
  public var attempts: Int
  public var deadline: Date
  public var staleAt: Date
  public var conversation: ConversationFacts
  /// The same author wrote again in this conversation.
  public var hasNewerMessage: Bool
  /// When that was; nil: they did not.
  public var lastWroteAt: Date?
  /// Other replies to the message that are out, or may be.
  public var repliesOut: Int
  /// A human approved the text: mode and loop guards do not apply.
  public var isApproved: Bool

  public init(
    row: Int64, fence: Int64, message: Int64, reply: Reply, template: String?, attempts: Int,
    deadline: Date, staleAt: Date, conversation: ConversationFacts, hasNewerMessage: Bool,
    lastWroteAt: Date? = nil, repliesOut: Int = 0, isApproved: Bool
  ) {
    self.row = row
    self.fence = fence
    self.message = message
    self.reply = reply
    self.template = template
    self.attempts = attempts
    self.deadline = deadline
    self.staleAt = staleAt
    self.conversation = conversation
    self.hasNewerMessage = hasNewerMessage
    self.lastWroteAt = lastWroteAt
    self.repliesOut = repliesOut
    self.isApproved = isApproved
  }
}

/// A queued reply, as far as a plan of all of them has to know it.
public struct QueuedReply: Sendable, Hashable {
  public var row: Int64
  public var fence: Int64
  public var kind: Reply.Kind
  public var urgency: Urgency
  public var deadline: Date
  /// A retry or a cooldown puts it off until then.
  public var notBefore: Date

  public init(
    row: Int64, fence: Int64, kind: Reply.Kind, urgency: Urgency, deadline: Date, notBefore: Date
  ) {
    self.row = row
    self.fence = fence
    self.kind = kind
    self.urgency = urgency
    self.deadline = deadline
    self.notBefore = notBefore
  }
}

/// What the policy settled for a reply that is not sent now.
public struct Diversion: Sendable {
  public enum Way: Sendable, Hashable {
    /// The reason it became pointless; the message closes unless another track goes on.
    case supersede(String)
    case expire(String)
    /// A human has to see it; the reply ends as rejected.
    case handOff(String)
    /// Back to a human's approval, because the mode is stricter now.
    case draft(until: Date)
    case wait(until: Date)
    /// The message is gone from its platform.
    case deleted
    /// A person answered on the platform, with these posts; nothing of ours goes out any more.
    case answered(by: [String])
  }

  public var row: Int64
  public var fence: Int64
  public var way: Way
  public var handoff: PlannedHandoff?
  public var at: Date

  public init(row: Int64, fence: Int64, way: Way, handoff: PlannedHandoff? = nil, at: Date) {
    self.row = row
    self.fence = fence
    self.way = way
    self.handoff = handoff
    self.at = at
  }
}

/// A send that is about to start.
public struct SendStart: Sendable {
  public var row: Int64
  public var fence: Int64
  /// Set when the guide rewrote the text before the first attempt.
  public var text: String?
  public var at: Date

  public init(row: Int64, fence: Int64, text: String? = nil, at: Date) {
    self.row = row
    self.fence = fence
    self.text = text
    self.at = at
  }
}

/// How a send, or the reconciliation of one, ended.
public struct Settlement: Sendable {
  public enum Result: Sendable, Hashable {
    case posted(Receipt)
    case retry(at: Date, String)
    case rejected(String)
    /// Ask the platform again, not before this time.
    case unknown(askAt: Date, String)
    /// Proven absent: back into the queue with the same key and body.
    case absent
    /// Cannot be proven either way: a human decides, marked "unknown".
    case unprovable(String)
    /// A hold came first: nothing was written.
    case withheld
  }

  public var row: Int64
  public var fence: Int64
  public var result: Result
  public var handoff: PlannedHandoff?
  public var at: Date

  public init(
    row: Int64, fence: Int64, result: Result, handoff: PlannedHandoff? = nil, at: Date
  ) {
    self.row = row
    self.fence = fence
    self.result = result
    self.handoff = handoff
    self.at = at
  }
}

/// A reply whose outcome is unknown and due to be asked for.
public struct UnknownSend: Sendable {
  public var row: Int64
  public var fence: Int64
  public var reply: Reply
  /// How often the platform was asked so far.
  public var asked: Int
  public var attempts: Int
  public var staleAt: Date

  public init(
    row: Int64, fence: Int64, reply: Reply, asked: Int, attempts: Int, staleAt: Date
  ) {
    self.row = row
    self.fence = fence
    self.reply = reply
    self.asked = asked
    self.attempts = attempts
    self.staleAt = staleAt
  }
}
