import PluginKit

/// A reply as the content of an `m.room.message`.
struct OutgoingMessage: Sendable {
  /// Why a reply cannot be posted, for a human.
  struct Refusal: Error {
    let reason: String
  }

  let room: String
  let content: JSONValue

  init(_ reply: Reply, type: MatrixSettings.MessageType) throws(Refusal) {
    let parent = reply.parent
    guard reply.visibility >= parent.visibility else {
      throw Refusal(reason: "the reply is more public than its parent")
    }
    guard let place = ConversationID(parent.conversation),
      MatrixID.isValid(parent.id.remote, .event)
    else { throw Refusal(reason: "the message does not say which room it is in") }
    let length = EventLength.count(reply.text)
    guard length <= EventLength.maxBytes else {
      throw Refusal(reason: "the reply has \(length) bytes; \(EventLength.maxBytes) fit")
    }
    guard !reply.text.utf8.contains(0) else {
      throw Refusal(reason: "the reply holds a NUL character, which servers refuse")
    }
    room = place.room
    var content: [JSONValue.Member] = [
      .init("msgtype", reply.kind == .human || type == .text ? "m.text" : "m.notice"),
      .init("body", .string(reply.text)),
      .init("m.relates_to", Self.relation(to: parent.id.remote, in: place)),
    ]
    if MatrixID.isValid(parent.author.id, .user) {
      content.append(.init("m.mentions", ["user_ids": [.string(parent.author.id)]]))
    }
    self.content = .object(content)
  }

  /// In a thread, a reply to this one message of it (spec: "Replies inside threads").
  private static func relation(to event: String, in place: ConversationID) -> JSONValue {
    var members: [JSONValue.Member] = []
    if let root = place.thread {
      members = [
        .init("rel_type", "m.thread"), .init("event_id", .string(root)),
        .init("is_falling_back", false),
      ]
    }
    members.append(.init("m.in_reply_to", ["event_id": .string(event)]))
    return .object(members)
  }
}
