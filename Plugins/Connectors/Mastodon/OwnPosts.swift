import Foundation
import PluginKit
import Transport

/// Our account's newest posts, read beside the mentions: what replyd did not post itself, a person
/// wrote in the app. One request at a time, see `every`.
struct OwnPosts {
  static let name = "own posts"
  /// However seldom the other feeds are read.
  private static let longestPause = Duration.seconds(15)
  private static let pageSize = 40

  let api: MastodonAPI
  /// The id of our own account.
  let me: String
  /// The pause between two requests.
  let every: Duration

  init(api: MastodonAPI, me: String, listenEvery: Duration) {
    self.api = api
    self.me = me
    every = min(listenEvery, Self.longestPause)
  }

  /// Those that answer something and came after `position`, which moves on. Without a position,
  /// none: what lies before the start is nobody's news. A failure leaves it for the next time.
  func read(_ position: inout FeedPosition?, now: Date) async -> [OwnPost] {
    if let position, now < position.dueAt { return [] }
    var parameters: Parameters = ["exclude_reblogs": "true"]
    parameters.add("min_id", position?.newest)
    let path = "/api/v1/accounts/\(Parameters.percentEncoded(me))/statuses"
    let answer: RemotePage<RemoteStatus>?
    do {
      answer = try await api.page(of: RemoteStatus.self, path, parameters, limit: Self.pageSize)
    } catch {
      answer = nil
    }
    guard let page = answer else {
      // A server that does not show our own posts is asked again before each reply all the same.
      position?.dueAt = now + .minutes(1)
      return []
    }
    let isFirst = position == nil
    // The oldest come last: to go on behind a page that broke off would lose what was cut off.
    let newest = page.isWhole || isFirst ? page.firstID : nil
    position = FeedPosition(
      newest: newest ?? position?.newest ?? MentionCursor.floor, since: nil, dueAt: now + every,
      rereadAt: now)
    if isFirst { return [] }
    return page.items.compactMap { status in
      guard let id = status.id, let parent = status.inReplyTo else { return nil }
      return OwnPost(remote: id, inReplyTo: parent, at: status.createdAt ?? now)
    }
  }
}
