import Foundation
public import PluginKit
import Synchronization
import Transport

/// A `LoopbackMastodon` server as a process of its own, with fresh state. It ends with its last
/// reference, or with this process.
public final class LoopbackMastodonProcess: Sendable {
  /// Why there is no server to test against.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Names the binary when it does not lie beside the tests.
  public static let variable = "REPLYD_LOOPBACK_MASTODON"
  public static let token = "loopback-token"

  public let port: Int
  private let process: Process
  /// The server ends when this closes, so also when the tests crash.
  private let input: Pipe
  private let client: HTTPClient

  /// - Parameter options: further arguments, as the server's README lists them.
  public init(_ options: [String] = []) throws {
    process = Process()
    input = Pipe()
    let output = Pipe()
    process.executableURL = try Self.binary()
    process.arguments =
      ["--port", "0", "--token", Self.token, "--exit-with-parent"] + options
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    port = try Self.readPort(from: output.fileHandleForReading)
    var configuration = HTTPClient.Configuration()
    configuration.allowPrivateTargets = true
    client = HTTPClient(configuration: configuration)
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  public var server: String { "http://127.0.0.1:\(port)" }

  /// `POST /_control/PATH`; the answer's JSON.
  @discardableResult
  public func control(_ path: String, _ body: JSONValue = .object([])) async throws -> JSONValue {
    try await send(.json(Data(body.text().utf8), to: "\(server)/_control/\(path)"))
  }

  /// `GET /_control/PATH`: `record`, `counts` or `violations`.
  public func read(_ path: String) async throws -> JSONValue {
    try await send(HTTPRequest(.get, "\(server)/_control/\(path)"))
  }

  /// What a strict server objects to in our requests.
  public func violations() async throws -> [JSONValue] {
    try await read("violations")["violations"]?.array ?? ["unreadable"]
  }

  /// Lets a customer mention us; returns the status' id.
  @discardableResult
  public func mention(
    _ text: String, author: String = "ana@example.social", _ more: [String: JSONValue] = [:]
  ) async throws -> String {
    let members = more.merging(
      ["author": .string(author), "text": .string(text)], uniquingKeysWith: { more, _ in more })
    let made = try await control(
      "customers/post", .object(members.map { .init($0.key, $0.value) }))
    guard let id = made["status"]?.string else {
      throw Failure(description: "no status was made: \(made.text())")
    }
    return id
  }

  private func send(_ request: HTTPRequest) async throws -> JSONValue {
    let response = try await client.send(request)
    let text = String(decoding: response.body, as: UTF8.self)
    guard response.status == 200 else {
      throw Failure(description: "\(request.url) answered \(response.status): \(text)")
    }
    return try JSONReader.read(response.body).plain
  }

  private static func binary() throws -> URL {
    if let path = ProcessInfo.processInfo.environment[variable] { return URL(filePath: path) }
    // Resolved by the kernel, so right however the tests were started.
    let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let argument = URL(filePath: CommandLine.arguments[0])
    for folder in [argument, tests].map({ $0.deletingLastPathComponent() }) {
      let url = folder.appending(path: "LoopbackMastodon")
      if FileManager.default.isExecutableFile(atPath: url.path) { return url }
    }
    throw Failure(
      description: "LoopbackMastodon is not built: run `swift build --product LoopbackMastodon`, "
        + "or name the binary in \(variable)")
  }

  private static func readPort(from output: FileHandle) throws -> Int {
    var bytes = Data()
    while !bytes.contains(UInt8(ascii: "\n")) {
      let more = output.availableData
      guard !more.isEmpty else {
        throw Failure(description: "LoopbackMastodon ended before it listened")
      }
      bytes += more
    }
    let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard let port = words.last.flatMap({ Int($0) }) else {
      throw Failure(description: "LoopbackMastodon did not name its port")
    }
    return port
  }
}
