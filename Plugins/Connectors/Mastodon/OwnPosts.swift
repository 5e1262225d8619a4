import Foundation
import PluginKit
import Transport

/// Our account's newest posts, read beside the mentions: what replyd did not post itself, a person
/// wrote in the app. One request, at most each 15 seconds.
struct OwnPosts {
  static let name = "own posts"
  static let every: Duration = .seconds(15)
  private static let pageSize = 40

  let api: MastodonAPI
  /// The id of our own account.
  let me: String

  /// Those that answer something and came after `position`, which moves on. Without a position,
  /// none: what lies before the start is nobody's news. A failure leaves it for the next time.
  func read(_ position: inout FeedPosition?, now: Date) async -> [OwnPost] {
    if let position, now < position.dueAt { return [] }
    var parameters: Parameters = ["exclude_reblogs": "true"]
    parameters.add("min_id", position?.newest)
    let path = "/api/v1/accounts/\(Parameters.percentEncoded(me))/statuses"
    let statuses: [RemoteStatus]
    do {
      statuses = try await api.page(
        of: RemoteStatus.self, path, parameters, limit: Self.pageSize)?.items ?? []
    } catch {
      // A server that does not show our own posts is asked again before each reply all the same.
      position?.dueAt = now + .minutes(1)
      return []
    }
    let newest = statuses.compactMap(\.id).max { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    let isFirst = position == nil
    position = FeedPosition(
      newest: newest ?? position?.newest, since: nil, dueAt: now + Self.every, rereadAt: now)
    if isFirst { return [] }
    return statuses.compactMap { status in
      guard let id = status.id, let parent = status.inReplyTo else { return nil }
      return OwnPost(remote: id, inReplyTo: parent, at: status.createdAt ?? now)
    }
  }
}
