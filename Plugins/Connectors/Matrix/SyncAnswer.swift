import ConnectorKit

/// The part of `/sync` that replyd reads (client-server API, "Syncing").
struct SyncAnswer: RemoteEntity {
  /// Where the next sync begins.
  let next: String
  let joined: [JoinedRoom]
  let invited: [InvitedRoom]
  /// Rooms that the account is no longer in.
  let left: [LeftRoom]
  /// Rooms by the people they are private with (`m.direct`); nil: unchanged.
  let direct: Set<String>?

  init?(_ json: JSONPart) {
    guard let next = json.string("next_batch"), !next.isEmpty else { return nil }
    self.next = next
    let rooms = json["rooms"]
    joined = Self.rooms(rooms?["join"]).map { JoinedRoom(id: $0.id, $0.json) }
    invited = Self.rooms(rooms?["invite"]).map { InvitedRoom(id: $0.id, $0.json) }
    left = Self.rooms(rooms?["leave"]).map { LeftRoom(id: $0.id, $0.json) }
    direct =
      json["account_data"]?["events"]?.elements
      .first { $0.string("type") == "m.direct" }
      .map { Self.direct($0["content"]) }
  }

  /// By user, the rooms that are private with them.
  static func direct(_ content: JSONPart?) -> Set<String> {
    Set(content?.members.flatMap { $0.value.elements.compactMap(\.string) } ?? [])
  }

  private static func rooms(_ json: JSONPart?) -> [(id: String, json: JSONPart)] {
    json?.members.compactMap { member in
      MatrixID.isValid(member.key, .room) ? (member.key, member.value) : nil
    } ?? []
  }

  struct JoinedRoom: Sendable {
    let id: String
    let events: EventList
    /// There are more events than these, before them.
    let isLimited: Bool
    let state: [RoomEvent]
    /// nil: unchanged.
    let members: Int?

    init(id: String, _ json: JSONPart) {
      self.id = id
      let timeline = json["timeline"]
      events = EventList(timeline?["events"])
      isLimited = timeline?.flag("limited") ?? false
      state = json["state"]?.list(RoomEvent.self, "events") ?? []
      members = json["summary"]?.integer("m.joined_member_count")
    }
  }

  struct LeftRoom: Sendable {
    let id: String
    private let events: [RoomEvent]

    init(id: String, _ json: JSONPart) {
      self.id = id
      events =
        (json["state"]?.list(RoomEvent.self, "events") ?? [])
        + (json["timeline"]?.list(RoomEvent.self, "events") ?? [])
    }

    /// What was made of us, by whom; nil where the server does not say.
    func ending(of user: String) -> (membership: String, by: String)? {
      events.last { $0.type == "m.room.member" && $0.stateKey == user }.flatMap { event in
        event.content.string("membership").map { ($0, event.sender) }
      }
    }
  }

  struct InvitedRoom: Sendable {
    let id: String
    /// Who invites whom. These events have no id.
    private let invitations: [(inviter: String, invited: String)]

    init(id: String, _ json: JSONPart) {
      self.id = id
      invitations =
        json["invite_state"]?["events"]?.elements.compactMap { event in
          guard event.string("type") == "m.room.member",
            event["content"]?.string("membership") == "invite",
            let inviter = event.id("sender", .user), let invited = event.string("state_key")
          else { return nil }
          return (inviter, invited)
        } ?? []
    }

    func inviter(of user: String) -> String? { invitations.first { $0.invited == user }?.inviter }
  }
}

/// Events as served; what cannot be read costs only itself.
struct EventList: Sendable {
  var events: [RoomEvent] = []
  /// Ids of those that cannot be read, nil where even that is missing.
  var unreadable: [String?] = []

  init(_ json: JSONPart?) {
    for part in json?.elements ?? [] {
      if let event = RoomEvent(part) {
        events.append(event)
      } else {
        unreadable.append(part.id("event_id", .event))
      }
    }
  }
}
