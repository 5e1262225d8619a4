import PluginKit

/// All that is known of one handoff.
extension WebhookBody {
  static func data(_ notification: HandoffNotification) -> JSONValue {
    .object(
      [
        .init("key", .string(notification.key)),
        .init("handoff", .int(notification.handoff)),
        .init("team", .string(notification.team)),
        .init("level", .int(notification.level)),
        .init("reason", .string(notification.reason)),
        .init("category", .optional(notification.category)),
        .init("openedAt", time(notification.openedAt)),
        .init("dueAt", notification.dueAt.map(time) ?? .null),
        .init("replies", .array(notification.replies.map(cut))),
        .init("message", message(notification.message)),
      ] + occasion(notification) + context(notification))
  }

  /// Why somebody is told, and what to do.
  private static func occasion(_ notification: HandoffNotification) -> [JSONValue.Member] {
    let reader = notification.reader
    let links = notification.links.map { links -> JSONValue in
      [
        "take": .string(links.take), "snooze": .string(links.snooze),
        "close": .string(links.close),
      ]
    }
    return [
      .init("occasion", .string(notification.occasion.rawValue)),
      .init("urgency", .string(notification.urgency.name)),
      .init("windowUsed", notification.windowUsed.map { .int($0) } ?? .null),
      .init("takenBy", .optional(notification.takenBy)),
      .init("ending", .optional(notification.ending)),
      .init("reader", ["name": .optional(reader.name), "due": .optional(reader.due)]),
      .init("links", links ?? .null),
      .init("thread", .string(notification.thread)),
    ]
  }

  /// What a human should know before the answer.
  private static func context(_ notification: HandoffNotification) -> [JSONValue.Member] {
    let insight = notification.insight
    let found: JSONValue = [
      "sentiment": .optional(insight.sentiment), "intent": .optional(insight.intent),
      "severity": insight.severity.map { .rounded($0) } ?? .null,
      "evidence": .array(insight.evidence.prefix(maxEntries).map(cut)),
    ]
    let conversation = notification.conversation.suffix(maxEntries).map { entry -> JSONValue in
      ["isOurs": .bool(entry.isOurs), "text": cut(entry.text), "at": time(entry.at)]
    }
    return [
      .init("timesAsked", .int(notification.timesAsked)), .init("insight", found),
      .init("conversation", .array(conversation)),
      .init("suggestion", notification.suggestion.map(cut) ?? .null),
      .init("resources", .array(notification.resources.prefix(maxEntries).map(cut))),
      .init("others", .array(notification.others.prefix(maxEntries).map(brief))),
    ]
  }

  private static func brief(_ brief: HandoffBrief) -> JSONValue {
    [
      "handoff": .int(brief.handoff), "author": .string(brief.author), "text": cut(brief.text),
      "urgency": .string(brief.urgency.name), "due": .optional(brief.due),
      "post": .optional(brief.post),
    ]
  }

  private static func message(_ message: Message) -> JSONValue {
    [
      "id": .string(message.id.remote),
      "connector": .string(message.id.connector),
      "platform": .string(message.platform),
      "author": [
        "id": .string(message.author.id), "handle": .string(message.author.handle),
        "name": .string(message.author.name),
      ],
      "text": cut(message.text),
      "language": .optional(message.language),
      "rating": message.rating.map { .int($0) } ?? .null,
      "visibility": .string(message.visibility.name),
      "createdAt": time(message.createdAt),
      "url": .optional(message.url),
      "media": .array(
        message.media.map { medium in
          [
            "kind": .string(medium.kind.rawValue),
            "description": medium.description.map(cut) ?? .null,
          ]
        }),
    ]
  }
}
