/// The part of Mastodon's `Account` entity that replyd reads.
struct RemoteAccount: Decodable, Sendable {
  let id: String?
  let username: String?
  /// `user`, or `user@domain` for an account of another server.
  let acct: String?
  let displayName: String?
  let isBot: Bool
  let followers: Int?

  private enum CodingKeys: String, CodingKey {
    case id, username, acct, bot
    case displayName = "display_name"
    case followersCount = "followers_count"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = fields.id(.id)
    username = fields.lenient(String.self, .username)
    acct = fields.lenient(String.self, .acct)
    displayName = fields.lenient(String.self, .displayName)
    isBot = fields.lenient(Bool.self, .bot) ?? false
    followers = fields.lenient(Int.self, .followersCount)
  }
}
