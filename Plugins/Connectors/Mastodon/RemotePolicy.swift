/// Mastodon's `NotificationPolicy` entity (4.3+): what it does to whom.
struct RemotePolicy: Decodable, Sendable {
  /// Groups whose notifications are dropped: nothing ever shows them.
  let dropped: [String]

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case notFollowing = "for_not_following"
    case notFollowers = "for_not_followers"
    case newAccounts = "for_new_accounts"
    case privateMentions = "for_private_mentions"
    case limitedAccounts = "for_limited_accounts"

    var words: String {
      switch self {
      case .notFollowing: "people the account does not follow"
      case .notFollowers: "people who do not follow the account"
      case .newAccounts: "new accounts"
      case .privateMentions: "private mentions"
      case .limitedAccounts: "accounts that moderators limited"
      }
    }
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    dropped = CodingKeys.allCases.filter { fields.lenient(String.self, $0) == "drop" }.map(\.words)
  }
}
