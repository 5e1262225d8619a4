import Foundation
import MastodonConnectorPlugin
import PluginKit
import PluginTesting
import TestSupport

/// Moves the world of one `LoopbackMastodon`, seen through a proxy that fails.
actor MastodonContractDriver: ConnectorDriver {
  private let server: LoopbackMastodonProcess
  private let proxy: FaultProxy
  private let time = ManualTime(SystemTime().now)
  private var token = LoopbackMastodonProcess.token
  private var faults: [JSONValue.Member] = []

  init() throws {
    server = try LoopbackMastodonProcess(["--post-limit", "0"])
    proxy = try FaultProxy(.http, before: server.port)
  }

  var secrets: [String] { [token] }

  /// What the strict server objects to in our requests.
  func objections() async throws -> [JSONValue] { try await server.violations() }

  func makeConnector() throws -> any Connector { try connector(to: proxy.url) }

  private func connector(to url: String) throws -> any Connector {
    try mastodonConnector.built(
      ["server": .string(url), "token": ["env": "TOKEN"]], variables: ["TOKEN": token],
      environment: .make(id: "mastodon", time: time))
  }

  func pass(_ duration: Duration) { time.advance(by: duration) }

  func publish(_ incoming: [Incoming]) async throws -> [String] {
    try await server.loaded(
      incoming.map { one in
        var post: [JSONValue.Member] = [
          .init("author", .string("\(one.author)@example.social")),
          .init("text", .string(one.text)),
          .init("authorBot", .bool(one.isBot)), .init("late", .bool(one.isLate)),
          .init("visibility", one.isPrivate == true ? "direct" : "public"),
        ]
        if let parent = one.inReplyTo { post.append(.init("inReplyTo", .string(parent))) }
        return .object(post)
      })
  }

  func edit(_ remote: String, to text: String) async throws {
    try await server.control("edit", ["status": .string(remote), "text": .string(text)])
  }

  func delete(_ remote: String) async throws {
    try await server.control("delete", ["status": .string(remote)])
  }

  func posts() async throws -> [PlatformPost] {
    try await server.posts().compactMap { post in
      guard let id = post["id"]?.string, let text = post["text"]?.string,
        let visibility = post["visibility"]?.string
      else { return nil }
      return PlatformPost(
        remote: id, text: text, inReplyTo: post["in_reply_to_id"]?.string,
        isPrivate: visibility == "direct" || visibility == "private")
    }
  }

  func publishAsOurselves(_ text: String, to remote: String?) async throws -> String {
    // As the app does: a reply mentions whom it answers.
    let mention = remote == nil ? "" : "@ana@example.social "
    return try await server.post(mention + text, as: token, to: remote)
  }
}

// What goes wrong.
extension MastodonContractDriver {
  func fail(
    _ exchange: Exchange, with fault: Fault, skipping skipped: Int
  ) async throws {
    let target =
      switch exchange {
      case .poll: HTTPTarget(path: "/api/v1/notifications", method: "GET")
      case .post: HTTPTarget(path: "/api/v1/statuses", method: "POST")
      case .receipt: HTTPTarget(path: "/context", method: "GET")
      case .any: HTTPTarget()
      }
    let now = time.now
    try await proxy.order(fault, on: target, skipping: skipped, now: now) { seconds in
      let reset = Date.ISO8601FormatStyle().format(now + .seconds(seconds))
      return ["headers": ["X-RateLimit-Reset": .string(reset)]]
    }
  }

  func heal() async throws {
    try await proxy.clear()
    faults = []
    try await server.control("faults")
  }

  func disturb(_ disorder: PageDisorder) async throws {
    switch disorder {
    case .shuffled: faults.append(.init("reorderPage", 0.6))
    case .overlapping: faults.append(.init("repeatPage", 0.2))
    }
    let narrow: [JSONValue.Member] = [.init("seed", 13), .init("path", "/notifications")]
    try await server.control("faults", .object(faults + narrow))
  }

  func spoilCredentials(_ how: SpoiltCredentials) async throws {
    if how == .expired { throw CannotShow("Mastodon's tokens do not expire by themselves") }
    try await server.control("revoke", ["token": .string(token)])
  }

  func restoreCredentials() async throws { token = try await server.newToken() }

  func foreignCursors() async throws -> [Cursor] {
    let other = try LoopbackMastodonProcess()
    for number in 1...50 { try await other.mention("Elsewhere \(number)") }
    let batch = try await connector(to: other.server).poll(after: nil)
    return [batch.cursor].compactMap { $0 }
  }
}

extension LoopbackMastodonProcess {
  /// A connector to this server, as an operator configures it.
  func connector(
    _ more: [JSONValue.Member] = [], time: any Time = ManualTime()
  ) throws -> any Connector {
    try mastodonConnector.built(
      .object(
        [.init("server", .string(server)), .init("token", ["env": "TOKEN"])] + more),
      variables: ["TOKEN": Self.token], environment: .make(id: "mastodon", time: time))
  }

  /// Our own posts, as the server keeps them.
  func posts() async throws -> [JSONValue] {
    try await read("record")["clientStatuses"]?.array ?? []
  }
}
