import Foundation
import PluginKit
import Synchronization
import Transport

/// Polls mentions and posts replies for one Mastodon account.
final class MastodonConnector: Connector {
  static let pageLimit = 80
  /// Positions of one run of pages; beyond it a loop is noticed one round later.
  private static let runLimit = 10_000

  let id: String
  let api: MastodonAPI
  let time: any Time
  private let settings: MastodonSettings
  private let known = Mutex(Known())

  /// What a restart may forget.
  private struct Known {
    var identity: Identity?
    /// Positions asked for since the last page that ended a run: a server that repeats its pages
    /// must not keep us asking at full speed.
    var run: Set<String> = []
    var hasNoBatches = false
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
    let limits = known.withLock { $0.identity?.limits } ?? .standard
    return ConnectorTraits(
      maxLength: max(1, limits.maxCharacters - ReplyForm.reserve),
      idempotency: .expiringKey(.hours(1)), surfacesWithin: settings.surfacesWithin,
      maxInFlight: settings.maxInFlight
    ) { StatusLength.count($0, perURL: limits.charactersPerURL) }
  }

  var rateBudget: RateBudget? { api.rateBudget }

  func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch {
    let identity = try await identity()
    guard let cursor else { return try await firstBatch() }
    var position = try MentionCursor(cursor)
    position.beginSweep(now: time.now, every: settings.sweepEvery)
    let asked = position.position
    let page = try await notifications(after: asked, limit: Self.pageLimit)
    let messages = try messages(in: page, identity)
    let first = page.lazy.compactMap(\.id).first
    guard first != nil || page.isEmpty else {
      throw .malformed("no notification of a page of \(page.count) has an id")
    }
    position.advance(to: first)
    let hasMore = !page.isEmpty && isNew(position.position, after: asked)
    position.noteMore(hasMore)
    let next = try position.encoded()
    return Batch(messages: messages, cursor: next == cursor ? nil : next, hasMore: hasMore)
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
    let lookup = StatusLookup(api: api, usesBatches: known.withLock { !$0.hasNoBatches })
    let found = try await lookup.statuses(messages.map(\.id.remote))
    if found.serverHasNoBatches { known.withLock { $0.hasNoBatches = true } }
    return try messages.map { message throws(PollFailure) in
      guard let status = found.byID[message.id.remote] else { return .deleted }
      guard let now = status.message(connector: id, identity: identity, seenAt: time.now) else {
        throw .malformed("status \(Self.shown(status.id)) has no content")
      }
      return now.text == message.text && Self.same(now.editedAt, message.editedAt)
        ? .there : .edited(now)
    }
  }
}

extension MastodonConnector {
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
          max(instance?.charactersPerURL ?? standard.charactersPerURL, 1), 1000)))
    known.withLock { $0.identity = identity }
    return identity
  }

  /// Only fixes where to begin.
  private func firstBatch() async throws(PollFailure) -> Batch {
    let newest: String? =
      switch settings.startFrom {
      case .now: try await notifications(after: nil, limit: 1).lazy.compactMap(\.id).first
      case .oldest: nil
      }
    let start = MentionCursor(newest: newest ?? MentionCursor.floor, now: time.now)
    return Batch(
      messages: [], cursor: try start.encoded(), hasMore: settings.startFrom == .oldest)
  }

  /// The page immediately newer than `position`, or the newest one. Filtered ones too: a server's
  /// policy against strangers must not cost a customer the answer.
  private func notifications(
    after position: String?, limit: Int
  ) async throws(PollFailure) -> [RemoteNotification] {
    var parameters: Parameters = [
      "types[]": "mention", "include_filtered": "true", "limit": "\(limit)",
    ]
    parameters.add("min_id", position)
    return try await api.get([RemoteNotification].self, "/api/v1/notifications", parameters)
  }

  /// Oldest first, without our own posts (P7) and what was deleted meanwhile.
  private func messages(
    in page: [RemoteNotification], _ identity: Identity
  ) throws(PollFailure) -> [Message] {
    var messages: [Message] = []
    var unusable: [String?] = []
    for item in page.reversed() where item.isMention {
      guard item.status?.account?.id != identity.id else { continue }
      let seenAt = item.createdAt ?? time.now
      if let message = item.status?.message(connector: id, identity: identity, seenAt: seenAt) {
        messages.append(message)
      } else {
        unusable.append(item.id)
      }
    }
    // To go on would lose it, as the cursor moves past the page.
    if let bad = unusable.first {
      throw .malformed(
        "\(unusable.count) of \(page.count) mentions have no status id or content, among them "
          + "notification \(Self.shown(bad)); dismiss it on the server to go on")
    }
    return messages
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

  /// Stores keep times to the millisecond at worst.
  private static func same(_ a: Date?, _ b: Date?) -> Bool {
    guard let a, let b else { return a == b }
    return abs(a.timeIntervalSince(b)) < 0.002
  }

  private static func shown(_ id: String?) -> String {
    id.map { JSONValue.string(String($0.prefix(40))).text() } ?? "without id"
  }
}
