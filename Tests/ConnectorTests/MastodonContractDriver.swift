import MastodonConnectorPlugin
import PluginKit
import PluginTesting
import TestSupport

/// Moves the world of one `LoopbackMastodon`.
struct MastodonContractDriver: ConnectorDriver {
  let server: LoopbackMastodonProcess

  func makeConnector() throws -> any Connector { try server.connector() }

  func publish(_ texts: [String]) async throws -> [String] {
    var ids: [String] = []
    for (number, text) in texts.enumerated() {
      ids.append(try await server.mention(text, author: "customer\(number)@example.social"))
    }
    return ids
  }

  func edit(_ remote: String, to text: String) async throws {
    try await server.control("edit", ["status": .string(remote), "text": .string(text)])
  }

  func delete(_ remote: String) async throws {
    try await server.control("delete", ["status": .string(remote)])
  }

  func posts() async throws -> [String] {
    try await server.posts().compactMap { $0["text"]?.string }
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
