import ConnectorKit
import Foundation
import PluginKit
import Synchronization
import Transport

/// Polls mentions, hashtags, keywords and private threads, and posts replies, for one Mastodon
/// account.
final class MastodonConnector: Connector {
  static let pageLimit = 80
  private static let path = "/api/v1/notifications"
  /// How often the account's notification policy is looked at.
  private static let policyEvery = Duration.hours(1)

  let id: String
  let api: MastodonAPI
  let time: any Time
  let settings: MastodonSettings
  let known = Mutex(Known())

  /// What a restart may forget.
  struct Known {
    var identity: Identity?
    /// Positions asked for since the last page that ended a run: a server that repeats its pages
    /// must not keep us asking at full speed.
    var run: Set<String> = []
    var hasNoBatches = false
    var policyCheckedAt: Date?
    var watched = Watchlist()
    /// Feeds that failed rest.
    var feedClosedUntil: [String: Date] = [:]
    /// Pages of a feed read without a pause.
    var pagesInRow: [String: Int] = [:]
  }

  init(_ settings: MastodonSettings, id: String, api: MastodonAPI, time: any Time) {
    self.settings = settings
    self.id = id
    self.api = api
    self.time = time
  }

  /// Until the server was asked, Mastodon's own limits. `length` counts a text alone; the room for
  /// the mention that `post` adds is taken off `maxLength`.
  var traits: ConnectorTraits {
    let identity = known.withLock { $0.identity }
    let limits = identity?.limits ?? .standard
    return ConnectorTraits(
      maxLength: max(1, limits.maxCharacters - ReplyForm.reserve),
      idempotency: identity?.ignoresKeys == true ? .readBack : .expiringKey(.hours(1)),
      surfacesWithin: settings.surfacesWithin, maxInFlight: settings.maxInFlight,
      postingBudget: settings.postingBudget
    ) { StatusLength.count($0, perURL: limits.charactersPerURL) }
  }

  var rateBudget: RateBudget? { api.rateBudget }

  func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch {
    let identity = try await identity()
    await checkPolicy()
    var batch = Batch(messages: [], cursor: nil)
    var position: PollCursor
    if let cursor {
      position = try PollCursor(cursor, server: api.root)
      try await readMentions(&position, into: &batch, identity)
    } else {
      position = try await firstPosition()
      batch.hasMore = settings.startFrom == .oldest
    }
    if cursor != nil, !batch.hasMore {
      await listen(&position, into: &batch, identity)
      if !batch.hasMore { await watch(&batch) }
      batch.ownPosts = await OwnPosts(
        api: api, me: identity.id, listenEvery: settings.listenEvery
      ).read(&position.listened[OwnPosts.name], now: time.now)
    }
    known.withLock { $0.watched.add(batch.messages, at: time.now) }
    let next = try position.encoded()
    batch.cursor = next == cursor ? nil : next
    batch.warnings = api.warnings.take()
    return batch
  }

  func post(_ reply: Reply) async throws(DeliveryFailure) -> Receipt {
    let limits: Identity.Limits
    do {
      limits = try await identity().limits
    } catch {
      switch error {
      case .retry(let after, let why): throw .retry(after: after, why)
      case .unauthorised(let why): throw .retry(after: MastodonAPI.unauthorisedWait, why)
      case .malformed: throw .retry(after: .minutes(1), "\(error)")
      }
    }
    let form: ReplyForm
    do {
      form = try ReplyForm(reply, limits: limits)
    } catch {
      throw .rejected(error.reason)
    }
    return try await api.publish(form, key: reply.key)
  }

  func receipt(for reply: Reply) async throws(PollFailure) -> ReadBack {
    try await ReadBackSearch(reply, me: identity().id, api: api, now: time.now).result()
  }

  func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState] {
    guard !messages.isEmpty else { return [] }
    let identity = try await identity()
    var states = try await changes(of: messages, identity)
    let unchanged = states.indices.filter { states[$0] == .there }
    let answers = try await NativeAnswers(api: api, me: identity.id)
      .results(for: unchanged.map { messages[$0] })
    for (index, answer) in zip(unchanged, answers) {
      switch answer {
      case .posts(let posts): if !posts.isEmpty { states[index] = .answered(posts) }
      case .unclear(let why): states[index] = .unclear(why)
      case .later(let why): states[index] = .later(why)
      }
    }
    return states
  }
}

extension MastodonConnector {
  /// There, edited, deleted or unclear: without a look at who answered.
  func changes(
    of messages: [Message], _ identity: Identity
  ) async throws(PollFailure) -> [RemoteState] {
    let lookup = StatusLookup(api: api, usesBatches: known.withLock { !$0.hasNoBatches })
    let found = try await lookup.statuses(messages.map(\.id.remote))
    if found.serverHasNoBatches { known.withLock { $0.hasNoBatches = true } }
    return messages.map { message in
      guard let status = found.byID[message.id.remote] else {
        return found.unreadable.contains(message.id.remote)
          ? .unclear("the server's answer cannot be read") : .deleted
      }
      guard let now = status.message(connector: id, identity: identity, seenAt: time.now) else {
        return .unclear("the server shows no content")
      }
      return now.text == message.text && Self.same(now.editedAt, message.editedAt)
        ? .there : .edited(now)
    }
  }

