import Foundation
public import PluginKit
import Transport

/// A proxy of `Tests/Servers/Faults` in front of a server on the loopback address; see there what a
/// fault may say.
public final class FaultProxy: Sendable {
  public enum Kind: Sendable {
    case http
    /// SMTP or IMAP.
    case lines
    /// The same over TLS from the first byte, with this certificate and its key.
    case tlsLines(certificate: String, key: String)
  }

  public let port: Int
  private let controlPort: Int
  private let process: ServerProcess
  private let client: HTTPClient

  public init(_ kind: Kind, before upstream: Int) throws {
    let ports = ["0", "\(upstream)"]
    process =
      switch kind {
      case .http: try ServerProcess(python: "Faults/faultproxy.py", ports)
      case .lines: try ServerProcess(python: "Faults/tcpfaults.py", ports)
      case .tlsLines(let certificate, let key):
        try ServerProcess(
          python: "Faults/tcpfaults.py", ports + ["--tls", certificate, key])
      }
    guard process.ports.count == 2 else {
      throw ServerProcess.Failure("the proxy does not name its ports: \(process.firstLine)")
    }
    port = process.ports[0]
    controlPort = process.ports[1]
    var configuration = HTTPClient.Configuration()
    configuration.allowPrivateTargets = true
    client = HTTPClient(configuration: configuration)
  }

  public var url: String { "http://127.0.0.1:\(port)" }

  public func order(_ fault: JSONValue) async throws { try await control("fault", fault) }

  /// From now on nobody listens, until `clear`.
  public func refuse() async throws { try await control("refuse") }

  /// Takes back all orders.
  public func clear() async throws { try await control("clear") }

  /// What passed so far: `{"at", "what", "fault"}` each.
  public func log() async throws -> [JSONValue] {
    let response = try await client.send(HTTPRequest(.get, "\(controlURL)/log"))
    return try JSONReader.read(response.body).plain.array ?? []
  }

  private var controlURL: String { "http://127.0.0.1:\(controlPort)" }

  private func control(_ verb: String, _ body: JSONValue = .object([])) async throws {
    let response = try await client.send(
      .json(Data(body.text().utf8), to: "\(controlURL)/\(verb)"))
    guard response.status == 200 else {
      throw ServerProcess.Failure("the proxy answered \(response.status) to \(verb)")
    }
  }
}
