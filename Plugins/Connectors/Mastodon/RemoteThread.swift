import ConnectorKit

/// Mastodon's `Context` entity: what stands above and below a status.
struct RemoteThread: RemoteEntity {
  /// Oldest first.
  let ancestors: [RemoteStatus]
  /// At any depth.
  let descendants: [RemoteStatus]
  /// Nothing below was left out because it could not be read.
  let isWhole: Bool

  init?(_ json: JSONPart) {
    guard let below = json["descendants"], below.isArray else { return nil }
    let elements = below.elements
    descendants = elements.compactMap { RemoteStatus($0) }
    isWhole = elements.count == descendants.count
    ancestors = json.list(RemoteStatus.self, "ancestors")
  }
}
