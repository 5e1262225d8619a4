import Foundation
import PluginKit

/// The JSON of one notification: `type`, `timestamp` and `data`, as Standard Webhooks prescribe.
struct WebhookBody {
  /// Of the customer's text and of each reply; more is cut.
  static let maxText = 10_000

  let bytes: Data

  /// - Parameter now: when an escalation happens; the first notification carries the opening time.
  init(_ notification: HandoffNotification, now: Date) {
    let isFirst = notification.level == 0
    let value: JSONValue = [
      "type": .string(isFirst ? "handoff.opened" : "handoff.escalated"),
      "timestamp": Self.time(isFirst ? notification.openedAt : now),
      "data": Self.data(notification),
    ]
    bytes = Data(value.text().utf8)
  }

  init(_ alarm: AlarmNotification) {
    let value: JSONValue = [
      "type": .string("alarm.\(alarm.phase.rawValue)"), "timestamp": Self.time(alarm.at),
      "data": [
        "key": .string(alarm.key), "alarm": .string(alarm.kind),
        "subject": .optional(alarm.subject), "sentence": .string(alarm.sentence),
        "since": Self.time(alarm.since),
      ],
    ]
    bytes = Data(value.text().utf8)
  }

  private static func data(_ notification: HandoffNotification) -> JSONValue {
    [
      "key": .string(notification.key),
      "handoff": .int(notification.handoff),
      "team": .string(notification.team),
      "level": .int(notification.level),
      "reason": .string(notification.reason),
      "category": .optional(notification.category),
      "openedAt": time(notification.openedAt),
      "dueAt": notification.dueAt.map(time) ?? .null,
      "replies": .array(notification.replies.map(cut)),
      "message": message(notification.message),
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

  private static func cut(_ text: String) -> JSONValue {
    let scalars = text.unicodeScalars
    guard scalars.count > maxText else { return .string(text) }
    return .string(String(String.UnicodeScalarView(scalars.prefix(maxText))) + "…")
  }

  private static func time(_ date: Date) -> JSONValue {
    .string(date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
  }
}
