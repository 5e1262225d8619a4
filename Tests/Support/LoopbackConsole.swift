import Transport

/// The daemon's local API, asked without the command line.
struct LoopbackConsole: Sendable {
  struct Silent: Error {}

  let port: Int

  func isHealthy() async throws -> Bool {
    var configuration = HTTPClient.Configuration()
    configuration.allowPrivateTargets = true
    let client = HTTPClient(configuration: configuration)
    do {
      return try await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/healthz")).status
        == 200
    } catch {
      throw Silent()
    }
  }
}
