import Foundation
import PluginKit

/// A message as the protocol writes it.
extension JSONValue {
  static func wire(_ message: Message) -> JSONValue {
    var members: [Member] = [
      .init("id", .string(message.id.remote)),
      .init("connector", .string(message.id.connector)),
      .init("platform", .string(message.platform)), .init("text", .string(message.text)),
      .init("author", wire(message.author)), .init("createdAt", wire(message.createdAt)),
      .init("visibility", .string(message.visibility.name)),
      .init("automated", .bool(message.isAutomated)),
      .init("media", .array(message.media.map(wire))),
    ]
    if let date = message.editedAt { members.append(.init("editedAt", wire(date))) }
    if let isAddressed = message.isAddressed {
      members.append(.init("addressed", .bool(isAddressed)))
    }
    if !message.rules.isEmpty {
      members.append(.init("rules", .array(message.rules.map(\.json))))
    }
    if let rating = message.rating { members.append(.init("rating", .int(rating))) }
    let texts = [
      ("conversation", message.conversation), ("inReplyTo", message.inReplyTo),
      ("language", message.language), ("url", message.url),
      ("contentWarning", message.contentWarning),
    ]
    for (key, text) in texts {
      if let text { members.append(.init(key, .string(text))) }
    }
    return .object(members)
  }

  private static func wire(_ author: Author) -> JSONValue {
    var members: [Member] = [
      .init("id", .string(author.id)), .init("handle", .string(author.handle)),
      .init("name", .string(author.name)), .init("bot", .bool(author.isBot)),
    ]
    if let followers = author.followers { members.append(.init("followers", .int(followers))) }
    return .object(members)
  }

  private static func wire(_ medium: Medium) -> JSONValue {
    var members: [Member] = [.init("kind", .string(medium.kind.rawValue))]
    if let text = medium.description { members.append(.init("description", .string(text))) }
    return .object(members)
  }

  /// ISO 8601 in UTC, with milliseconds.
  static func wire(_ date: Date) -> JSONValue { .string(WireTime.text(date)) }

  /// The params of `post` and `receipt`.
  static func reply(_ reply: Reply) -> JSONValue { ["reply": wire(reply)] }

  private static func wire(_ reply: Reply) -> JSONValue {
    var members: [Member] = [
      .init("key", .string(reply.key)), .init("kind", .string(reply.kind.rawValue)),
      .init("text", .string(reply.text)), .init("visibility", .string(reply.visibility.name)),
      .init("parent", wire(reply.parent)),
    ]
    if let language = reply.language { members.append(.init("language", .string(language))) }
    return .object(members)
  }
}

/// A message as a connector gives it.
struct WireMessage: Settings {
  private let author: WireAuthor
  private let media: [WireMedium]
  private let id: String
  private let text: String
  private let created: Date?
  private let edited: Date?
  private let visibility: String
  private let rating: Int?
  private let isAutomated: Bool
  private let isAddressed: Bool?
  private let rules: [EligibilityRule]
  private let texts: [String: String]

  init(_ f: inout Fields) {
    id = f.string("id", form: .notBlank, help: "the platform's own id")
    text = f.string("text", help: "what was written")
    author = f.object("author", as: WireAuthor.self, help: "who wrote it")
    let time = f.string("createdAt", form: WireTime.form, help: "when")
    let change = f.optionalString("editedAt", form: WireTime.form, help: "when it was changed")
    created = WireTime.date(time)
    edited = change.flatMap(WireTime.date)
    visibility = f.choice(
      "visibility", of: Visibility.allCases.map(\.name), default: "public", help: "who can read it")
    rating = f.optionalInteger("rating", in: 1...5, help: "stars")
    isAutomated = f.flag("automated", default: false, help: "a machine wrote it")
    isAddressed = f.optionalFlag("addressed", help: "whether the author turned to us")
    rules = f.objects(
      "rules", as: EligibilityRule.self, help: "what is allowed for this message alone")
    media = f.objects("media", as: WireMedium.self, help: "what is attached")
    var found: [String: String] = [:]
    for key in ["conversation", "inReplyTo", "language", "url", "contentWarning"] {
      found[key] = f.optionalString(key, help: "where it is known")
    }
    texts = found
    // Given back by a plugin that echoes what it was sent; replyd knows better.
    _ = f.optionalString("connector", help: "not read")
    _ = f.optionalString("platform", help: "not read")
  }

  func message(connector: String, platform: String) -> Message {
    Message(
      id: .init(connector: connector, remote: id), platform: platform, author: author.author,
      text: text, createdAt: created ?? .distantPast, editedAt: edited,
      conversation: texts["conversation"], inReplyTo: texts["inReplyTo"],
      language: texts["language"], rating: rating,
      visibility: Visibility(name: visibility) ?? .public, url: texts["url"],
      contentWarning: texts["contentWarning"], isAutomated: isAutomated || author.author.isBot,
      media: media.map(\.medium), isAddressed: isAddressed, rules: rules)
  }
}

private struct WireAuthor: Settings {
  let author: Author

  init(_ f: inout Fields) {
    let id = f.string("id", form: .notBlank, help: "of the account")
    author = Author(
      id: id, handle: f.string("handle", default: "", help: "what a reply mentions"),
      name: f.string("name", default: "", help: "shown name"),
      isBot: f.flag("bot", default: false, help: "a machine"),
      followers: f.optionalInteger("followers", in: 0...10_000_000_000, help: "if known"))
  }
}

private struct WireMedium: Settings {
  let medium: Medium

  init(_ f: inout Fields) {
    medium = Medium(
      kind: f.choice("kind", help: "what it is"),
      description: f.optionalString("description", help: "the author's words for it"))
  }
}
