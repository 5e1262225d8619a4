import Foundation
import PluginKit
import PluginTesting
import Synchronization
import TestSupport
import Testing

/// `replyd connect mastodon`, from a server's address to a config that `check` takes.
@Suite(.serialized) struct ConnectTests {
  private let folder: TemporaryFolder
  private let binary: ReplydBinary
  private var token: String { folder.path(of: "token") }

  init() throws {
    folder = try TemporaryFolder()
    binary = try ReplydBinary()
  }

  /// Goes through the walk as a person would; `code` may change what is pasted.
  private func connect(
    _ server: LoopbackMastodonProcess, _ more: [String] = [],
    code: @escaping @Sendable (String) -> String = { $0 }
  ) async throws -> ReplydBinary.Output {
    let isDone = Mutex(false)
    return try await binary.converse(
      ["connect", "mastodon", "--server", server.server, "--token-file", token] + more
    ) { output in
      guard !isDone.withLock({ $0 }), output.hasSuffix("The code it shows: "),
        let address = output.split(whereSeparator: \.isWhitespace)
          .first(where: { $0.contains("/oauth/authorize?") })
      else { return nil }
      isDone.withLock { $0 = true }
      return code(try await server.agree(at: String(address)))
    }
  }

  private func mode(of path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
  }

  private func kept() throws -> String {
    try String(contentsOfFile: token, encoding: .utf8).trimmingCharacters(in: .newlines)
  }

  @Test func theWalkEndsWithATokenAndAConfigThatWorks() async throws {
    let server = try LoopbackMastodonProcess()
    let done = try await connect(server)
    #expect(done.status == 0, "\(done.error)")
    #expect(try mode(of: token) == 0o600)
    #expect(try await server.owner(of: kept()) == "brand")
    #expect(!(done.output + done.error).contains(try kept()), "the token must not be printed")
    #expect(done.output.contains("Found loopback.example, version 4.6.4"))
    #expect(done.output.contains("Signed in as @brand; posts take 500 characters"))
    #expect(!done.output.contains("Warning"))
    let snippet = try #require(done.output.range(of: "\"mastodon\": {"))
    let config =
      "{ \"connectors\": { \(done.output[snippet.lowerBound...]) }, \"stages\": [],"
      + #" "teams": { "care": { "notify": ["log"] } }, "#
      + #""notifiers": { "log": { "plugin": "log" } } }"#
    try folder.write(config, to: "replyd.json")
    let check = try await binary.run(["check", "--config", folder.path(of: "replyd.json")])
    #expect(check.status == 0, "\(check.error)")
    #expect(try await server.violations() == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "")).count == 2)
  }

  @Test func anAccountThatIsNotMarkedAsABotIsWarnedAbout() async throws {
    let done = try await connect(try LoopbackMastodonProcess(["--no-bot-flag"]))
    #expect(done.status == 0 && done.output.contains("not marked as automated"))
  }

  @Test func aTokenFileIsNotReplacedUnasked() async throws {
    try folder.write("precious", to: "token", mode: 0o600)
    let server = try LoopbackMastodonProcess()
    let refused = try await connect(server)
    #expect(refused.status == 1 && refused.error.contains("exists already; --force"))
    #expect(try kept() == "precious")
    #expect(try await server.read("counts")["requests"] == .object([]), "no token was made in vain")
    let forced = try await connect(server, ["--force"])
    #expect(forced.status == 0, "\(forced.error)")
    #expect(try await server.owner(of: kept()) == "brand")
    #expect(try mode(of: token) == 0o600)
  }

  @Test func aWrongCodeIsNamedAndNothingIsKept() async throws {
    let done = try await connect(try LoopbackMastodonProcess()) { "x\($0)" }
    #expect(done.status == 1 && done.error.contains("does not take the code (400)"))
    #expect(!FileManager.default.fileExists(atPath: token))
  }

  @Test func missingScopesAreNamed() async throws {
    let server = try LoopbackMastodonProcess()
    try await server.control("grant", ["scope": "read:accounts read:statuses"])
    let done = try await connect(server)
    #expect(done.status == 1)
    #expect(done.error.contains("the token lacks read:notifications, write:statuses"))
    #expect(!FileManager.default.fileExists(atPath: token))
    try await server.control("grant", ["scope": "read write follow"])
    #expect(try await connect(server).status == 0)
  }

  @Test func aTokenFromStandardInputIsVerified() async throws {
    let server = try LoopbackMastodonProcess()
    for (text, isGood) in [("no-such-token", false), (LoopbackMastodonProcess.token, true)] {
      let isDone = Mutex(false)
      let done = try await binary.converse([
        "connect", "mastodon", "--server", server.server, "--token-file", token,
        "--token-from-stdin",
      ]) { _ in
        isDone.withLock { isDone in
          defer { isDone = true }
          return isDone ? nil : text
        }
      }
      #expect((done.status == 0) == isGood, "\(done.error)")
      #expect(!(done.output + done.error).contains(text))
      if !isGood { #expect(done.error.contains("refuses the token (401)")) }
    }
    #expect(try kept() == LoopbackMastodonProcess.token)
  }

  private func failing(_ server: String, _ more: [String] = []) async throws -> String {
    let done = try await binary.run(
      ["connect", "mastodon", "--server", server, "--token-file", token] + more)
    #expect(done.status == 1, "\(done.output)")
    #expect(!FileManager.default.fileExists(atPath: token))
    return done.error
  }

  @Test func aWrongServerIsNamedWithWhatToDo() async throws {
    let page = try LoopbackReceiver { _ in .init(200, "<html>Welcome</html>") }
    #expect(try await failing(page.url).contains("does not speak Mastodon's API"))
    let nothing = try LoopbackReceiver { _ in .init(404) }
    #expect(try await failing(nothing.url).contains("does not speak Mastodon's API"))
    let moved = try LoopbackReceiver { _ in
      .init(301, headers: ["Location": "https://new.example/api/v2/instance"])
    }
    #expect(try await failing(moved.url).contains("redirects to https://new.example"))
    #expect(moved.requests.count == 1)
    let gone = "http://127.0.0.1:\(try FreePort.next())"
    #expect(try await failing(gone).contains("check that the server is up"))
    for text in ["https://a.example/path", "http://a.example", "ftp://a.example", "me@a.example"] {
      #expect(try await failing(text).contains("is no server's address"), "\(text)")
    }
  }

  @Test func aFileThatCannotBeWrittenIsSaidBeforeATokenIsMade() async throws {
    let server = try LoopbackMastodonProcess()
    let done = try await binary.run([
      "connect", "mastodon", "--server", server.server, "--token-file",
      folder.path(of: "nowhere/token"),
    ])
    #expect(done.status == 1 && done.error.contains("cannot write into"))
    #expect(try await server.read("counts")["requests"] == .object([]))
  }

  @Test func withoutAnAnswerItEndsWithWhatItNeeds() async throws {
    let server = try LoopbackMastodonProcess()
    let done = try await binary.run(
      ["connect", "mastodon", "--server", server.server, "--token-file", token])
    #expect(done.status != 0 && done.error.contains("the code it shows"))
  }

  @Test func aTokenIsNoArgument() async throws {
    let done = try await binary.run(["connect", "mastodon", "--token", "secret"])
    #expect(done.status != 0 && done.error.contains("Unknown option"))
  }
}