  private func identity() async throws(PollFailure) -> Identity {
    if let identity = known.withLock({ $0.identity }) { return identity }
    let account = try await api.get(
      RemoteAccount.self, "/api/v1/accounts/verify_credentials")
    guard let id = account.id, let name = account.username ?? account.acct else {
      throw .malformed("the server does not say whose token this is")
    }
    let instance = try await api.getIfThere(RemoteInstance.self, "/api/v2/instance")
    let standard = Identity.Limits.standard
    let identity = Identity(
      id: id, username: name, domain: instance?.domain,
      limits: .init(
        maxCharacters: instance?.maxCharacters ?? standard.maxCharacters,
        charactersPerURL: min(
          max(instance?.charactersPerURL ?? standard.charactersPerURL, 1), 1000)),
      ignoresKeys: instance?.isGoToSocial ?? false)
    known.withLock { $0.identity = identity }
    return identity
  }

  /// A server without policies, or one that does not answer now, is no reason not to poll.
  private func checkPolicy() async {
    let now = time.now
    let isDue = known.withLock { known in
      if let last = known.policyCheckedAt,
        abs(now.timeIntervalSince(last)) < Self.policyEvery.seconds
      {
        return false
      }
      known.policyCheckedAt = now
      return true
    }
    guard isDue else { return }
    let reading: MastodonAPI.Reading<RemotePolicy>
    do {
      reading = try await api.read(RemotePolicy.self, "/api/v2/notifications/policy")
    } catch {
      return
    }
    guard case .there(let policy) = reading, !policy.dropped.isEmpty else { return }
    api.warnings.add(
      "the account's notification policy drops mentions by "
        + policy.dropped.joined(separator: ", ") + ": nobody will ever see them; set it to "
        + "\"accept\" or \"filter\" in the account's preferences under Notifications")
  }

  /// Only fixes where to begin.
  private func firstPosition() async throws(PollFailure) -> PollCursor {
    let newest: String? =
      switch settings.startFrom {
      case .now: try await notifications(after: nil, limit: 1).firstID
      case .oldest: nil
      }
    return PollCursor(
      mentions: MentionCursor(newest: newest ?? MentionCursor.floor, now: time.now),
      server: api.root)
  }

  private func readMentions(
    _ position: inout PollCursor, into batch: inout Batch, _ identity: Identity
  ) async throws(PollFailure) {
    var mentions = position.mentions
    mentions.beginSweep(now: time.now, every: settings.sweepEvery)
    let asked = mentions.position
    let page = try await notifications(after: asked, limit: Self.pageLimit)
    batch.messages = messages(in: page, identity)
    guard page.isWhole else {
      // The oldest come last: to go on would lose what was cut off.
      api.askForLess()
      guard !batch.messages.isEmpty else { throw .malformed("a page of \(Self.path) broke off") }
      return api.warnings.add(
        "a page of \(Self.path) broke off; what could be read of it was taken in, and it is asked "
          + "for again with fewer entries")
    }
    guard page.firstID != nil || page.entries.isEmpty else {
      let what = "no notification of a page of \(page.entries.count) has an id"
      guard !batch.messages.isEmpty else { throw .malformed(what) }
      return api.warnings.add("\(what); it was taken in and will be read again")
    }
    mentions.advance(to: page.firstID)
    batch.hasMore = !page.entries.isEmpty && isNew(mentions.position, after: asked)
    mentions.noteMore(batch.hasMore)
    position.mentions = mentions
  }

  /// The page immediately newer than `position`, or the newest one. Filtered ones too: a server's
  /// policy against strangers must not cost a customer the answer.
  private func notifications(
    after position: String?, limit: Int
  ) async throws(PollFailure) -> RemotePage<RemoteNotification> {
    var parameters: Parameters = ["types[]": "mention", "include_filtered": "true"]
    parameters.add("min_id", position)
    guard
      let page = try await api.page(
        of: RemoteNotification.self, Self.path, parameters, limit: limit)
    else { throw .malformed("there is no \(Self.path): is \"server\" a Mastodon server?") }
    return page
  }

  /// Oldest first, without our own posts (P7) and what was deleted meanwhile. What cannot be read
  /// is named in a warning and passed over: it must not hold up all that come after it.
  private func messages(
    in page: RemotePage<RemoteNotification>, _ identity: Identity
  ) -> [Message] {
    page.entries.reversed().compactMap { entry in
      guard let item = entry.item else {
        skip("notification", entry.id)
        return nil
      }
      guard item.isMention, item.status?.account?.id != identity.id else { return nil }
      let seenAt = item.createdAt ?? time.now
      let message = item.status?.message(connector: id, identity: identity, seenAt: seenAt)
      if message == nil { skip("notification", entry.id) }
      return message
    }
  }

  func skip(_ what: String, _ id: String?) {
    api.warnings.add(
      "\(what) \(Self.shown(id)) cannot be read (no status id or no content) and was skipped; "
        + "look at it on \(api.root)", once: id.map { "\(what) \($0)" })
  }

  /// Whether `position` was not yet asked for in this run of pages.
  private func isNew(_ position: String, after asked: String) -> Bool {
    known.withLock { known in
      if known.run.count >= Self.runLimit { known.run.removeAll() }
      known.run.insert(asked)
      if !known.run.contains(position) { return true }
      known.run.removeAll()
      return false
    }
  }

  /// Positions of one run of pages; beyond it a loop is noticed one round later.
  private static let runLimit = 10_000

  /// Stores keep times to the millisecond at worst.
  private static func same(_ a: Date?, _ b: Date?) -> Bool {
    guard let a, let b else { return a == b }
    return abs(a.timeIntervalSince(b)) < 0.002
  }

  static func shown(_ id: String?) -> String {
    id.map { JSONValue.string(String($0.prefix(40))).text() } ?? "without id"
  }
}
