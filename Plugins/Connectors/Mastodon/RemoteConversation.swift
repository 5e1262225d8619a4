/// The part of Mastodon's `Conversation` entity that replyd reads.
struct RemoteConversation: PageItem {
  let id: String?
  let lastStatus: RemoteStatus?

  private enum CodingKeys: String, CodingKey {
    case id
    case lastStatus = "last_status"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = fields.id(.id)
    lastStatus = fields.lenient(RemoteStatus.self, .lastStatus)
  }
}

/// Mastodon's `Search` entity, of which only statuses were asked for.
struct RemoteSearch: Decodable, Sendable {
  let statuses: [RemoteStatus]

  private enum CodingKeys: String, CodingKey { case statuses }

  init(from decoder: any Decoder) throws {
    statuses = try decoder.container(keyedBy: CodingKeys.self).list(
      RemoteStatus.self, .statuses)
  }
}
