import ConnectorKit

/// The part of Mastodon's `Account` entity that replyd reads.
struct RemoteAccount: RemoteEntity {
  let id: String?
  let username: String?
  /// `user`, or `user@domain` for an account of another server.
  let acct: String?
  let displayName: String?
  let isBot: Bool
  let followers: Int?

  init?(_ json: JSONPart) {
    guard json.isObject else { return nil }
    id = json.id("id")
    username = json.string("username")
    acct = json.string("acct")
    displayName = json.string("display_name")
    isBot = json.flag("bot") ?? false
    followers = json.integer("followers_count")
  }
}
