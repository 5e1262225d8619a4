import PluginKit

/// What the server shall leave out of its answers (client-server API, "Filtering").
enum RoomFilter {
  /// What a room is known by, besides its members.
  static let roomTypes = ["m.room.encryption", "m.room.join_rules", "m.room.history_visibility"]
  private static let newsTypes = RoomEvent.writtenTypes + ["m.room.redaction"] + roomTypes

  /// Of `/sync`.
  ///
  /// - Parameter limit: events of one room; what is more comes by `/messages`.
  static func sync(limit: Int) -> String {
    // A server names a room that we were removed from only where the timeline may say so.
    var timeline = events(newsTypes + ["m.room.member"])
    timeline.append(.init("limit", .int(limit)))
    let nothing: JSONValue = ["types": []]
    let filter: JSONValue = [
      "presence": nothing,
      "account_data": ["types": ["m.direct"]],
      "room": [
        "timeline": .object(timeline), "state": .object(events(["m.room.member"] + roomTypes)),
        "ephemeral": nothing, "account_data": nothing,
      ],
    ]
    return filter.text()
  }

  /// Of `/messages`, reading back.
  ///
  /// - Parameter untilInvitation: the invitation of our account has to be seen.
  static func news(untilInvitation: Bool) -> String {
    JSONValue.object(events(newsTypes + (untilInvitation ? ["m.room.member"] : []))).text()
  }

  /// What one account wrote, or all but this one.
  static func written(by user: String, isExcluded: Bool = false) -> String {
    JSONValue.object([
      .init("types", list(RoomEvent.writtenTypes)),
      .init(isExcluded ? "not_senders" : "senders", [.string(user)]),
    ]).text()
  }

  /// With the members who wrote, for their names.
  private static func events(_ types: [String]) -> [JSONValue.Member] {
    [
      .init("types", list(types)), .init("lazy_load_members", true),
      .init("include_redundant_members", true),
    ]
  }

  private static func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
