import EmailConnectorPlugin
import Foundation
import PluginKit
import PluginTesting
import Synchronization
import TestSupport
import Testing

/// Access tokens: from a provider on the loopback address to a server that checks them.
@Suite(.timeLimit(.minutes(2)))
struct EmailLoginTests {
  /// Answers each request for a token with the next of these.
  private func provider(_ answers: [(Int, JSONValue)]) throws -> RawServer {
    let left = Mutex(answers)
    return try RawServer { client in
      let (status, body) = left.withLock { left in
        left.count > 1 ? left.removeFirst() : left.first ?? (500, [:])
      }
      client.answer(Array(body.text().utf8), status: status)
    }
  }

  private func connector(_ provider: RawServer, time: ManualTime) throws -> any Connector {
    try emailConnector.built(
      [
        // Nobody listens there: a login that is to be refused never gets so far.
        "imap": "imap://127.0.0.1:1", "smtp": "smtp://127.0.0.1:1",
        "address": "help@brand.test",
        "oauth": [
          "tokenURL": .string("\(provider.url)/token"), "clientID": "app",
          "clientSecret": ["env": "SECRET"], "refreshToken": ["env": "REFRESH"],
        ],
      ], variables: ["SECRET": "client-secret", "REFRESH": "refresh-secret"],
      environment: .make(id: "mail", time: time))
  }

  @Test func aRevokedTokenNamesTheFix() async throws {
    let provider = try provider([(400, ["error": "invalid_grant"])])
    let connector = try connector(provider, time: ManualTime())
    let failure = await #expect(throws: PollFailure.self) {
      _ = try await connector.poll(after: nil)
    }
    guard case .unauthorised(let why)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(why.contains("refreshToken") && !why.contains("refresh-secret"))
  }

  @Test func aTokenIsFetchedOnceAndAgainWhenItRunsOut() async throws {
    let provider = try provider([(200, ["access_token": "a1", "expires_in": 3600])])
    let time = ManualTime()
    let connector = try connector(provider, time: time)
    for wait in [Duration.zero, .minutes(30), .minutes(31), .minutes(1)] {
      time.advance(by: wait)
      await #expect(throws: PollFailure.self) { _ = try await connector.poll(after: nil) }
    }
    #expect(provider.requests.count == 2)
  }

  @Test func aProviderThatIsDownIsAskedAgain() async throws {
    let provider = try provider([(503, [:])])
    let connector = try connector(provider, time: ManualTime())
    let failure = await #expect(throws: DeliveryFailure.self) {
      _ = try await connector.post(
        .make(visibility: .direct, parent: .make(author: .make(handle: "a@b.test"))))
    }
    guard case .retry? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
  }
}
