import Foundation
import MatrixConnectorPlugin
import PluginKit
import PluginTesting
import Synchronization
import TestSupport
import Testing
import Transport

/// A brand's account of its own on a real Synapse, and customers who write to it.
final class MatrixWorld: Sendable {
  /// One for all tests that need nothing special of it.
  private static let shared = Mutex<SynapseServer?>(nil)
  private static let counter = Mutex(0)

  let server: SynapseServer
  /// `@brand3:localhost`.
  let brand: String
  /// Holds the session file.
  let folder: TemporaryFolder
  private let suffix: String
  private let client: HTTPClient
  private let transactions = Mutex(0)
  private let phone = Mutex<String?>(nil)

  /// - Parameter server: nil: the one that all share.
  init(on server: SynapseServer? = nil) throws {
    let server = try server ?? Self.sharedServer()
    self.server = server
    let number = Self.counter.withLock { counter in
      counter += 1
      return counter
    }
    suffix = "\(number)x\(ProcessInfo.processInfo.processIdentifier)"
    brand = "@brand\(suffix):localhost"
    try server.addUser("brand\(suffix)")
    folder = try TemporaryFolder()
    var configuration = HTTPClient.Configuration()
    configuration.allowPrivateTargets = true
    configuration.maxConnectionsPerHost = 16
    client = HTTPClient(configuration: configuration)
  }

  private static func sharedServer() throws -> SynapseServer {
    try shared.withLock { shared in
      let server = try shared ?? SynapseServer()
      shared = server
      return server
    }
  }

  /// As an operator configures it; polls do not wait.
  func connector(
    session: String = "session", _ more: [JSONValue.Member] = [], url: String? = nil,
    time: any Time = SystemTime(), hasPassword: Bool = true
  ) throws -> any Connector {
    var settings: [JSONValue.Member] = [
      .init("server", .string(url ?? server.url)),
      .init("session", .string(folder.path(of: session))), .init("user", .string(brand)),
    ]
    if hasPassword { settings.append(.init("password", ["env": "PASSWORD"])) }
    if !more.contains(where: { $0.key == "waitForNews" }) {
      settings.append(.init("waitForNews", "0s"))
    }
    return try matrixConnector.built(
      .object(settings + more), variables: ["PASSWORD": SynapseServer.password],
      environment: .make(id: "matrix", time: time))
  }
}

// What customers do.
extension MatrixWorld {
  /// Makes the account; its id.
  func customer(_ name: String, displayName: String? = nil) async throws -> String {
    let localpart = "\(name)\(suffix)"
    let user = "@\(localpart):localhost"
    try await call(
      .post, "register",
      ["type": "m.login.application_service", "username": .string(localpart)], allowing: 400)
    if let displayName {
      try await call(
        .put, "profile/\(user)/displayname", ["displayname": .string(displayName)], as: user)
    }
    return user
  }

  /// - Parameters:
  ///   - preset: `trusted_private_chat`, `private_chat` or `public_chat`.
  ///   - state: `[type: content]`, from the beginning.
  func room(
    of user: String, inviting guests: [String], preset: String = "private_chat",
    state: [(String, JSONValue)] = []
  ) async throws -> String {
    let answer = try await call(
      .post, "createRoom",
      [
        "preset": .string(preset), "invite": .array(guests.map { .string($0) }),
        "is_direct": .bool(preset == "trusted_private_chat"),
        "initial_state": .array(
          state.map { ["type": .string($0.0), "state_key": "", "content": $0.1] }),
      ], as: user)
    return try #require(answer["room_id"]?.string)
  }

  func join(_ room: String, as user: String) async throws {
    try await call(.post, "rooms/\(quoted(room))/join", as: user)
  }

  func join(_ room: String, token: String) async throws {
    try await call(.post, "rooms/\(quoted(room))/join", token: token)
  }

  @discardableResult
  func send(
    _ content: JSONValue, type: String = "m.room.message", to room: String, as user: String
  ) async throws -> String {
    let number = transactions.withLock { number in
      number += 1
      return number
    }
    let answer = try await call(
      .put, "rooms/\(quoted(room))/send/\(type)/\(suffix)-\(number)", content, as: user)
    return try #require(answer["event_id"]?.string)
  }

  @discardableResult
  func say(
    _ text: String, to room: String, as user: String, _ more: [JSONValue.Member] = []
  ) async throws -> String {
    let content: [JSONValue.Member] = [
      .init("msgtype", "m.text"), .init("body", .string(text)),
    ]
    return try await send(.object(content + more), to: room, as: user)
  }

  @discardableResult
  func edit(_ event: String, to text: String, in room: String, as user: String) async throws
    -> String
  {
    try await say(
      "* \(text)", to: room, as: user,
      [
        .init("m.new_content", ["msgtype": "m.text", "body": .string(text)]),
        .init("m.relates_to", ["rel_type": "m.replace", "event_id": .string(event)]),
      ])
  }

