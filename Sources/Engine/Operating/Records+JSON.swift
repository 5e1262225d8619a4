public import Foundation
public import PluginKit

/// The JSON of the operator API.
extension HandoffRow {
  public var json: JSONValue {
    .object([
      .init("id", .int(id)), .init("message", .int(message)),
      .init("messageID", .string(messageID)), .init("team", .string(team)),
      .init("category", .optional(category)), .init("reason", .string(reason)),
      .init("state", .string(state.rawValue)), .init("openedAt", .time(openedAt)),
      .init("dueAt", .time(dueAt)), .init("takenBy", .optional(takenBy)),
      .init("author", .string(author)), .init("text", .string(text)),
      .init("url", .optional(url)), .init("urgency", .string(urgency.name)),
      .init("timesAsked", .int(timesAsked)), .init("assignee", .optional(assignee)),
      .init("snoozedUntil", .time(snoozedUntil)), .init("overdueAt", .time(overdueAt)),
      .init("unreachedAt", .time(unreachedAt)),
    ])
  }
}

extension Silence {
  public var json: JSONValue {
    .object([
      .init("id", .int(id)), .init("team", .optional(team)), .init("category", .optional(category)),
      .init("connector", .optional(connector)), .init("author", .optional(author)),
      .init("reason", .string(reason)), .init("by", .string(by)), .init("at", .time(at)),
      .init("until", .time(until)),
    ])
  }
}

extension Correction {
  public var json: JSONValue {
    .object([
      .init("id", .int(id)), .init("message", .string(messageID)), .init("text", .string(text)),
      .init("at", .time(at)), .init("by", .string(by)), .init("kind", .string(kind.rawValue)),
      .init("was", .optional(was)), .init("now", .optional(now)),
    ])
  }
}

extension DraftRow {
  public var json: JSONValue {
    .object([
      .init("id", .int(id)), .init("message", .int(message)),
      .init("messageID", .string(messageID)), .init("kind", .string(kind)),
      .init("author", .string(author)), .init("messageText", .string(messageText)),
      .init("text", .string(text)), .init("until", .time(until)),
      .init("suggestions", .array(suggestions.map { .string($0) })),
    ])
  }
}

extension Hold {
  public var json: JSONValue {
    .object([
      .init("scope", .string(scope.text)), .init("reason", .string(reason)),
      .init("by", .string(by)), .init("at", .time(at)),
      .init("incident", incident.map { .int($0) } ?? .null),
    ])
  }
}

extension Violation {
  public var json: JSONValue {
    .object([
      .init("promise", .string(promise)), .init("message", row.map { .int($0) } ?? .null),
      .init("what", .string(what)), .init("repair", .string(repair)),
    ])
  }
}

extension StoreStatus {
  public var json: JSONValue {
    .object([
      .init("messages", .int(messages)), .init("open", .int(open)),
      .init("answered", .int(answered)), .init("acknowledged", .int(acknowledged)),
      .init("handedOff", .int(handedOff)), .init("ignored", .counts(ignored)),
      .init("replies", .counts(repliesByState)), .init("handoffs", .counts(handoffsByState)),
      .init("attempts", .counts(attemptsByOutcome)),
      .init("pendingNotifications", .int(pendingNotifications)),
      .init("unreached", .int(unreached)),
      .init(
        "windows",
        [
          "met": .counts(windowsMet), "missed": .counts(windowsMissed),
          "running": .counts(windowsRunning),
        ]),
      .init("oldestUnanswered", .time(oldestUnanswered)),
      .init("holds", .array(holds.map(\.json))), .init("openIncidents", .int(openIncidents)),
    ])
  }
}

extension JSONValue {
  /// ISO 8601 in UTC, whole seconds.
  public static func time(_ date: Date?) -> JSONValue {
    date.map { .string($0.formatted(.iso8601)) } ?? .null
  }

  /// By name, so that output is stable.
  static func counts(_ counts: [String: Int]) -> JSONValue {
    .object(counts.sorted { $0.key < $1.key }.map { Member($0.key, .int($0.value)) })
  }
}
