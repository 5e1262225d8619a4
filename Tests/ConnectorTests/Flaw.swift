import PluginKit
import Synchronization

/// One thing that a connector does wrong, and the cases that have to notice it.
struct Flaw: Sendable, CustomStringConvertible {
  typealias Poll = @Sendable (any Connector, Cursor?) async throws(PollFailure) -> Batch
  typealias Post = @Sendable (any Connector, Reply) async throws(DeliveryFailure) -> Receipt
  typealias ReadingBack = @Sendable (any Connector, Reply) async throws(PollFailure) -> ReadBack
  typealias States = @Sendable (any Connector, [Message]) async throws(PollFailure) -> [RemoteState]

  let description: String
  /// Parts of the cases' names.
  let noticedBy: [String]
  var traits: @Sendable (ConnectorTraits) -> ConnectorTraits = { $0 }
  var poll: Poll = { inner, cursor throws(PollFailure) in try await inner.poll(after: cursor) }
  var post: Post = { inner, reply throws(DeliveryFailure) in try await inner.post(reply) }
  var receipt: ReadingBack = { inner, reply throws(PollFailure) in
    try await inner.receipt(for: reply)
  }
  var states: States = { inner, messages throws(PollFailure) in
    try await inner.states(of: messages)
  }

  init(_ description: String, noticedBy: String..., change: (inout Flaw) -> Void) {
    self.description = description
    self.noticedBy = noticedBy
    change(&self)
  }
}

/// A good connector with one flaw.
struct FlawedConnector: Connector {
  let inner: any Connector
  let flaw: Flaw

  var traits: ConnectorTraits { flaw.traits(inner.traits) }

  func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch {
    try await flaw.poll(inner, cursor)
  }

  func post(_ reply: Reply) async throws(DeliveryFailure) -> Receipt {
    try await flaw.post(inner, reply)
  }

  func receipt(for reply: Reply) async throws(PollFailure) -> ReadBack {
    try await flaw.receipt(inner, reply)
  }

  func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState] {
    try await flaw.states(inner, messages)
  }
}

extension Flaw {
  /// The messages of a page, changed.
  mutating func messages(_ change: @escaping @Sendable (inout [Message], Cursor?) -> Void) {
    poll = { inner, cursor throws(PollFailure) in
      var batch = try await inner.poll(after: cursor)
      change(&batch.messages, cursor)
      return batch
    }
  }

  /// What a failed post is called.
  mutating func failure(_ change: @escaping @Sendable (DeliveryFailure) -> DeliveryFailure) {
    post = { inner, reply throws(DeliveryFailure) in
      do throws(DeliveryFailure) {
        return try await inner.post(reply)
      } catch {
        throw change(error)
      }
    }
  }

  /// What a failed poll is called.
  mutating func failure(_ change: @escaping @Sendable (PollFailure) -> PollFailure) {
    poll = { inner, cursor throws(PollFailure) in
      do throws(PollFailure) {
        return try await inner.poll(after: cursor)
      } catch {
        throw change(error)
      }
    }
  }

  /// A failed poll gives an empty page and moves on.
  mutating func swallowFailures() {
    poll = { inner, cursor throws(PollFailure) in
      do throws(PollFailure) {
        return try await inner.poll(after: cursor)
      } catch {
        return Batch(messages: [], cursor: cursor)
      }
    }
  }

  mutating func reply(_ change: @escaping @Sendable (inout Reply) -> Void) {
    post = { inner, reply throws(DeliveryFailure) in
      var reply = reply
      change(&reply)
      return try await inner.post(reply)
    }
  }
}
