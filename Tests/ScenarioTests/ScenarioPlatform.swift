import Engine
import Foundation
import PluginKit
import Simulation
import Synchronization

/// The platform as one life of the process sees it: every call is an exchange after which the
/// process may end without the answer.
struct ScenarioPlatform: Connector {
  static let pageSize = 20

  let life: Life
  private var world: World { life.world }
  private var settings: PlatformSettings { world.scenario.config.platform }

  var traits: ConnectorTraits { settings.traits }

  /// Waits for the next change instead of being asked in vain.
  func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch {
    let start = cursor.flatMap { Int($0.text) } ?? 0
    try await waitForChange(after: start)
    let failing = world.past.reduce(0) { $0 + $1.failingPolls }
    let fails = world.state.withLock { state in
      defer { if state.usedPolls < failing { state.usedPolls += 1 } }
      return state.usedPolls < failing
    }
    if fails {
      try await answered("poll")
      throw .retry(after: nil, "the platform is down")
    }
    let changes = world.changes(world.past)
    let page = changes.dropFirst(start).prefix(Self.pageSize)
    let end = start + page.count
    var batch = Batch(
      messages: [], cursor: Cursor("\(end)"), hasMore: end < changes.count,
      isLast: end == changes.count && world.nextChange() == nil)
    for change in page {
      switch change {
      case .wrote(let message): batch.messages.append(message)
      case .deleted(let id): batch.deleted.append(id)
      case .answered(let post): batch.ownPosts += ours + [post]
      }
    }
    try await answered("poll")
    return batch
  }

  private func waitForChange(after start: Int) async throws(PollFailure) {
    do {
      try life.enter()
      while world.changes(world.past).count <= start, let next = world.nextChange() {
        try await world.time.sleep(for: .seconds(next - world.elapsed))
        try life.enter()
      }
    } catch { throw .retry(after: nil, "cut off") }
  }

  func post(_ reply: Reply) async throws(DeliveryFailure) -> Receipt {
    do { try life.enter() } catch { throw .unknown("cut off") }
    let fate = nextFate()
    let remote =
      fate == .accepted || fate == .answerLost ? act(on: reply) : nil
    world.log("post \(reply.parent.id.remote) \(reply.kind): \(fate)")
    do {
      try await world.time.sleep(for: settings.postTakes)
      try await life.passed(.exchange, "post")
    } catch { throw .unknown("cut off") }
    switch fate {
    case .accepted: return Receipt(remote: remote ?? "")
    case .retry: throw .retry(after: nil, "busy")
    case .retryLater: throw .retry(after: .minutes(2), "too many requests")
    case .rejected: throw .rejected("the author blocks us")
    case .answerLost, .requestLost: throw .unknown("the answer was cut")
    }
  }

  func receipt(for reply: Reply) async throws(PollFailure) -> ReadBack {
    try alive()
    let vague = world.past.reduce(0) { $0 + $1.vagueReadBacks }
    let isVague = world.state.withLock { state in
      defer { if state.usedReadBacks < vague { state.usedReadBacks += 1 } }
      return state.usedReadBacks < vague
    }
    let latest = world.elapsed - settings.surfacesAfter.seconds + 1e-6
    let found = world.state.withLock { state in
      state.posts.first { $0.key == reply.key && $0.at <= latest }
    }
    world.log("read back \(reply.parent.id.remote): \(found == nil ? "absent" : "found")")
    try await answered("receipt")
    if isVague || settings.idempotency == .none { return .inconclusive("cannot be told") }
    return found.map { .found(Receipt(remote: $0.remote)) } ?? .absent
  }

  func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState] {
    try alive()
    let states = messages.map { message -> RemoteState in
      guard let visible = world.visible(message.id.remote) else { return .deleted }
      guard visible.editedAt == message.editedAt else { return .edited(visible) }
      let answers = world.answers(to: message.id.remote)
      return answers.isEmpty ? .there : .answered(answers.map { Receipt(remote: $0) })
    }
    try await answered("states")
    return states
  }
}

extension ScenarioPlatform {
  /// The account's list shows what we posted like what people did.
  private var ours: [OwnPost] {
    world.state.withLock { $0.posts }.map {
      OwnPost(
        remote: $0.remote, inReplyTo: $0.parent, at: world.scenario.config.start + .seconds($0.at))
    }
  }

  private func alive() throws(PollFailure) {
    do { try life.enter() } catch { throw .retry(after: nil, "cut off") }
  }

  private func answered(_ name: String) async throws(PollFailure) {
    do { try await life.passed(.exchange, name) } catch { throw .retry(after: nil, "cut off") }
  }

  private func nextFate() -> PostFate {
    let fates = world.past.flatMap(\.posts)
    return world.state.withLock { state in
      guard state.usedPosts < fates.count else { return .accepted }
      state.usedPosts += 1
      return fates[state.usedPosts - 1]
    }
  }

  /// Makes the post visible, unless the platform knows its key; returns the post's id.
  private func act(on reply: Reply) -> String {
    let now = world.elapsed
    let parts = reply.key.split(separator: "-").suffix(2).map(String.init)
    let cycle = parts.first ?? "?"
    let remote = "re-\(reply.parent.id.remote)-\(cycle)-\(reply.kind)"
    let parent = world.visible(reply.parent.id.remote) ?? reply.parent
    return world.state.withLock { state in
      let known = state.posts.last { $0.key == reply.key }
      switch settings.idempotency {
      case .naturalKey: if let known { return known.remote }
      case .expiringKey:
        if let known, now <= known.at + settings.keyLives.seconds { return known.remote }
      case .readBack, .none: break
      }
      state.posts.append(
        World.Post(
          order: state.next(), at: now, key: reply.key, parent: reply.parent.id.remote,
          cycle: cycle, kind: reply.kind, text: reply.text, visibility: reply.visibility,
          parentVisibility: parent.visibility, remote: remote))
      return remote
    }
  }
}

/// Tells the world's people, who remember.
struct ScenarioNotifier: Notifier {
  let id: String
  let life: Life

  func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    try await take { life.world.told(notification, by: id) }
  }

  func digest(_ digest: DigestNotification) async throws(NotifyFailure) {
    try await take { life.world.told(digest, by: id) }
  }

  private func take(_ record: () -> Void) async throws(NotifyFailure) {
    do { try life.enter() } catch { throw .retry(after: nil, "cut off") }
    let fates = life.world.past.flatMap(\.notifications)
    let fate = life.world.state.withLock { state -> NotifyFate in
      guard state.usedNotifications < fates.count else { return .accepted }
      state.usedNotifications += 1
      return fates[state.usedNotifications - 1]
    }
    if fate == .accepted || fate == .answerLost { record() }
    do { try await life.passed(.exchange, "notify") } catch {
      throw .retry(after: nil, "cut off")
    }
    switch fate {
    case .accepted: return
    case .retry, .answerLost: throw .retry(after: nil, "no answer")
    case .refused: throw .refused("no such room")
    }
  }
}
