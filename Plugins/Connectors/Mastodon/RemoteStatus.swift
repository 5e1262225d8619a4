import Foundation
import PluginKit

/// The part of Mastodon's `Status` entity that replyd reads.
struct RemoteStatus: PageItem {
  let id: String?
  /// Sanitised HTML.
  let content: String?
  let createdAt: Date?
  let editedAt: Date?
  let inReplyTo: String?
  let inReplyToAccount: String?
  let visibility: Visibility
  let language: String?
  let spoiler: String?
  let url: String?
  let account: RemoteAccount?
  let mentions: [RemoteAccount]
  let media: [RemoteMedia]
  let isBoost: Bool

  /// Mastodon takes 4, others up to 16.
  private static let maxMedia = 32

  private enum CodingKeys: String, CodingKey {
    case id, content, visibility, language, url, account, mentions, reblog
    case media = "media_attachments"
    case inReplyToAccount = "in_reply_to_account_id"
    case createdAt = "created_at"
    case editedAt = "edited_at"
    case inReplyTo = "in_reply_to_id"
    case spoiler = "spoiler_text"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = fields.id(.id)
    content = fields.lenient(String.self, .content)
    createdAt = fields.lenient(String.self, .createdAt).flatMap(MastodonTime.parse)
    editedAt = fields.lenient(String.self, .editedAt).flatMap(MastodonTime.parse)
    inReplyTo = fields.id(.inReplyTo)
    inReplyToAccount = fields.id(.inReplyToAccount)
    visibility = Visibility(mastodon: fields.lenient(String.self, .visibility))
    language = fields.lenient(String.self, .language)
    spoiler = fields.lenient(String.self, .spoiler)
    url = fields.lenient(String.self, .url)
    account = fields.lenient(RemoteAccount.self, .account)
    mentions = fields.list(RemoteAccount.self, .mentions)
    media = fields.list(RemoteMedia.self, .media)
    isBoost = fields.has(.reblog)
  }

  /// Nil when the id or the content is missing: all else has a cautious stand-in.
  func message(connector: String, identity: Identity, seenAt: Date) -> Message? {
    guard let id, let content else { return nil }
    let author = Author(
      id: account?.id ?? "", handle: account?.acct.map { "@\($0)" } ?? "",
      name: account?.displayName ?? "", isBot: account?.isBot ?? false,
      followers: account?.followers)
    return Message(
      id: .init(connector: connector, remote: id), platform: "mastodon", author: author,
      text: MentionedText.dropLeading(
        HTMLText.text(of: content), username: identity.username, domain: identity.domain),
      createdAt: createdAt ?? seenAt, editedAt: editedAt, inReplyTo: inReplyTo,
      language: language, visibility: visibility, url: url,
      contentWarning: spoiler.flatMap { $0.isEmpty ? nil : $0 }, isAutomated: author.isBot,
      media: media.prefix(Self.maxMedia).map(\.medium))
  }
}

extension Visibility {
  /// A name this connector does not know (`mutuals_only` of GoToSocial, ...) is the narrowest.
  init(mastodon name: String?) {
    self =
      switch name {
      case "public": .public
      case "unlisted": .unlisted
      case "private": .followers
      default: .direct
      }
  }

  var mastodonName: String { self == .followers ? "private" : name }
}
