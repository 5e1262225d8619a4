import Transport

/// The daemon's local API, asked without the command line.
public struct LoopbackConsole: Sendable {
  public struct Silent: Error {}

  let port: Int

  public init(port: Int) { self.port = port }

  public func isHealthy() async throws -> Bool { try await get("/healthz").status == 200 }

  func get(_ path: String) async throws -> (status: Int, text: String) {
    var configuration = HTTPClient.Configuration()
    configuration.allowPrivateTargets = true
    let client = HTTPClient(configuration: configuration)
    do {
      let response = try await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)\(path)"))
      return (response.status, String(decoding: response.body, as: UTF8.self))
    } catch {
      throw Silent()
    }
  }
}
