import Foundation
import PluginKit

/// A result of `poll`.
struct WirePage: Settings {
  /// Of a page.
  static let maxMessages = 500

  let messages: [WireMessage]
  let deleted: [String]
  let answers: [WireAnswer]
  let cursor: String?
  let hasMore: Bool
  let isLast: Bool
  let warnings: [String]

  init(_ f: inout Fields) {
    messages = f.objects(
      "messages", as: WireMessage.self, count: 0...Self.maxMessages, help: "oldest first")
    deleted = f.strings("deleted", default: [], count: 0...10_000, help: "ids of what is gone")
    answers = f.objects(
      "answers", as: WireAnswer.self, count: 0...Self.maxMessages,
      help: "posts of the brand's own account that answer something")
    cursor = f.optionalString("cursor", help: "where to go on")
    hasMore = f.flag("hasMore", default: false, help: "ask again at once")
    isLast = f.flag("isLast", default: false, help: "the source has ended")
    warnings = f.strings("warnings", default: [], count: 0...20, help: "for the operator")
  }
}

/// A post of the brand's own account, whoever wrote it.
struct WireAnswer: Settings {
  let post: OwnPost

  init(_ f: inout Fields) {
    let remote = f.string("remote", form: .notBlank, help: "the platform's id of the post")
    let parent = f.string("inReplyTo", form: .notBlank, help: "the id of what it answers")
    let at = f.string("at", form: WireTime.form, help: "when it was written")
    post = OwnPost(remote: remote, inReplyTo: parent, at: WireTime.date(at) ?? .distantPast)
  }
}

struct WireReceipt: Settings {
  let receipt: Receipt

  init(_ f: inout Fields) {
    receipt = Receipt(
      remote: f.string("remote", form: .notBlank, help: "the platform's id of our post"),
      url: f.optionalString("url", help: "where it stands"))
  }
}

/// A result of `post`.
struct WirePosted: Settings {
  let receipt: WireReceipt

  init(_ f: inout Fields) {
    receipt = f.object("receipt", as: WireReceipt.self, help: "the proof that it is out")
  }
}

/// A result of `receipt`.
struct WireReadBack: Settings {
  /// nil when it does not say exactly one thing.
  let readBack: ReadBack?

  init(_ f: inout Fields) {
    let found = f.optionalObject("found", as: WireReceipt.self, help: "it is out")
    let isAbsent = f.flag("absent", default: false, help: "it is proven not to be out")
    let why = f.optionalString("inconclusive", form: .notBlank, help: "why nobody can tell")
    let said: [ReadBack?] = [
      found.map { .found($0.receipt) }, isAbsent ? .absent : nil, why.map { .inconclusive($0) },
    ]
    // What contradicts itself proves nothing.
    readBack = said.count { $0 != nil } == 1 ? said.compactMap(\.self).first : nil
  }
}

/// A result of `state`.
struct WireStates: Settings {
  let states: [WireState]

  init(_ f: inout Fields) {
    states = f.objects("states", as: WireState.self, default: nil, help: "one for each message")
  }
}

struct WireState: Settings {
  enum Kind: String, Sendable, CaseIterable {
    case there, edited, deleted, answered, unclear, later
  }

  let kind: Kind
  let message: WireMessage?
  let posts: [WireReceipt]
  let why: String?

  init(_ f: inout Fields) {
    kind = f.choice("is", help: "what became of it")
    message = f.optionalObject("message", as: WireMessage.self, help: "as it is now")
    posts = f.objects("posts", as: WireReceipt.self, help: "that answer it")
    why = f.optionalString("why", form: .notBlank, help: "for people")
    f.need("message", when: "is", is: [Kind.edited], "it is what the message says now")
    f.need("posts", when: "is", is: [Kind.answered], "they are the proof")
    f.need("why", when: "is", is: [Kind.unclear, .later], "people want to know")
  }
}
