public import PluginKit

/// A conversation in the operator API.
extension ConversationRecord {
  public var json: JSONValue {
    .object([
      .init("id", .int(id)), .init("connector", .string(connector)),
      .init("platform", .string(platform)),
      .init(
        "author",
        .object([
          .init("id", .string(author.id)), .init("handle", .string(author.handle)),
          .init("name", .string(author.name)), .init("bot", .bool(author.isBot)),
          .init("followers", author.followers.map { .int($0) } ?? .null),
        ])),
      .init("isOwnedByHuman", .bool(isOwnedByHuman)), .init("summary", .optional(summary)),
      .init("teams", .array(teams.sorted().map { .string($0) })),
      .init("handoff", handoff?.json ?? .null), .init("takenAt", .time(takenAt)),
      .init("draft", draft?.json ?? .null), .init("entries", .array(entries.map(\.json))),
      .init("contacts", .array(contacts.map(\.json))), .init("contactCount", .int(contactCount)),
    ])
  }
}

extension TimelineEntry {
  /// `type` says which other members there are.
  public var json: JSONValue {
    let (type, members): (String, [JSONValue.Member]) =
      switch content {
      case .message(let message): ("message", message.members)
      case .reply(let reply): ("reply", reply.members)
      case .note(let note): ("note", note.members)
      case .event(let kind, let detail):
        ("event", [.init("event", .string(kind)), .init("detail", .optional(detail))])
      }
    return .object([.init("type", .string(type)), .init("at", .time(at))] + members)
  }
}

extension TimelineMessage {
  fileprivate var members: [JSONValue.Member] {
    [
      .init("row", .int(row)), .init("id", .string(message.id.description)),
      .init("text", .string(message.text)), .init("language", .optional(message.language)),
      .init("rating", message.rating.map { .int($0) } ?? .null),
      .init("visibility", .string(message.visibility.name)), .init("url", .optional(message.url)),
      .init("warning", .optional(message.contentWarning)),
      .init("editedAt", .time(message.editedAt)), .init("deletedAt", .time(deletedAt)),
      .init("closing", .optional(closing)), .init("closingDetail", .optional(closingDetail)),
      .init("decision", decision ?? .null),
    ]
  }
}

extension TimelineReply {
  fileprivate var members: [JSONValue.Member] {
    [
      .init("row", .int(row)), .init("kind", .string(kind)), .init("text", .string(text)),
      .init("state", .string(state.rawValue)), .init("by", .optional(by)),
      .init("url", .optional(url)), .init("detail", .optional(detail)),
      .init("undoUntil", .time(undoUntil)),
    ]
  }

  public var json: JSONValue { .object(members) }
}

extension TimelineNote {
  fileprivate var members: [JSONValue.Member] {
    [.init("id", .int(id)), .init("by", .string(by)), .init("text", .string(text))]
  }

  public var json: JSONValue { .object(members) }
}

extension PriorContact {
  public var json: JSONValue {
    .object([
      .init("conversation", .int(conversation)), .init("connector", .string(connector)),
      .init("at", .time(at)), .init("text", .string(text)), .init("closing", .optional(closing)),
      .init("teams", .array(teams.sorted().map { .string($0) })),
    ])
  }
}

extension Macro {
  public var json: JSONValue {
    .object([
      .init("id", .int(id)), .init("name", .string(name)), .init("text", .string(text)),
      .init("by", .string(by)),
    ])
  }
}
