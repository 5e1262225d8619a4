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
  /// A record of 100,000 statuses fits.
  private static let maxAnswer = 128 << 20

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
    configuration.maxBodyBytes = Self.maxAnswer
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

  /// Customers' posts as `/_control/load` takes them; at once, or so many a second.
  public func load(_ posts: [JSONValue], perSecond: Int? = nil) async throws {
    let lines = posts.map { $0.text() }.joined(separator: "\n")
    let query = perSecond.map { "?perSecond=\($0)" } ?? ""
    _ = try await answer(to: .json(Data(lines.utf8), to: "\(server)/_control/load\(query)"))
  }

  /// The same at once; returns the statuses' ids.
  public func loaded(_ posts: [JSONValue]) async throws -> [String] {
    let lines = posts.map { $0.text() }.joined(separator: "\n")
    let made = try await send(
      .json(Data(lines.utf8), to: "\(server)/_control/load?ids=true"))
    return made["statuses"]?.array?.compactMap(\.string) ?? []
  }

  /// What happened so far.
  public func record() async throws -> ServerRecord {
    try ServerRecord(
      lines: try await answer(to: HTTPRequest(.get, "\(server)/_control/record.jsonl")))
  }

  /// A status by a client account, as a person at that account would write it; returns its id.
  ///
  /// - Parameter parent: the status it replies to.
  /// - Parameter visibility: as Mastodon names it.
  @discardableResult
  public func post(
    _ text: String, as token: String = LoopbackMastodonProcess.token, to parent: String? = nil,
    visibility: String = "public"
  ) async throws -> String {
    var form: Parameters = ["status": text, "language": "en", "visibility": visibility]
    form.add("in_reply_to_id", parent)
    var request = HTTPRequest.form(form, to: "\(server)/api/v1/statuses")
    request.headers["Authorization"] = "Bearer \(token)"
    request.headers["Idempotency-Key"] = "person-\(text)"
    guard let id = try await send(request)["id"]?.string else {
      throw Failure(description: "the server made no status")
    }
    return id
  }

  /// Agrees, as the person at the browser, on the page at `address`; returns the code it shows.
  public func agree(at address: String) async throws -> String {
    guard let code = try await send(HTTPRequest(.get, address))["code"]?.string else {
      throw Failure(description: "the page shows no code")
    }
    return code
  }

  /// A further token of the brand, by the whole sign-in.
  public func newToken() async throws -> String {
    let scopes = "read write"
    let outside = "urn:ietf:wg:oauth:2.0:oob"
    let app = try await send(
      .form(
        ["client_name": "tests", "redirect_uris": outside, "scopes": scopes],
        to: "\(server)/api/v1/apps"))
    guard let id = app["client_id"]?.string, let secret = app["client_secret"]?.string else {
      throw Failure(description: "the server registered no app: \(app.text())")
    }
    let page: Parameters = [
      "response_type": "code", "client_id": id, "redirect_uri": outside, "scope": scopes,
    ]
    let code = try await agree(at: page.appended(to: "\(server)/oauth/authorize"))
    let answer = try await send(
      .form(
        [
          "grant_type": "authorization_code", "client_id": id, "client_secret": secret,
          "redirect_uri": outside, "code": code,
        ], to: "\(server)/oauth/token"))
    guard let token = answer["access_token"]?.string else {
      throw Failure(description: "the server gave no token: \(answer.text())")
    }
    return token
  }

  /// Whose token it is, as the server says.
  public func owner(of token: String) async throws -> String? {
    var request = HTTPRequest(.get, "\(server)/api/v1/accounts/verify_credentials")
    request.headers["Authorization"] = "Bearer \(token)"
    return try await send(request)["acct"]?.string
  }

  private func send(_ request: HTTPRequest) async throws -> JSONValue {
    try JSONReader.read(try await answer(to: request)).plain
  }

  private func answer(to request: HTTPRequest) async throws -> Data {
    let response = try await client.send(request)
    guard (200...299).contains(response.status) else {
      let text = String(decoding: response.body, as: UTF8.self)
      throw Failure(description: "\(request.url) answered \(response.status): \(text)")
    }
    return response.body
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
