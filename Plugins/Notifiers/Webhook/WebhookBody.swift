import Foundation
import PluginKit

/// The JSON of one notification: `type`, `timestamp` and `data`, as Standard Webhooks prescribe.
struct WebhookBody {
  /// Of the customer's text and of each reply, in code points; more is cut.
  static let maxText = 10_000
  /// Handoffs that a digest carries; of the rest it says how many.
  static let maxHandoffs = 50
  /// Entries of a conversation and other handoffs, the latest and the first.
  static let maxEntries = 50

  let bytes: Data

  /// - Parameter now: when anything but the opening happens; that carries the opening time.
  init(_ notification: HandoffNotification, now: Date) {
    let time = notification.occasion == .opened ? notification.openedAt : now
    self.init(
      "handoff.\(notification.occasion.rawValue)", at: time, data: Self.data(notification))
  }

  init(_ digest: DigestNotification) {
    let handoffs = digest.handoffs.prefix(Self.maxHandoffs).map(Self.data)
    self.init(
      "digest.\(digest.kind.rawValue)", at: digest.at,
      data: [
        "key": .string(digest.key), "team": .optional(digest.team),
        "title": .string(digest.title), "handoffs": .array(handoffs),
        "more": .int(digest.handoffs.count - handoffs.count),
        "thread": .optional(digest.thread), "isOver": .bool(digest.isOver),
        "facts": .array(
          digest.facts.map { ["name": .string($0.name), "value": .string($0.value)] }),
      ])
  }

  init(_ alarm: AlarmNotification) {
    self.init(
      "alarm.\(alarm.phase.rawValue)", at: alarm.at,
      data: [
        "key": .string(alarm.key), "alarm": .string(alarm.kind),
        "subject": .optional(alarm.subject), "sentence": .string(alarm.sentence),
        "since": Self.time(alarm.since),
      ])
  }

  private init(_ type: String, at time: Date, data: JSONValue) {
    let value: JSONValue = [
      "type": .string(type), "timestamp": Self.time(time), "data": data,
    ]
    bytes = Data(value.text().utf8)
  }

  static func cut(_ text: String) -> JSONValue {
    let scalars = text.unicodeScalars
    guard scalars.count > maxText else { return .string(text) }
    return .string(String(String.UnicodeScalarView(scalars.prefix(maxText))) + "…")
  }

  static func time(_ date: Date) -> JSONValue {
    .string(date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
  }
}
