import Foundation

/// The part of Mastodon's `Notification` entity that replyd reads.
struct RemoteNotification: PageItem {
  let id: String?
  let type: String?
  let createdAt: Date?
  let status: RemoteStatus?
  /// A status is there, readable or not; without one it was deleted meanwhile.
  let hasStatus: Bool

  private enum CodingKeys: String, CodingKey {
    case id, type, status
    case createdAt = "created_at"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = fields.id(.id)
    type = fields.lenient(String.self, .type)
    createdAt = fields.lenient(String.self, .createdAt).flatMap(MastodonTime.parse)
    status = fields.lenient(RemoteStatus.self, .status)
    hasStatus = fields.has(.status)
  }

  /// A server that ignores `types[]` sends follows and favourites too.
  var isMention: Bool { (type == nil || type == "mention") && hasStatus }
}
