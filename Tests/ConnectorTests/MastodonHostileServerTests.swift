import Foundation
import MastodonConnectorPlugin
import PluginKit
import PluginTesting
import Synchronization
import TestSupport
import Testing

/// Servers that answer with what no server should: the cursor stays safe, the operator hears what
/// is wrong, and once the server is well again nothing is missing.
@Suite final class MastodonHostileServerTests {
  private static let cursor =
    #"{"newest":"5","overlap":"5","mark":"5","sweptAt":0,"sweepMoved":false,"isBehind":false}"#
  private static let me = #"{"id":"1","username":"me"}"#

  /// What the server does with the page of mentions.
  private final class Behaviour: Sendable {
    let act = Mutex<@Sendable (RawServer.Client) -> Void>({ _ in })
  }

  private let behaviour = Behaviour()
  private var servers: [RawServer] = []

  private func connector(_ more: [JSONValue.Member] = []) throws -> any Connector {
    let server = try RawServer { [behaviour] client in
      if client.path.contains("verify_credentials") { return client.answer(Self.me.utf8) }
      guard client.path.contains("/api/v1/notifications") else {
        return client.answer("".utf8, status: 404)
      }
      behaviour.act.withLock { $0 }(client)
    }
    servers.append(server)
    return try mastodonConnector.built(
      .object([.init("server", .string(server.url)), .init("token", ["env": "T"])] + more),
      variables: ["T": "secret-token"])
  }

  private func does(_ act: @escaping @Sendable (RawServer.Client) -> Void) {
    behaviour.act.withLock { $0 = act }
  }

  private static func mention(_ id: Int, content: String = "<p>hello</p>") -> String {
    #"{"id":"\#(id)","type":"mention","status":{"id":"s\#(id)","content":"\#(content)","#
      + #""visibility":"public","account":{"id":"9","acct":"ana@a.example"}}}"#
  }

  /// Newest first, as served; `odd` stands at place 20.
  private static func page(_ odd: String? = nil) -> String {
    let items = (1...40).reversed().map { number in
      number == 20 ? odd ?? mention(100 + number) : mention(100 + number)
    }
    return "[\(items.joined(separator: ","))]"
  }

  /// Polls until the failure is gone; then nothing may be missing.
  private func expectAllAfterRecovery(_ connector: any Connector) async throws {
    does { client in client.answer(Self.page().utf8) }
    let batch = try await connector.poll(after: Cursor(Self.cursor))
    #expect(batch.messages.map(\.id.remote) == (101...140).map { "s\($0)" })
  }

