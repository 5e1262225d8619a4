public import Engine
import Foundation
public import PluginKit
import Synchronization

/// Tells the open pages that something changed, and who looks at which conversation. It carries no
/// words of customers: a page that hears of a change asks for it.
public final class LiveHub: Sendable {
  /// Streams at once, in all and of one user.
  static let streamLimit = 400
  static let streamsOfOne = 12
  /// Changes are told together, at most so often.
  static let pause: Duration = .milliseconds(500)
  /// Whoever looked without a stream counts as there for so long.
  static let glance: TimeInterval = 60
  private static let glanceLimit = 1000

  enum Event: Sendable, Hashable {
    case changed
    /// Who looks at a conversation has changed.
    case presence(Int64)
  }

  private struct Stream: Sendable {
    var name: String
    var conversation: Int64?
    var continuation: AsyncStream<Event>.Continuation
  }
  private struct Glance: Hashable {
    var name: String
    var conversation: Int64
  }
  private struct State: Sendable {
    var next = 0
    var streams: [Int: Stream] = [:]
    var glances: [Glance: Date] = [:]
    /// A change waits to be told.
    var isWaiting = false
  }

  private let state = Mutex(State())
  private let time: any Time

  public init(time: any Time) { self.time = time }

  /// nil where too many are open.
  func open(name: String, conversation: Int64?) -> (id: Int, events: AsyncStream<Event>)? {
    let (events, continuation) = AsyncStream.makeStream(
      of: Event.self, bufferingPolicy: .bufferingNewest(8))
    let id: Int? = state.withLock { state in
      guard state.streams.count < Self.streamLimit,
        state.streams.values.count(where: { $0.name == name }) < Self.streamsOfOne
      else { return nil }
      state.next += 1
      state.streams[state.next] = Stream(
        name: name, conversation: conversation, continuation: continuation)
      return state.next
    }
    guard let id else { return nil }
    if let conversation { tell(.presence(conversation)) { $0 == conversation || $0 == nil } }
    return (id, events)
  }

  func close(_ id: Int) {
    let closed = state.withLock { $0.streams.removeValue(forKey: id) }
    closed?.continuation.finish()
    if let conversation = closed?.conversation {
      tell(.presence(conversation)) { $0 == conversation || $0 == nil }
    }
  }

  /// All streams end: the daemon stops.
  func closeAll() {
    for stream in state.withLock({ Array($0.streams.values) }) { stream.continuation.finish() }
  }

  /// Something that pages show is different now.
  public func changed() {
    let isFirst = state.withLock { state in
      guard !state.isWaiting, !state.streams.isEmpty else { return false }
      state.isWaiting = true
      return true
    }
    guard isFirst else { return }
    Task { [self] in
      do { try await time.sleep(for: Self.pause) } catch {
        // The daemon ends: told at once, then.
      }
      state.withLock { $0.isWaiting = false }
      tell(.changed) { _ in true }
    }
  }

  /// A page without a stream was looked at.
  func looked(_ name: String, at conversation: Int64) {
    let now = time.now
    state.withLock { state in
      if state.glances.count >= Self.glanceLimit {
        state.glances = state.glances.filter { now.timeIntervalSince($0.value) < Self.glance }
      }
      guard state.glances.count < Self.glanceLimit else { return }
      state.glances[Glance(name: name, conversation: conversation)] = now
    }
    tell(.presence(conversation)) { $0 == conversation || $0 == nil }
  }

  /// Who looks at these conversations now, but for one; in the order of the names.
  func presence(without name: String) -> [Int64: [String]] {
    let now = time.now
    return state.withLock { state in
      var names: [Int64: Set<String>] = [:]
      for stream in state.streams.values {
        if let conversation = stream.conversation {
          names[conversation, default: []].insert(stream.name)
        }
      }
      for (glance, at) in state.glances where now.timeIntervalSince(at) < Self.glance {
        names[glance.conversation, default: []].insert(glance.name)
      }
      return names.compactMapValues { names in
        let others = names.subtracting([name])
        return others.isEmpty ? nil : others.sorted()
      }
    }
  }

  private func tell(_ event: Event, _ concerns: (Int64?) -> Bool) {
    let streams = state.withLock { $0.streams.values.filter { concerns($0.conversation) } }
    for stream in streams { stream.continuation.yield(event) }
  }
}

/// What the engine does is a change, too.
extension LiveHub: EngineObserver {
  public func observe(_ event: EngineEvent) {
    switch event {
    case .polled, .attempted, .received: return
    default: changed()
    }
  }
}
