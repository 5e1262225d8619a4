import ConnectorKit

/// What an event says of another (`m.relates_to`; spec: "Forming relationships between events").
struct Relation: Sendable {
  /// `rel_type`: `m.thread`, `m.replace`, ...
  let type: String?
  /// What `type` is about: the root of the thread, the replaced event.
  let event: String?
  /// The event replied to; of a message that only stands in a thread, the one before it.
  let inReplyTo: String?
  /// `inReplyTo` is there for clients that know no threads, and no reply.
  let isFallingBack: Bool

  init?(_ json: JSONPart?) {
    guard let json, json.isObject else { return nil }
    type = json.string("rel_type")
    event = json.id("event_id", .event)
    inReplyTo = json["m.in_reply_to"]?.id("event_id", .event)
    isFallingBack = json.flag("is_falling_back") ?? false
    guard inReplyTo != nil || type != nil && event != nil else { return nil }
  }

  var thread: String? { type == "m.thread" ? event : nil }
  var replaced: String? { type == "m.replace" ? event : nil }
  /// What the author pressed "reply" on.
  var answered: String? { thread != nil && isFallingBack ? nil : inReplyTo }
}
