import ConnectorKit

/// Mastodon's `NotificationPolicy` entity (4.3+): what it does to whom.
struct RemotePolicy: RemoteEntity {
  private static let groups: [(key: StaticString, words: String)] = [
    ("for_not_following", "people the account does not follow"),
    ("for_not_followers", "people who do not follow the account"),
    ("for_new_accounts", "new accounts"),
    ("for_private_mentions", "private mentions"),
    ("for_limited_accounts", "accounts that moderators limited"),
  ]

  /// Groups whose notifications are dropped: nothing ever shows them.
  let dropped: [String]

  init?(_ json: JSONPart) {
    guard json.isObject else { return nil }
    dropped = Self.groups.filter { json.string($0.key) == "drop" }.map(\.words)
  }
}
