import ConnectorKit

/// The part of Mastodon's `Instance` entity (`/api/v2/instance`) that replyd reads.
struct RemoteInstance: RemoteEntity {
  let domain: String?
  let maxCharacters: Int?
  let charactersPerURL: Int?
  let version: String?
  /// GoToSocial names itself in its source's address; its versions are plain numbers.
  let isGoToSocial: Bool

  init?(_ json: JSONPart) {
    guard json.isObject else { return nil }
    version = json.string("version")
    let source = json.string("source_url") ?? ""
    isGoToSocial = "\(source) \(version ?? "")".lowercased().contains("gotosocial")
    domain = json.string("domain")
    // A server without this section has Mastodon's own limits.
    let statuses = json["configuration"]?["statuses"]
    maxCharacters = statuses?.integer("max_characters")
    charactersPerURL = statuses?.integer("characters_reserved_per_url")
  }
}
