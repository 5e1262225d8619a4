import ConnectorKit
import Foundation
import PluginKit
import Synchronization
import Transport

/// What is listened to beside the mentions.
enum ListenedFeed: Sendable, Hashable {
  case conversations
  case hashtag(String)
  case keyword(String)

  /// Its key in the cursor.
  var name: String {
    switch self {
    case .conversations: "conversations"
    case .hashtag(let tag): "tag:\(tag)"
    case .keyword(let word): "search:\(word)"
    }
  }

  var title: String {
    switch self {
    case .conversations: "private threads"
    case .hashtag(let tag): "hashtag #\(tag)"
    case .keyword(let word): "keyword \(JSONValue.string(word).text())"
    }
  }
}

extension MastodonSettings {
  var feeds: [ListenedFeed] {
    (conversations ? [.conversations] : []) + hashtags.map { .hashtag($0) }
      + keywords.map { .keyword($0) }
  }
}

extension MastodonConnector {
  static let feedLimit = 40
  /// Pages of one feed without a pause, and threads of private conversations in one poll.
  private static let maxPagesInRow = 50
  private static let maxThreads = 10

  /// What one feed gave.
  struct Heard {
    var statuses: [RemoteStatus] = []
    var position: FeedPosition
  }

  /// Reads one feed that is due. What fails here is told of and put off: mentions go on.
  func listen(
    _ cursor: inout PollCursor, into batch: inout Batch, _ identity: Identity
  ) async {
    let feeds = settings.feeds
    let names = Set(feeds.map(\.name) + [OwnPosts.name])
    cursor.listened = cursor.listened.filter { names.contains($0.key) }
    let now = time.now
    guard let feed = feeds.first(where: { isDue($0, cursor, now) }) else { return }
    let old = cursor.listened[feed.name]
    do throws(PollFailure) {
      let heard = try await read(feed, from: old)
      batch.messages += messages(in: heard, identity)
      cursor.listened[feed.name] = heard.position
    } catch {
      var wait = settings.listenEvery
      if case .retry(let after?, _) = error { wait = max(wait, after) }
      known.withLock { [wait] in $0.feedClosedUntil[feed.name] = now + wait }
      let hour = Int(now.timeIntervalSince1970 / 3600)
      api.warnings.add("\(feed.title): \(error)", once: "\(hour) \(feed.name) \(error)")
    }
    batch.hasMore = feeds.contains { isDue($0, cursor, now) }
  }

  private func isDue(_ feed: ListenedFeed, _ cursor: PollCursor, _ now: Date) -> Bool {
    let closed = known.withLock { $0.feedClosedUntil[feed.name] }
    return [closed, cursor.listened[feed.name]?.dueAt].allSatisfy { date in
      guard let left = date?.timeIntervalSince(now) else { return true }
      // A clock that was set back must not put it off for long.
      return left <= 0 || left > max(settings.listenEvery, MastodonAPI.longestWait).seconds + 1
    }
  }

  /// Oldest first, without our own and what was written before we began.
  private func messages(in heard: Heard, _ identity: Identity) -> [Message] {
    var seen: Set<String> = []
    return heard.statuses.compactMap { status in
      guard status.account?.id != identity.id, !status.isBoost else { return nil }
      if let since = heard.position.since, let at = status.createdAt, at < since { return nil }
      guard
        let message = status.message(connector: id, identity: identity, seenAt: time.now)
      else {
        skip("status", status.id)
        return nil
      }
      return seen.insert(message.id.remote).inserted ? message : nil
    }
  }

  private func read(
    _ feed: ListenedFeed, from old: FeedPosition?
  ) async throws(PollFailure) -> Heard {
    switch feed {
    case .hashtag(let tag): try await hashtag(tag, from: old)
    case .keyword(let word): try await search(word, from: old)
    case .conversations: try await conversations(from: old)
    }
  }

  /// For what is not read forward: the newest there was at our start is not new.
  private static func isNew(_ status: RemoteStatus, _ position: FeedPosition) -> Bool {
    guard let since = position.since, let at = status.createdAt else { return true }
    return at > since
  }

  private func begun(_ newest: String?, with statuses: [RemoteStatus]) -> FeedPosition {
    let now = time.now
    return FeedPosition(
      newest: newest,
      since: settings.startFrom == .oldest ? nil : statuses.compactMap(\.createdAt).max() ?? now,
      dueAt: now + settings.listenEvery, rereadAt: now)
  }
}

