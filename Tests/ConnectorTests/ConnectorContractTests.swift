import PluginKit
import PluginTesting
import Testing

/// The suite has to notice what it is there to notice.
@Suite struct ConnectorContractTests {
  enum Flaw: String, CaseIterable, Sendable {
    case losesAMessage, changesText, forgetsKeys, findsNothing, tellsNoChanges, turnsStatesRound
    case neverEnds, acceptsAll
  }

  /// A good connector with one flaw.
  struct Flawed: Connector {
    let inner: any Connector
    let flaw: Flaw

    var traits: ConnectorTraits { inner.traits }

    func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch {
      var batch = try await inner.poll(after: cursor)
      if flaw == .losesAMessage { batch.messages.removeAll { $0.id.remote == "m100" } }
      if flaw == .changesText { for i in batch.messages.indices { batch.messages[i].text += "!" } }
      if flaw == .neverEnds { batch.hasMore = true }
      return batch
    }

    func post(_ reply: Reply) async throws(DeliveryFailure) -> Receipt {
      var reply = reply
      if flaw == .forgetsKeys {
        reply.key += String(UInt64.random(in: 0 ... .max))
      }
      if flaw == .acceptsAll {
        reply.visibility = .direct
        reply.text = String(reply.text.prefix(100))
      }
      return try await inner.post(reply)
    }

    func receipt(for reply: Reply) async throws(PollFailure) -> ReadBack {
      flaw == .findsNothing ? .absent : try await inner.receipt(for: reply)
    }

    func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState] {
      if flaw == .tellsNoChanges { return messages.map { _ in .there } }
      let states = try await inner.states(of: messages)
      return flaw == .turnsStatesRound ? states.reversed() : states
    }
  }

  struct FlawedDriver: ConnectorDriver {
    let inner: ReplayContractDriver
    let flaw: Flaw

    func makeConnector() async throws -> any Connector {
      Flawed(inner: try await inner.makeConnector(), flaw: flaw)
    }
    func publish(_ texts: [String]) async throws -> [String] { await inner.publish(texts) }
    func edit(_ remote: String, to text: String) async throws {
      await inner.edit(remote, to: text)
    }
    func delete(_ remote: String) async throws { await inner.delete(remote) }
    func posts() async throws -> [String] { try await inner.posts() }
  }

  @Test(arguments: Flaw.allCases)
  func eachFlawIsFound(flaw: Flaw) async throws {
    let driver = FlawedDriver(inner: try ReplayContractDriver(), flaw: flaw)
    #expect(await ConnectorContract(driver).violations() != [])
  }
}
