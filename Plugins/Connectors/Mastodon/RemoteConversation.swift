import ConnectorKit

/// The part of Mastodon's `Conversation` entity that replyd reads.
struct RemoteConversation: PageItem {
  let id: String?
  let lastStatus: RemoteStatus?

  init?(_ json: JSONPart) {
    guard json.isObject else { return nil }
    id = json.id("id")
    lastStatus = json.entity(RemoteStatus.self, "last_status")
  }
}

/// Mastodon's `Search` entity, of which only statuses were asked for.
struct RemoteSearch: RemoteEntity {
  let statuses: [RemoteStatus]

  init?(_ json: JSONPart) {
    guard json.isObject else { return nil }
    statuses = json.list(RemoteStatus.self, "statuses")
  }
}