extension MastodonConnector {
  /// Forward from the last position. A post that federates late gets an id below it, so the newest
  /// page is read again now and then; the inbox drops what it knows.
  private func hashtag(
    _ tag: String, from old: FeedPosition?
  ) async throws(PollFailure) -> Heard {
    guard var position = old else {
      if settings.startFrom == .oldest {
        var position = begun(MentionCursor.floor, with: [])
        position.dueAt = time.now
        return Heard(position: position)
      }
      let page = try await tagPage(tag, after: nil)
      return Heard(position: begun(page.firstID ?? MentionCursor.floor, with: page.items))
    }
    let now = time.now
    let asked = position.newest ?? MentionCursor.floor
    let page = try await tagPage(tag, after: asked)
    var heard = Heard(statuses: page.items.reversed(), position: position)
    let pages = known.withLock { known in
      known.pagesInRow["tag:\(tag)", default: 0] += 1
      return known.pagesInRow["tag:\(tag)", default: 0]
    }
    if page.isWhole { position.newest = page.firstID ?? asked }
    let isBehind =
      page.entries.count >= Self.feedLimit && position.newest != asked
      && pages < Self.maxPagesInRow
    position.dueAt = isBehind ? now : now + settings.listenEvery
    if !isBehind {
      known.withLock { $0.pagesInRow["tag:\(tag)"] = nil }
      if abs(now.timeIntervalSince(position.rereadAt)) >= settings.sweepEvery.seconds {
        let newest = try await tagPage(tag, after: nil).items.reversed()
        heard.statuses = newest.filter { Self.isNew($0, position) } + heard.statuses
        position.rereadAt = now
      }
    }
    heard.position = position
    return heard
  }

  /// A hashtag that nobody used yet is an empty one.
  private func tagPage(
    _ tag: String, after position: String?
  ) async throws(PollFailure) -> RemotePage<RemoteStatus> {
    var parameters: Parameters = [:]
    parameters.add("min_id", position)
    let page = try await api.page(
      of: RemoteStatus.self, "/api/v1/timelines/tag/\(Parameters.percentEncoded(tag))",
      parameters, limit: Self.feedLimit)
    for entry in page?.entries ?? [] where entry.item == nil { skip("status", entry.id) }
    return page ?? RemotePage(entries: [])
  }

  /// Best effort: results may be sorted by relevance, and servers search only what authors allow.
  private func search(
    _ word: String, from old: FeedPosition?
  ) async throws(PollFailure) -> Heard {
    let answer = try await api.get(
      RemoteSearch.self, "/api/v2/search",
      ["q": word, "type": "statuses", "limit": "\(Self.feedLimit)"])
    guard var position = old else {
      let position = begun(nil, with: answer.statuses)
      return Heard(statuses: position.since == nil ? answer.statuses : [], position: position)
    }
    position.dueAt = time.now + settings.listenEvery
    let found = answer.statuses.reversed().filter { Self.isNew($0, position) }
    return Heard(statuses: found, position: position)
  }

  /// The threads that changed since, each read as a whole: the list shows only the last status.
  private func conversations(from old: FeedPosition?) async throws(PollFailure) -> Heard {
    let page = try await api.page(
      of: RemoteConversation.self, "/api/v1/conversations", limit: Self.feedLimit)
    let all = page?.items ?? []
    for entry in page?.entries ?? [] where entry.item?.id == nil {
      skip("conversation", entry.id)
    }
    var position = old ?? begun(nil, with: all.compactMap(\.lastStatus))
    let isFirst = old == nil && position.since != nil
    var last: [String: String] = [:]
    var changed: [RemoteStatus] = []
    for conversation in all {
      guard let id = conversation.id, let status = conversation.lastStatus?.id else { continue }
      let known = position.last?[id]
      last[id] = status
      guard !isFirst, known != status, let newest = conversation.lastStatus else { continue }
      if changed.count < Self.maxThreads {
        changed.append(newest)
      } else {
        last[id] = known
      }
    }
    var heard = Heard(position: position)
    for status in changed.reversed() {
      heard.statuses += try await thread(of: status).filter { Self.isNew($0, position) }
    }
    position.last = last
    position.dueAt = time.now
    if changed.count < Self.maxThreads { position.dueAt = time.now + settings.listenEvery }
    heard.position = position
    return heard
  }

  /// Oldest first.
  private func thread(of status: RemoteStatus) async throws(PollFailure) -> [RemoteStatus] {
    guard let id = status.id else { return [] }
    let reading = try await api.read(
      RemoteThread.self, "/api/v1/statuses/\(Parameters.percentEncoded(id))/context")
    guard case .there(let thread) = reading else { return [status] }
    let above = thread.ancestors.suffix(Self.feedLimit)
    let below = thread.descendants.prefix(Self.feedLimit)
    return (above + [status] + below).filter { $0.visibility == .direct }
  }
}
