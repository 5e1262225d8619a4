import MastodonConnectorPlugin
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// Servers that speak the API differently, or not at all.
@Suite final class MastodonStrangeServerTests {
  /// Kept alive as long as the test.
  private var receivers: [LoopbackReceiver] = []
  private static let me = #"{"id":1,"username":"me"}"#

  /// A connector to a server that knows us and answers all else as `answer` says.
  func server(
    _ answer: @escaping @Sendable (String) -> LoopbackReceiver.Answer
  ) throws -> (receiver: LoopbackReceiver, connector: any Connector) {
    let receiver = try LoopbackReceiver { request in
      if request.path.contains("verify_credentials") { return .init(200, Self.me) }
      if request.path.contains("/instance") { return .init(404) }
      return answer(request.path)
    }
    receivers.append(receiver)
    let connector = try mastodonConnector.built(
      ["server": .string(receiver.url), "token": ["env": "T"]], variables: ["T": "secret-token"])
    return (receiver, connector)
  }

  func pollFailure(_ answer: LoopbackReceiver.Answer) async throws -> PollFailure? {
    let (_, connector) = try server { _ in answer }
    do {
      _ = try await connector.poll(after: Cursor(Self.cursor))
      return nil
    } catch {
      #expect(!"\(error)".contains("secret-token"))
      return error
    }
  }

  private static let cursor =
    #"{"newest":"5","overlap":"5","mark":"5","sweptAt":0,"sweepMoved":false,"isBehind":false}"#

  @Test func failuresTellWhatToDo() async throws {
    guard case .unauthorised = try await pollFailure(.init(401)) else {
      return #expect(Bool(false), "401")
    }
    guard case .unauthorised = try await pollFailure(.init(403)) else {
      return #expect(Bool(false), "403")
    }
    guard
      case .retry(.seconds(7)?, _) = try await pollFailure(
        .init(429, headers: ["Retry-After": "7"]))
    else { return #expect(Bool(false), "429") }
    guard case .retry = try await pollFailure(.init(503)) else {
      return #expect(Bool(false), "503")
    }
    for body in ["<html>", "{}", "[1]", ""] {
      guard case .malformed = try await pollFailure(.init(200, body)) else {
        return #expect(Bool(false), "\(body) is unreadable")
      }
    }
  }

  @Test func oddFieldsDoNotCostAMention() async throws {
    let (_, connector) = try server { _ in
      .init(
        200,
        """
        [{"id":9,"type":"mention","status":{"id":10,"content":"<p>hi","visibility":"mutuals_only",
          "created_at":17,"account":{"acct":7},"mentions":{}}},
         {"id":"8","type":"mention","status":null},
         {"id":"7","type":"favourite","status":{"id":"6","content":"ours"}}]
        """)
    }
    let batch = try await connector.poll(after: Cursor(Self.cursor))
    #expect(batch.messages.map(\.text) == ["hi"] && batch.messages.map(\.id.remote) == ["10"])
    #expect(batch.messages.first?.visibility == .direct)
  }

  /// A note to ourselves, a second client of the same account, a boost that came back (P7).
  @Test func ourOwnPostsAreNoMessages() async throws {
    let (_, connector) = try server { _ in
      .init(
        200,
        """
        [{"id":"9","type":"mention","status":{"id":"8","content":"@me x","account":{"id":"1"}}},
         {"id":"7","type":"mention","status":{"id":"6","content":"@me y","account":{"id":"2"}}}]
        """)
    }
    let batch = try await connector.poll(after: Cursor(Self.cursor))
    #expect(batch.messages.map(\.text) == ["y"])
  }

  @Test func withoutBatchesStatesAreAskedOneByOne() async throws {
    let (receiver, connector) = try server { path in
      if path.hasSuffix("/statuses/a") { return .init(200, #"{"id":"a","content":"x"}"#) }
      return .init(404)
    }
    let messages = ["a", "b"].map { Message.make("x", id: $0) }
    #expect(try await connector.states(of: messages) == [.there, .deleted])
    #expect(try await connector.states(of: messages) == [.there, .deleted])
    #expect(receiver.requests.count { $0.path.contains("id%5B%5D") } == 1)
  }

  @Test func aCutThreadProvesNothing() async throws {
    let status = #"{"id":"3","content":"x","account":{"id":"2"}}"#
    let thread = Array(repeating: status, count: 60).joined(separator: ",")
    let mine =
      #"[{"id":"4","content":"x","created_at":"2125-01-01T00:00:00Z","account":{"id":"1"}}]"#
    let (_, connector) = try server { path in
      path.contains("/context") ? .init(200, "{\"descendants\":[\(thread)]}") : .init(200, mine)
    }
    guard case .inconclusive = try await connector.receipt(for: .make()) else {
      return #expect(Bool(false), "neither list was complete")
    }
  }

  @Test func aReplyEditedByHandIsInconclusive() async throws {
    let edited =
      #"{"id":"4","content":"other words","in_reply_to_id":"1","edited_at":"2025-06-15T15:06:40Z","#
      + #""account":{"id":"1"}}"#
    let (_, connector) = try server { path in
      path.contains("/context") ? .init(200, "{\"descendants\":[\(edited)]}") : .init(200, "[]")
    }
    guard case .inconclusive = try await connector.receipt(for: .make()) else {
      return #expect(Bool(false), "an edited reply may be this one")
    }
  }

  @Test(arguments: [
    ("https://mastodon.example", true), ("https://mastodon.example/", true),
    ("http://localhost:3000", true), ("http://127.0.0.1:1", true), ("http://[::1]:80", true),
    ("http://mastodon.example", false), ("https://mastodon.example/api", false),
    ("mastodon.example", false), ("https://user:pw@mastodon.example", false),
    ("http://127.evil.example", false), ("ftp://mastodon.example", false), ("", false),
  ])
  func onlyAnAddressIsAServer(server: String, isFine: Bool) throws {
    let build = {
      try mastodonConnector.built(
        ["server": .string(server), "token": ["env": "T"]], variables: ["T": "t"])
    }
    if isFine { _ = try build() } else { #expect(throws: SettingsIssues.self) { try build() } }
  }
}
