import PluginKit

/// What came of one post.
enum PostOutcome: Sendable {
  case receipt(Receipt)
  case failed(DeliveryFailure)

  var receipt: Receipt? {
    if case .receipt(let receipt) = self { receipt } else { nil }
  }

  var failure: DeliveryFailure? {
    if case .failed(let failure) = self { failure } else { nil }
  }
}

extension CaseRun {
  mutating func post(_ reply: Reply, by connector: any Connector) async -> PostOutcome {
    do {
      return .receipt(try await connector.post(reply))
    } catch {
      hear("\(error)")
      return .failed(error)
    }
  }

  /// Does what the dispatcher does with a post that failed, and sees that the reply is out once.
  mutating func settle(_ reply: Reply, after failure: DeliveryFailure) async throws {
    let connector = try await connect()
    switch failure {
    case .rejected(let why): note("a reply that nothing is wrong with is rejected: \(why)")
    case .retry(let wait, _):
      try await driver.pass(wait ?? .seconds(1))
      try await expectPost(reply, by: connector)
    case .unknown:
      guard connector.traits.idempotency != .none else { break }
      try await driver.pass(connector.traits.surfacesWithin)
      switch try await connector.receipt(for: reply) {
      case .found(let receipt): check(!receipt.remote.isEmpty, "a receipt names no post")
      case .absent: try await expectPost(reply, by: connector)
      case .inconclusive(let why): note("whether a post is out cannot be told: \(why)")
      }
    }
    let count = try await count(of: reply.text)
    let mayBeLost = connector.traits.idempotency == .none
    check(
      count == 1 || (mayBeLost && count == 0), "\(Self.shown(reply.text)) is out \(count) times")
  }

  private mutating func expectPost(_ reply: Reply, by connector: any Connector) async throws {
    if let failure = await post(reply, by: connector).failure {
      note("a second attempt fails, too: \(failure)")
    }
  }
}
