import ConnectorKit
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

  init?(_ json: JSONPart) {
    guard json.isObject else { return nil }
    id = json.id("id")
    content = json.string("content")
    createdAt = json.date("created_at")
    editedAt = json.date("edited_at")
    inReplyTo = json.id("in_reply_to_id")
    inReplyToAccount = json.id("in_reply_to_account_id")
    visibility = Visibility(mastodon: json.string("visibility"))
    language = json.string("language")
    spoiler = json.string("spoiler_text")
    url = json.string("url")
    account = json.entity(RemoteAccount.self, "account")
    mentions = json.list(RemoteAccount.self, "mentions")
    media = json.list(RemoteMedia.self, "media_attachments")
    isBoost = json.has("reblog")
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
