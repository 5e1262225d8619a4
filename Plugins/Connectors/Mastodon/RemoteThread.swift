/// Mastodon's `Context` entity: what stands above and below a status.
struct RemoteThread: Decodable, Sendable {
  /// Oldest first.
  let ancestors: [RemoteStatus]
  /// At any depth.
  let descendants: [RemoteStatus]
  /// Nothing below was left out because it could not be read.
  let isWhole: Bool

  private enum CodingKeys: String, CodingKey { case ancestors, descendants }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let below = try fields.decode([Tolerant<RemoteStatus>].self, forKey: .descendants)
    descendants = below.compactMap(\.value)
    isWhole = below.count == descendants.count
    ancestors = fields.list(RemoteStatus.self, .ancestors)
  }
}
