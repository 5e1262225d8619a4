import Engine
import Foundation
import PluginKit

/// `inbound.json`: what customers, the platform, operators and the machine do, each at a virtual
/// time since the start.
struct Script: Settings {
  let events: [ScriptEvent]

  init(_ f: inout Fields) {
    let events = f.objects("events", as: ScriptEvent.self, default: nil, help: "in order of time")
    f.require("events", "expected events in the order of \"at\"") {
      zip(events, events.dropFirst()).allSatisfy { $0.at <= $1.at }
    }
    self.events = events
  }
}

/// One thing that happens.
struct ScriptEvent: Settings {
  let at: Duration
  let message: ScriptedMessage?
  let edit: ScriptedEdit?
  let delete: ScriptedDeletion?
  let answer: ScriptedAnswer?
  let action: OperatorAction?
  /// What becomes of the next posts.
  let posts: [PostFate]
  let notifications: [NotifyFate]
  /// So many polls fail from now on.
  let failingPolls: Int
  /// So many read-backs say neither yes nor no.
  let vagueReadBacks: Int

  init(_ f: inout Fields) {
    at = f.duration("at", help: "since the start")
    message = f.optionalObject("message", as: ScriptedMessage.self, help: "a customer writes")
    edit = f.optionalObject("edit", as: ScriptedEdit.self, help: "and changes it")
    delete = f.optionalObject("delete", as: ScriptedDeletion.self, help: "or takes it back")
    answer = f.optionalObject(
      "answer", as: ScriptedAnswer.self, help: "a person answers at the brand's own account")
    action = f.optionalObject("do", as: OperatorAction.self, help: "an operator acts")
    posts = f.choices("posts", default: [], help: "fates of the next posts")
    notifications = f.choices("notifications", default: [], help: "fates of the next ones")
    failingPolls = f.integer("failingPolls", default: 0, in: 0...100, help: "in a row")
    vagueReadBacks = f.integer("vagueReadBacks", default: 0, in: 0...100, help: "in a row")
  }
}

/// What becomes of a post.
enum PostFate: String, Sendable, CaseIterable {
  case accepted
  case retry
  /// Refused with a time to come back: two minutes.
  case retryLater
  case rejected
  /// It is out, the answer is lost.
  case answerLost
  /// It is not out, and nobody can tell.
  case requestLost
}

/// What becomes of a notification.
enum NotifyFate: String, Sendable, CaseIterable {
  case accepted, retry, refused
  /// It arrived, the answer is lost.
  case answerLost
}

struct ScriptedMessage: Settings {
  let id: String
  let text: String
  let author: String
  let conversation: String?
  let inReplyTo: String?
  let visibility: Condition.VisibilityName
  let rating: Int?
  let isBot: Bool
  let isAutomated: Bool
  /// How long it was written before polls show it.
  let age: Duration
  let isAddressed: Bool?
  let rules: [EligibilityRule]

  init(_ f: inout Fields) {
    id = f.string("id", help: "the platform's")
    text = f.string("text", default: "", help: "with directives, see DirectiveStage")
    author = f.string("author", default: "ana", help: "who writes")
    conversation = f.optionalString("conversation", help: "the platform's thread")
    inReplyTo = f.optionalString("inReplyTo", help: "a message, or \"re-m1-1-answer\"")
    visibility = f.choice("visibility", default: .public, help: "who can read it")
    rating = f.optionalInteger("rating", in: 1...5, help: "stars")
    isBot = f.flag("bot", default: false, help: "a bot account wrote it")
    isAutomated = f.flag("automated", default: false, help: "an auto-reply")
    age = f.duration("age", default: .zero, help: "when polls first show it")
    isAddressed = f.optionalFlag("addressed", help: "whether it turns to us")
    rules = f.objects("rules", as: EligibilityRule.self, help: "of this message alone")
  }
}

struct ScriptedEdit: Settings {
  let id: String
  let text: String
  let isPolled: Bool

  init(_ f: inout Fields) {
    id = f.string("id", help: "of a message")
    text = f.string("text", help: "the new words")
    isPolled = f.flag("polled", default: true, help: "else seen only before a post")
  }
}

struct ScriptedDeletion: Settings {
  let id: String
  let isPolled: Bool

  init(_ f: inout Fields) {
    id = f.string("id", help: "of a message")
    isPolled = f.flag("polled", default: true, help: "else seen only before a post")
  }
}

struct ScriptedAnswer: Settings {
  let id: String
  let post: String
  let isPolled: Bool

  init(_ f: inout Fields) {
    id = f.string("id", help: "of a message")
    post = f.string("post", default: "by-hand", help: "the post's own id")
    isPolled = f.flag("polled", default: true, help: "else seen only before a post")
  }
}

/// What an operator does, or what happens to the machine.
struct OperatorAction: Settings {
  enum Verb: String, Sendable, CaseIterable {
    case hold, resume, take, approve, discard
    case answered, returned, closed
    /// A person writes `text`, or puts the handoff off for `by`.
    case reply, snooze
    /// A person agrees that the open incident ends.
    case resumeIncident
    /// The wall clock jumps by `by`.
    case setClockBack, setClockForward
    /// The process ends at once and starts again after `by`, with `mode` if given.
    case outage
  }

  let verb: Verb
  let message: String?
  let duration: Duration
  let mode: Mode?
  let text: String
  /// Who acts; nil: the scripted operator.
  let person: String?

  init(_ f: inout Fields) {
    text = f.string("text", default: "", help: "what a person writes")
    person = f.optionalString("as", help: "who acts")
    verb = f.choice("verb", help: "what")
    message = f.optionalString("message", help: "whose handoff or draft")
    duration = f.duration("by", default: .zero, help: "by how much, or for how long")
    mode = f.optionalChoice("mode", help: "the connector's, after an outage")
  }
}