  static let oddItems: [(name: String, item: String, id: String)] = [
    ("no content", #"{"id":"120","type":"mention","status":{"id":"s120"}}"#, "120"),
    ("no status id", #"{"id":"120","type":"mention","status":{"content":"x"}}"#, "120"),
    ("wrong types", #"{"id":120,"type":"mention","status":{"id":[],"content":{}}}"#, "120"),
    ("a status that is a number", #"{"id":"120","type":"mention","status":7}"#, "120"),
    ("a number that is none", #"{"id":"120","type":"mention","x":1e,"status":{}}"#, "120"),
    (
      "a depth bomb",
      #"{"id":"120","type":"mention","status":\#(String(repeating: "[", count: 5000))"#
        + String(repeating: "]", count: 5000) + "}", "120"
    ),
    (
      "a lone surrogate",
      #"{"type":"mention","status":{"id":"s","content":"\ud800"},"id":"120"}"#, "120"
    ),
    ("no object", #""gone""#, "without id"),
  ]

  @Test(arguments: oddItems.map(\.name))
  func oneOddMentionCostsOnlyItself(name: String) async throws {
    let odd = try #require(Self.oddItems.first { $0.name == name })
    let connector = try connector()
    let body = Self.page(odd.item)
    does { client in client.answer(body.utf8) }
    let batch = try await connector.poll(after: Cursor(Self.cursor))
    #expect(batch.messages.count == 39)
    #expect(batch.warnings.count == 1 && batch.warnings[0].contains(odd.id), "\(batch.warnings)")
    // The cursor goes on past it, and the same id is told of once.
    let cursor = try #require(batch.cursor)
    #expect(cursor.text.contains("140"))
    let again = try await connector.poll(after: Cursor(Self.cursor))
    #expect(again.warnings.isEmpty || odd.id == "without id")
  }

  @Test func bytesThatAreNoUTF8AreReplaced() async throws {
    let connector = try connector()
    does { client in
      let text = Self.page(Self.mention(120, content: "caf~~ au lait"))
      client.answer(Array(text.utf8).map { $0 == UInt8(ascii: "~") ? 0xE9 : $0 })
    }
    let batch = try await connector.poll(after: Cursor(Self.cursor))
    #expect(batch.messages.count == 40)
    let text = batch.messages.first { $0.id.remote == "s120" }?.text
    #expect(text == "caf\u{FFFD}\u{FFFD} au lait")
    #expect(batch.warnings.contains { $0.contains("UTF-8") })
    try await expectAllAfterRecovery(connector)
  }

  @Test func aPageThatBreaksOffIsTakenInAndAskedForAgain() async throws {
    let connector = try connector()
    does { client in
      let body = Array(Self.page().utf8)
      client.answer(body.prefix(body.count * 3 / 4))
    }
    let batch = try await connector.poll(after: Cursor(Self.cursor))
    // The newest come first; the oldest are what is missing.
    #expect((25...35).contains(batch.messages.count) && batch.messages.last?.id.remote == "s140")
    #expect(batch.cursor?.text.contains("140") != true, "the cursor must not pass what is missing")
    #expect(batch.warnings.contains { $0.contains("broke off") })
    #expect(!batch.hasMore)
    try await expectAllAfterRecovery(connector)
  }

  @Test func aPageThatIsTooLargeIsAskedForInParts() async throws {
    let connector = try connector()
    does { client in
      let limit = client.path.split(separator: "=").last.flatMap { Int($0) } ?? 80
      let padding = limit > 40 ? String(repeating: "x", count: 10 << 20) : "hello"
      client.answer("[\(Self.mention(101, content: padding))]".utf8)
    }
    guard case .retry(_, let why) = await failure(connector) else {
      return #expect(Bool(false), "10 MB are too much")
    }
    #expect(why.contains("too large") && why.contains("fewer"))
    let batch = try await connector.poll(after: Cursor(Self.cursor))
    #expect(batch.messages.map(\.text) == ["hello"])
  }

  private static let bomb = Result {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "head -c 200000000 /dev/zero | gzip -c"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return bytes
  }

  enum Hostility: String, CaseIterable, Sendable {
    case depthBomb, gzipBomb, headerFlood, longHeader, trickle, silence, noHTTP, html, nulls
    case cutHead, wrongLength, endlessBody
  }

  @Test(arguments: Hostility.allCases)
  func aHostileAnswerIsAFailureThatSaysWhatToDo(_ hostility: Hostility) async throws {
    let connector = try connector([.init("timeout", "2s")])
    let bomb = hostility == .gzipBomb ? try Self.bomb.get() : Data()
    does { client in Self.attack(client, hostility, bomb) }
    let failure = await failure(connector)
    switch (hostility, failure) {
    case (.depthBomb, .malformed(let why)?), (.html, .malformed(let why)?),
      (.nulls, .malformed(let why)?):
      #expect(why.contains("/api/v1/notifications"))
    case (.gzipBomb, .retry(_, let why)?), (.headerFlood, .retry(_, let why)?),
      (.endlessBody, .retry(_, let why)?):
      #expect(why.contains("too large") || why.contains("time"), "\(why)")
    case (.trickle, .retry(_, let why)?), (.silence, .retry(_, let why)?):
      #expect(why.contains("time"), "\(why)")
    case (.noHTTP, .retry(_, let why)?), (.cutHead, .retry(_, let why)?),
      (.wrongLength, .retry(_, let why)?), (.longHeader, .retry(_, let why)?):
      #expect(why.contains("GET http://127.0.0.1"), "\(why)")
    default: #expect(Bool(false), "\(hostility): \(failure.map { "\($0)" } ?? "no failure")")
    }
    #expect(failure?.description.contains("secret-token") == false)
    try await expectAllAfterRecovery(connector)
  }

  private static func attack(_ client: RawServer.Client, _ hostility: Hostility, _ bomb: Data) {
    let head = "HTTP/1.1 200 OK\r\n"
    switch hostility {
    case .depthBomb: client.answer(Array(repeating: UInt8(ascii: "["), count: 1 << 20))
    case .gzipBomb: client.answer(bomb, headers: ["Content-Encoding: gzip"])
    case .headerFlood:
      client.send(head.utf8)
      while client.send("X-Flood: \(String(repeating: "f", count: 1000))\r\n".utf8) {}
    case .longHeader:
      client.send((head + "X-Long: ").utf8)
      while client.send(Array(repeating: UInt8(ascii: "f"), count: 65_536)) {}
    case .trickle:
      client.send((head + "Content-Length: 1000\r\n\r\n[").utf8)
      while client.send(" ".utf8) { client.pause(milliseconds: 100) }
    case .silence: client.pause(milliseconds: 4000)
    case .noHTTP: client.send("SSH-2.0-OpenSSH_9.2\r\n".utf8)
    case .html: client.answer("<!doctype html><title>Welcome</title>".utf8)
    case .nulls: client.answer(Array(repeating: 0, count: 4096))
    case .cutHead: client.send("HTTP/1.1 200 OK\r\nContent-".utf8)
    case .wrongLength: client.send((head + "Content-Length: 100000\r\n\r\n[]").utf8)
    case .endlessBody:
      client.send((head + "\r\n[").utf8)
      while client.send(Array(repeating: 0x20, count: 65_536)) {}
    }
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func aRedirectIsNotFollowedAndTheTokenStays(status: Int) async throws {
    let elsewhere = try RawServer { client in client.answer("[]".utf8) }
    let connector = try connector()
    let target = elsewhere.url
    does { client in
      client.answer("".utf8, status: status, headers: ["Location: \(target)/api/v1/notifications"])
    }
    guard case .malformed(let why) = await failure(connector) else {
      return #expect(Bool(false), "a redirect is a wrong \"server\"")
    }
    #expect(why.contains("redirects") && why.contains("\"server\""))
    #expect(elsewhere.requests.isEmpty)
    try await expectAllAfterRecovery(connector)
  }

  @Test func anExpiredTokenNamesTheCommandThatMakesANewOne() async throws {
    let connector = try connector()
    does { client in client.answer(#"{"error":"アクセストークンは無効です"}"#.utf8, status: 401) }
    guard case .unauthorised(let why) = await failure(connector) else {
      return #expect(Bool(false), "401 is a matter for an operator")
    }
    #expect(why.contains("replyd connect mastodon --server http://127.0.0.1"))
    #expect(!why.contains("secret-token"))
  }

  private func failure(_ connector: any Connector) async -> PollFailure? {
    do {
      _ = try await connector.poll(after: Cursor(Self.cursor))
      return nil
    } catch {
      return error
    }
  }
}