  func redact(_ event: String, in room: String, as user: String) async throws {
    let number = transactions.withLock { number in
      number += 1
      return number
    }
    try await call(
      .put, "rooms/\(quoted(room))/redact/\(quoted(event))/\(suffix)-\(number)", as: user)
  }

  /// The events of a room as a member sees them, newest first.
  func events(of room: String, as user: String, limit: Int = 100) async throws -> [JSONValue] {
    try await call(.get, "rooms/\(quoted(room))/messages?dir=b&limit=\(limit)", as: user)["chunk"]?
      .array ?? []
  }
}

extension MatrixWorld {
  /// All messages of the brand's account in a room that it is in, newest first.
  func brandPosts(in room: String) async throws -> [JSONValue] {
    let filter: JSONValue = ["senders": [.string(brand)], "types": ["m.room.message"]]
    let path = (["dir": "b", "limit": "1000", "filter": filter.text()] as Parameters)
      .appended(to: "rooms/\(quoted(room))/messages")
    return try await call(.get, path, token: try await phoneToken())["chunk"]?.array ?? []
  }
}

// What a person does with the brand's account, in a client.
extension MatrixWorld {
  func sendFromPhone(_ content: JSONValue, to room: String) async throws -> String {
    let number = transactions.withLock { number in
      number += 1
      return number
    }
    let answer = try await call(
      .put, "rooms/\(quoted(room))/send/m.room.message/phone-\(number)", content,
      token: try await phoneToken())
    return try #require(answer["event_id"]?.string)
  }

  /// The token of another device of the account.
  func phoneToken() async throws -> String {
    if let token = phone.withLock({ $0 }) { return token }
    let token = try #require(try await logIn(device: "PHONE")["access_token"]?.string)
    phone.withLock { $0 = token }
    return token
  }

  func logIn(device: String, _ more: [JSONValue.Member] = []) async throws -> JSONValue {
    let body: [JSONValue.Member] = [
      .init("type", "m.login.password"),
      .init("identifier", ["type": "m.id.user", "user": .string(brand)]),
      .init("password", .string(SynapseServer.password)), .init("device_id", .string(device)),
    ]
    return try await call(.post, "login", .object(body + more), token: "")
  }

  /// Keeps a session as `replyd connect matrix` does; returns its token.
  @discardableResult
  func keepSession(token: String? = nil, refreshToken: String? = nil, server url: String? = nil)
    async throws -> String
  {
    var token = token
    if token == nil { token = try await logIn(device: "REPLYD")["access_token"]?.string }
    var record: [JSONValue.Member] = [
      .init("server", .string(url ?? server.url)), .init("user", .string(brand)),
      .init("device", "REPLYD"), .init("token", .string(token ?? "")),
    ]
    if let refreshToken { record.append(.init("refreshToken", .string(refreshToken))) }
    try folder.write(JSONValue.object(record).text(), to: "session", mode: 0o600)
    return token ?? ""
  }

  /// What the session file holds.
  func session() throws -> JSONValue {
    let text = try String(contentsOfFile: folder.path(of: "session"), encoding: .utf8)
    return try JSONReader.read(text.utf8).plain
  }

  /// - Parameters:
  ///   - user: for whom the tests' own token acts; nil: for itself.
  ///   - token: in place of that one; "": none.
  ///   - allowing: a status that is no error.
  @discardableResult
  func call(
    _ method: HTTPMethod, _ path: String, _ body: JSONValue = .object([]), as user: String? = nil,
    token: String = SynapseServer.customersToken, allowing allowed: Int? = nil
  ) async throws -> JSONValue {
    var url = "\(server.url)/_matrix/client/v3/\(path)"
    if let user { url = (["user_id": user] as Parameters).appended(to: url) }
    var request = HTTPRequest(method, url)
    if method != .get { request.body = Data(body.text().utf8) }
    if !token.isEmpty { request.headers["Authorization"] = "Bearer \(token)" }
    let response = try await client.send(request)
    let text = String(decoding: response.body, as: UTF8.self)
    guard response.status == 200 || response.status == allowed else {
      throw ServerProcess.Failure("\(method) \(path): \(response.status) \(text)")
    }
    return try JSONReader.read(response.body).plain
  }

  func quoted(_ id: String) -> String { Parameters.percentEncoded(id) }
}

extension Connector {
  /// Polls until there is no more.
  func drained(from cursor: Cursor?) async throws -> (batch: Batch, cursor: Cursor?) {
    var all = Batch(messages: [], cursor: nil)
    var cursor = cursor
    for _ in 0..<200 {
      let batch = try await poll(after: cursor)
      cursor = batch.cursor ?? cursor
      all.messages += batch.messages
      all.deleted += batch.deleted
      all.ownPosts += batch.ownPosts
      all.warnings += batch.warnings
      if !batch.hasMore { return (all, cursor) }
    }
    throw EndlessPolling()
  }
}

/// Polling does not end.
struct EndlessPolling: Error {}
