import ConnectorKit
import Foundation

/// The part of Mastodon's `Notification` entity that replyd reads.
struct RemoteNotification: PageItem {
  let id: String?
  let type: String?
  let createdAt: Date?
  let status: RemoteStatus?
  /// A status is there, readable or not; without one it was deleted meanwhile.
  let hasStatus: Bool

  init?(_ json: JSONPart) {
    guard json.isObject else { return nil }
    id = json.id("id")
    type = json.string("type")
    createdAt = json.date("created_at")
    status = json.entity(RemoteStatus.self, "status")
    hasStatus = json.has("status")
  }

  /// A server that ignores `types[]` sends follows and favourites too.
  var isMention: Bool { (type == nil || type == "mention") && hasStatus }
}
