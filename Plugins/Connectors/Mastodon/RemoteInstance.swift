/// The part of Mastodon's `Instance` entity (`/api/v2/instance`) that replyd reads.
struct RemoteInstance: Decodable, Sendable {
  let domain: String?
  let maxCharacters: Int?
  let charactersPerURL: Int?
  let version: String?
  /// GoToSocial names itself in its source's address; its versions are plain numbers.
  let isGoToSocial: Bool

  private enum CodingKeys: String, CodingKey {
    case domain, configuration, version
    case source = "source_url"
  }
  private enum ConfigurationKeys: String, CodingKey { case statuses }
  private enum StatusKeys: String, CodingKey {
    case maxCharacters = "max_characters"
    case charactersPerURL = "characters_reserved_per_url"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    version = fields.lenient(String.self, .version)
    let source = fields.lenient(String.self, .source) ?? ""
    isGoToSocial = "\(source) \(version ?? "")".lowercased().contains("gotosocial")
    domain = fields.lenient(String.self, .domain)
    do {
      let statuses = try fields.nestedContainer(
        keyedBy: ConfigurationKeys.self, forKey: .configuration
      ).nestedContainer(keyedBy: StatusKeys.self, forKey: .statuses)
      maxCharacters = statuses.lenient(Int.self, .maxCharacters)
      charactersPerURL = statuses.lenient(Int.self, .charactersPerURL)
    } catch {
      // A server without this section has Mastodon's own limits.
      maxCharacters = nil
      charactersPerURL = nil
    }
  }
}
