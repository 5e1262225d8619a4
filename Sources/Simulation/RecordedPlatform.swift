import Foundation
public import PluginKit
import Synchronization

/// Past messages as a platform: each arrives at its own time on the virtual clock, and replies are
/// only counted. Posts beyond its budget are refused.
public final class RecordedPlatform: Connector {
  /// Messages handed over in one poll.
  static let pageSize = 80

  public let traits: ConnectorTraits
  private let messages: [Message]
  private let time: any Time
  private struct State {
    var posts = 0
    var count: PostingCount?
  }
  private let state: Mutex<State>
  private let onProgress: @Sendable (Int) -> Void

  /// - Parameters:
  ///   - messages: of one connector; sorted here by time, those of one instant in the given order.
  ///   - onProgress: called with the number of messages handed over.
  public init(
    _ messages: [Message], time: any Time, maxLength: Int = 500,
    budget: PostingBudget? = nil, onProgress: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.messages = messages.enumerated()
      .sorted { ($0.element.createdAt, $0.offset) < ($1.element.createdAt, $1.offset) }
      .map(\.element)
    self.time = time
    self.onProgress = onProgress
    traits = ConnectorTraits(
      maxLength: maxLength, idempotency: .naturalKey, surfacesWithin: .zero, isRecording: true,
      postingBudget: budget)
    state = Mutex(State(count: budget.map(PostingCount.init)))
  }

  /// Waits for the next message instead of polling in vain.
  public func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch {
    let start = cursor.flatMap { Int($0.text) } ?? 0
    guard start < messages.count else { return Batch(messages: [], cursor: cursor, isLast: true) }
    let wait = messages[start].createdAt.timeIntervalSince(time.now)
    if wait > 0 {
      do {
        try await time.sleep(for: .seconds(wait))
      } catch {
        throw .retry(after: nil, "the replay ends")
      }
    }
    let now = time.now
    let end = messages[start...].prefix(Self.pageSize).prefix { $0.createdAt <= now }.endIndex
    onProgress(end)
    return Batch(
      messages: Array(messages[start..<end]), cursor: Cursor("\(end)"), hasMore: true,
      isLast: end == messages.count)
  }

  public func post(_ reply: Reply) async throws(DeliveryFailure) -> Receipt {
    let now = time.now
    let (number, refusal) = state.withLock { state in
      if let refusal = state.count?.refuse(at: now) { return (0, Duration?.some(refusal)) }
      state.posts += 1
      return (state.posts, nil)
    }
    if let refusal { throw .retry(after: refusal, "the posting budget is spent") }
    return Receipt(remote: "replayed-\(number)")
  }

  public func receipt(for reply: Reply) async throws(PollFailure) -> ReadBack { .absent }

  public func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState] {
    messages.map { _ in .there }
  }
}
