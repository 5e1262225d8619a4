public import PluginKit

/// A connector that is a program. What happens to a post that was under way when the program broke
/// is unknown, so it is read back and never blindly repeated (P3).
public struct ExternalConnector: Connector {
  public let hosted: HostedPlugin
  private let id: String
  private let platform: String
  public let traits: ConnectorTraits

  /// - Parameter id: of the connector, in the config.
  public init?(_ launch: PluginLaunch, id: String) {
    guard let declared = launch.manifest.connector else { return nil }
    self.id = id
    hosted = HostedPlugin(launch)
    platform = declared.platform ?? launch.manifest.name
    traits = declared.traits
  }

  public func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch {
    let result = try await ask("poll", ["cursor": .optional(cursor?.text)])
    let page: WirePage = try read(result)
    return Batch(
      messages: page.messages.map { $0.message(connector: id, platform: platform) },
      deleted: page.deleted, cursor: page.cursor.map(Cursor.init), hasMore: page.hasMore,
      isLast: page.isLast, ownPosts: page.answers.map(\.post),
      warnings: page.warnings.map(\.shown))
  }

  public func post(_ reply: Reply) async throws(DeliveryFailure) -> Receipt {
    if reply.visibility < reply.parent.visibility {
      throw .rejected("the reply is wider than what it answers")
    }
    let length = traits.length(reply.text)
    guard length <= traits.maxLength else {
      throw .rejected("the reply has \(length) characters, \(traits.maxLength) are allowed")
    }
    let result: JSONNode
    do {
      result = try await hosted.pool.call("post", JSONValue.reply(reply).bytes).get()
    } catch {
      throw Self.delivery(error)
    }
    do { return try result.read(WirePosted.self).receipt.receipt } catch {
      throw .unknown("the plugin's receipt: \(error)")
    }
  }

  public func receipt(for reply: Reply) async throws(PollFailure) -> ReadBack {
    let said: WireReadBack = try read(try await ask("receipt", .reply(reply)))
    guard let readBack = said.readBack else {
      throw .malformed("the plugin must say one of found, absent and inconclusive")
    }
    return readBack
  }

  public func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState] {
    if messages.isEmpty { return [] }
    let asked = JSONValue.array(messages.map { .wire($0) })
    let said: WireStates = try read(try await ask("state", ["messages": asked]))
    guard said.states.count == messages.count else {
      throw .malformed("\(said.states.count) states of \(messages.count) messages")
    }
    let states = said.states.map(state)
    for case (let message, .edited(let now)) in zip(messages, states) where now.id != message.id {
      throw .malformed("the state of \(message.id.remote) names another message")
    }
    return states
  }

  private func state(_ said: WireState) -> RemoteState {
    switch said.kind {
    case .there: .there
    case .edited:
      said.message.map { .edited($0.message(connector: id, platform: platform)) }
        ?? .unclear("it was edited, nobody knows how")
    case .deleted: .deleted
    case .answered:
      said.posts.isEmpty
        ? .unclear("answered by no post") : .answered(said.posts.map(\.receipt))
    case .unclear: .unclear(said.why ?? "")
    case .later: .later(said.why ?? "")
    }
  }
}

extension ExternalConnector {
  private func ask(_ method: String, _ params: JSONValue) async throws(PollFailure) -> JSONNode {
    do {
      return try await hosted.pool.call(method, params.bytes).get()
    } catch {
      switch error.kind {
      case "unauthorised": throw .unauthorised(error.description)
      case "malformed": throw .malformed(error.description)
      default: throw .retry(after: error.after, error.description)
      }
    }
  }

  private func read<Value: Settings>(_ result: JSONNode) throws(PollFailure) -> Value {
    do { return try result.read(Value.self) } catch {
      throw .malformed("the plugin's answer: \(error)")
    }
  }

  private static func delivery(_ failure: CallFailure) -> DeliveryFailure {
    switch (failure, failure.kind) {
    case (.unsent(let why), _): .retry(after: nil, why)
    case (_, "retry"): .retry(after: failure.after, failure.description)
    case (_, "rejected"): .rejected(failure.description)
    default: .unknown(failure.description)
    }
  }
}
