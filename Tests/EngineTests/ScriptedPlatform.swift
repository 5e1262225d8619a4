import Foundation
import PluginKit
import PluginTesting
import Synchronization

/// A platform of the tests' own, with its connector: it keeps what customers wrote and what we
/// posted, and fails as its script says. It stands for the other side, not for a part of ours.
final class ScriptedPlatform: Connector {
  /// What happens to the next post.
  enum Fate: Sendable {
    case takes
    case retry(after: Duration?)
    case rejects
    /// It is out, but the answer is lost.
    case takesAndIsCut
    /// It is not out, and nobody can tell.
    case isCutBefore
  }

  struct Post: Sendable {
    var reply: Reply
    var startedAt: Date
    var isVisible: Bool
  }

  private enum Change {
    case wrote(Message)
    case deleted(String)
  }
  private struct State {
    var changes: [Change] = []
    var visible: [String: Message] = [:]
    var posts: [Post] = []
    /// What persons at our account answered, by message.
    var native: [String: [String]] = [:]
    var fates: [Fate] = []
    var pollFailures: [PollFailure] = []
    var readBacks: [ReadBack] = []
    var polls: [Cursor?] = []
    var pollsUnderWay = 0
    var asked = 0
    var inFlight: [String: Int] = [:]
    var mostInFlight: [String: Int] = [:]
  }

  static let pageSize = 40

  let traits: ConnectorTraits
  private let time: any Time
  private let postTakes: Duration
  /// How long a poll waits for news.
  private let pollWaits: Duration
  private let state = Mutex(State())

  init(
    time: any Time, postTakes: Duration = .zero, pollWaits: Duration = .zero,
    traits: ConnectorTraits = .make(idempotency: .readBack)
  ) {
    self.time = time
    self.postTakes = postTakes
    self.pollWaits = pollWaits
    self.traits = traits
  }

  // MARK: The customers' side

  func write(_ messages: Message...) {
    state.withLock { state in
      for message in messages {
        state.changes.append(.wrote(message))
        state.visible[message.id.remote] = message
      }
    }
  }

  /// - Parameter isPolled: whether polls show it; otherwise only `states` does.
  func edit(_ message: Message, isPolled: Bool = true) {
    state.withLock { state in
      if isPolled { state.changes.append(.wrote(message)) }
      state.visible[message.id.remote] = message
    }
  }

  func delete(_ remote: String, isPolled: Bool = true) {
    state.withLock { state in
      if isPolled { state.changes.append(.deleted(remote)) }
      state.visible[remote] = nil
    }
  }

  /// A person at the brand's account answers on the platform.
  func answerNatively(_ remote: String, as post: String = "native-1") {
    state.withLock { $0.native[remote, default: []].append(post) }
  }

  // MARK: The script

  func nextPosts(_ fates: Fate...) { state.withLock { $0.fates += fates } }
  func nextPolls(_ failures: PollFailure...) { state.withLock { $0.pollFailures += failures } }
  func nextReadBacks(_ answers: ReadBack...) { state.withLock { $0.readBacks += answers } }

  // MARK: The record

  /// All attempts that reached us.
  var attempts: [Post] { state.withLock { $0.posts } }
  /// What customers see of ours.
  var posts: [Reply] { attempts.filter(\.isVisible).map(\.reply) }
  var texts: [String] { posts.map(\.text) }
  var polls: [Cursor?] { state.withLock { $0.polls } }
  var timesAsked: Int { state.withLock { $0.asked } }
  /// The most posts that were in flight at once in any one conversation.
  var mostInOneConversation: Int { state.withLock { $0.mostInFlight.values.max() ?? 0 } }
}

extension ScriptedPlatform {
  var pollsUnderWay: Int { state.withLock { $0.pollsUnderWay } }
  var pollCount: Int { state.withLock { $0.polls.count } }

  private func waitForNews(after start: Int) async throws(PollFailure) {
    let end = time.now + pollWaits
    state.withLock { $0.pollsUnderWay += 1 }
    defer { state.withLock { $0.pollsUnderWay -= 1 } }
    while time.now < end, state.withLock({ $0.changes.count }) <= start {
      do { try await time.sleep(for: .seconds(1)) } catch {
        throw .retry(after: nil, "the poll was ended")
      }
    }
  }

  func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch {
    let start = cursor.flatMap { Int($0.text) } ?? 0
    try await waitForNews(after: start)
    let (failure, changes, total) = state.withLock { state in
      state.polls.append(cursor)
      let failure = state.pollFailures.isEmpty ? nil : state.pollFailures.removeFirst()
      return (
        failure, Array(state.changes.dropFirst(start).prefix(Self.pageSize)), state.changes.count
      )
    }
    if let failure { throw failure }
    var batch = Batch(messages: [], cursor: Cursor("\(start + changes.count)"))
    for change in changes {
      switch change {
      case .wrote(let message): batch.messages.append(message)
      case .deleted(let remote): batch.deleted.append(remote)
      }
    }
    batch.hasMore = start + changes.count < total
    return batch
  }

  func post(_ reply: Reply) async throws(DeliveryFailure) -> Receipt {
    let conversation = reply.parent.conversation ?? reply.parent.id.remote
    let fate = state.withLock { state in
      let fate = state.fates.isEmpty ? Fate.takes : state.fates.removeFirst()
      let isVisible =
        switch fate {
        case .takes, .takesAndIsCut: true
        case .retry, .rejects, .isCutBefore: false
        }
      state.posts.append(Post(reply: reply, startedAt: time.now, isVisible: isVisible))
      let count = state.inFlight[conversation, default: 0] + 1
      state.inFlight[conversation] = count
      state.mostInFlight[conversation] = max(count, state.mostInFlight[conversation] ?? 0)
      return fate
    }
    defer { state.withLock { $0.inFlight[conversation, default: 1] -= 1 } }
    do { try await time.sleep(for: postTakes) } catch { throw .unknown("cancelled") }
    switch fate {
    case .takes: return Receipt(remote: "ours-\(reply.key)")
    case .retry(let after): throw .retry(after: after, "busy")
    case .rejects: throw .rejected("the author blocks us")
    case .takesAndIsCut, .isCutBefore: throw .unknown("the answer was cut")
    }
  }

  func receipt(for reply: Reply) async throws(PollFailure) -> ReadBack {
    state.withLock { state in
      state.asked += 1
      if !state.readBacks.isEmpty { return state.readBacks.removeFirst() }
      let isOut = state.posts.contains { $0.isVisible && $0.reply.key == reply.key }
      return isOut ? .found(Receipt(remote: "ours-\(reply.key)")) : .absent
    }
  }

  func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState] {
    state.withLock { state in
      messages.map { message in
        guard let visible = state.visible[message.id.remote] else { return .deleted }
        guard visible.text == message.text else { return .edited(visible) }
        let remote = message.id.remote
        let ours = state.posts.filter { $0.isVisible && $0.reply.parent.id.remote == remote }
          .map { "ours-\($0.reply.key)" }
        let answers = ours + (state.native[remote] ?? [])
        return answers.isEmpty ? .there : .answered(answers.map { Receipt(remote: $0) })
      }
    }
  }
}
