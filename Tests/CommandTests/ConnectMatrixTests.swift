import Foundation
import PluginKit
import PluginTesting
import Synchronization
import TestSupport
import Testing

/// `replyd connect matrix`, from a domain to a config that `check` takes.
@Suite(.serialized) struct ConnectMatrixTests {
  private let folder: TemporaryFolder
  private let binary: ReplydBinary
  private var session: String { folder.path(of: "session") }

  init() throws {
    folder = try TemporaryFolder()
    binary = try ReplydBinary()
  }

  private func connect(
    _ server: String, password: String = SynapseServer.password, _ more: [String] = []
  ) async throws -> ReplydBinary.Output {
    let isDone = Mutex(false)
    return try await binary.converse(
      ["connect", "matrix", "--server", server, "--session-file", session, "--user", "brand"] + more
    ) { output in
      guard output.hasSuffix("The password: ") else { return nil }
      return isDone.withLock { isDone in
        defer { isDone = true }
        return isDone ? nil : password
      }
    }
  }

  @Test(.enabled(if: SynapseServer.missing == nil))
  func theWalkEndsWithASessionAndAConfigThatWorks() async throws {
    let server = try SynapseServer()
    // As a domain names its homeserver.
    let domain = try LoopbackReceiver { request in
      request.path == "/.well-known/matrix/client"
        ? .init(200, #"{"m.homeserver":{"base_url":"\#(server.url)/"}}"#) : .init(404)
    }
    let done = try await connect(domain.url)
    #expect(done.status == 0, "\(done.error)")
    let kept = try JSONReader.read(Data(contentsOf: URL(filePath: session))).plain
    let token = try #require(kept["token"]?.string)
    #expect(kept["user"] == "@brand:localhost" && kept["device"] == "REPLYD")
    #expect(kept["server"]?.string == server.url)
    let attributes = try FileManager.default.attributesOfItem(atPath: session)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    for secret in [token, SynapseServer.password] {
      #expect(!(done.output + done.error).contains(secret), "a secret must not be printed")
    }
    #expect(done.output.contains("Found \(server.url), which speaks Matrix v1."))
    #expect(done.output.contains("Logged in as @brand:localhost, device REPLYD"))
    let snippet = try #require(done.output.range(of: "\"matrix\": {"))
    let config =
      "{ \"connectors\": { \(done.output[snippet.lowerBound...]) }, \"stages\": [],"
      + #" "teams": { "care": { "notify": ["log"] } }, "#
      + #""notifiers": { "log": { "plugin": "log" } } }"#
    try folder.write(config, to: "replyd.json")
    let check = try await binary.run(["check", "--config", folder.path(of: "replyd.json")])
    #expect(check.status == 0, "\(check.error)")
    // A second session in the same file only when it is wanted.
    let again = try await connect(server.url)
    #expect(again.status == 1 && again.error.contains("exists already; --force"))
    let wrong = try await connect(server.url, password: "wrong-word", ["--force"])
    #expect(wrong.status == 1 && wrong.error.contains("403 M_FORBIDDEN"))
    #expect(!wrong.error.contains("wrong-word"))
    #expect(try JSONReader.read(Data(contentsOf: URL(filePath: session))).plain == kept)
    #expect(try await connect(server.url, ["--force"]).status == 0)
  }

  @Test func aWrongServerIsNamedWithWhatToDo() async throws {
    let page = try LoopbackReceiver { _ in .init(200, "<html>Welcome</html>") }
    #expect(try await connect(page.url).error.contains("does not speak Matrix"))
    let nothing = try LoopbackReceiver { _ in .init(404) }
    #expect(try await connect(nothing.url).error.contains("does not speak Matrix"))
    let odd = try LoopbackReceiver { _ in
      .init(200, #"{"m.homeserver":{"base_url":"http://evil.example/path"}}"#)
    }
    #expect(try await connect(odd.url).error.contains("whose address is none"))
    for text in ["https://a.example/path", "http://a.example", "ftp://a.example"] {
      #expect(try await connect(text).error.contains("is no server's address"), "\(text)")
    }
    #expect(!FileManager.default.fileExists(atPath: session))
  }
}
