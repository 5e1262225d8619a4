import Foundation
import PluginKit
import PluginTesting
import Synchronization
import TestSupport
import Testing

/// Users, tokens and the audit log, as operators type it, on a store and on a running daemon.
@Suite(.serialized) struct AccessCommandTests {
  private static let password = "correct horse battery"

  private let setup: CommandSetup
  private let passwordFile: String

  init() throws {
    setup = try CommandSetup(recording: [Recordings.line("q1", Recordings.question)])
    passwordFile = try setup.folder.write(Self.password + "\n", to: "password", mode: 0o600)
    let port = try FreePort.next()
    guard case .object(let members) = setup.config() else { return }
    let console: JSONValue = ["listen": .string("127.0.0.1:\(port)")]
    try setup.write(.object(members + [.init("console", console)]))
  }

  /// A command that has to fail, and what it says.
  private func refused(
    _ words: [String], status: Int32 = 1, at location: SourceLocation = #_sourceLocation
  ) async throws -> String {
    let path = setup.folder.path(of: "replyd.json")
    let done = try await setup.binary.run(words + ["--config", path])
    #expect(done.status == status && done.output.isEmpty, "\(words)", sourceLocation: location)
    return done.error
  }

  /// Whether the one question was answered.
  private final class Answered: Sendable {
    private let isSo = Mutex(false)
    func exchange(_ value: Bool) -> Bool {
      isSo.withLock { isSo in
        defer { isSo = value }
        return isSo
      }
    }
  }

  private func add(_ name: String, _ role: String, _ more: String...) async throws -> String {
    let done = try await setup.binary.run(
      ["users", "add", name, "--role", role, "--password-file", passwordFile] + more
        + ["--as", "ana", "--config", setup.folder.path(of: "replyd.json")])
    return done.status == 0 ? done.output : done.error
  }

  @Test func usersAreAddedChangedAndListed() async throws {
    #expect(try await setup.succeed("users").contains("Nobody can sign in yet"))
    #expect(try await add("root", "admin") == "root may sign in, as admin.\n")
    #expect(try await add("bea", "agent", "--team", "care") == "bea may sign in, as agent.\n")
    #expect(try await add("bea", "agent").contains("bea exists already"))
    #expect(try await add("cid", "agent", "--team", "cars").contains("no team cars"))
    #expect(try await add("Cid", "agent").contains("a user's name has 1 to 64"))
    #expect(try await add("cid", "boss").contains("'boss' is invalid"))
    try await setup.succeed("users", "role", "bea", "lead")
    try await setup.succeed("users", "teams", "bea")
    try await setup.succeed("users", "totp", "bea", "--off")
    try await setup.succeed("users", "disable", "bea")
    let list = try await setup.json("users")
    #expect(list.array?.map { $0["name"] } == ["bea", "root"])
    let bea = try #require(list.array?.first)
    #expect(bea["role"] == "lead" && bea["teams"] == .null && bea["totp"] == false)
    #expect(bea["disabledAt"]?.string != nil)
    #expect(try await setup.succeed("users").contains("bea  lead  all teams  never signed in"))
    try await setup.succeed("users", "enable", "bea")
    #expect(try await refused(["users", "role", "dan", "lead"]).contains("no user dan"))
    #expect(try await setup.succeed("users", "sessions", "bea") == "bea is not signed in.\n")
    #expect(try await setup.succeed("users", "sign-out", "bea") == "0 sessions of bea ended.\n")
  }

  @Test func theLastAdminIsNeitherDisabledNorDemoted() async throws {
    _ = try await add("root", "admin")
    for words in [["disable", "root"], ["role", "root", "lead"]] {
      #expect(try await refused(["users"] + words).contains("root is the last admin"))
    }
    _ = try await add("second", "admin")
    try await setup.succeed("users", "role", "root", "lead")
  }

  @Test func aPasswordComesFromAFileOrFromStandardInput() async throws {
    let path = setup.folder.path(of: "replyd.json")
    let isAnswered = Answered()
    let asked = try await setup.binary.converse(
      ["users", "add", "bea", "--role", "agent", "--config", path]
    ) { _ in isAnswered.exchange(true) ? nil : Self.password }
    #expect(asked.status == 0 && !asked.output.contains(Self.password), "\(asked.error)")
    let short = try setup.folder.write("short\n", to: "short")
    let words = ["users", "password", "bea", "--password-file"]
    #expect(try await refused(words + [short]).contains("at least 12 characters"))
    #expect(try await refused(words + [short + "er"]).contains("cannot read"))
    try await setup.succeed("users", "password", "bea", "--password-file", passwordFile)
    let empty = try await setup.binary.run(
      ["users", "add", "cid", "--role", "agent", "--config", path])
    #expect(empty.status == 64 && empty.error.contains("expected one line with the password"))
  }

  @Test func aTokenIsShownOnceAndActsUntilItIsRevoked() async throws {
    let token = try await setup.succeed(
      "tokens", "add", "crm", "--role", "agent", "--scope", "read", "--scope", "handoffs",
      "--team", "care", "--expires", "90d"
    ).trimmingCharacters(in: .newlines)
    #expect(token.hasPrefix("replyd_") && token.count == 50)
    let row = try #require(try await setup.json("tokens").array?.first)
    #expect(row["scopes"] == ["handoffs", "read"] && row["teams"] == ["care"])
    #expect(row["expiresAt"]?.string != nil && row["role"] == "agent")
    let list = try await setup.succeed("tokens")
    #expect(list.hasPrefix("#1  crm  agent  handoffs read  care  by "))
    #expect(!list.contains(token))
    #expect(try await setup.succeed("tokens", "revoke", "1") == "Token 1 is revoked.\n")
    #expect(try await refused(["tokens", "revoke", "1"]).contains("no token 1 that acts"))
    #expect(try await setup.succeed("tokens").contains("REVOKED"))
    let noScope = ["tokens", "add", "crm", "--role", "agent"]
    #expect(try await refused(noScope, status: 64).contains("--scope"))
    #expect(
      try await refused(noScope + ["--scope", "everything"], status: 64)
        .contains("'everything' is invalid"))
  }

  @Test func whatOperatorsChangeIsInTheAuditLog() async throws {
    _ = try await add("root", "admin")
    try await setup.succeed("hold", "--reason", "storm", "--as", "ana")
    try await setup.succeed("users", "role", "root", "admin", "--as", "bo")
    _ = try await refused(["users", "disable", "root", "--as", "bo"])
    _ = try await refused(["handoffs", "take", "99", "--as", "bo"])
    let log = try await setup.succeed("audit", "--json").parsedLines()
    #expect(
      log.map { $0["action"] } == [
        "handoffs.take", "users.disable", "users.role", "holds", "users.add",
      ])
    #expect(log.map { $0["outcome"] } == ["refused", "refused", "done", "done", "done"])
    #expect(log.map { $0["target"] } == ["99", "root", "root", "all", "root"])
    #expect(log.allSatisfy { $0["role"] == "operator" })
    let bos = try await setup.succeed("audit", "--who", "bo", "--since", "7d")
    #expect(bos.split(separator: "\n").count == 3)
    #expect(bos.contains("bo (operator)  users.role  root"))
    #expect(try await setup.succeed("audit", "--action", "holds").hasSuffix("holds  all\n"))
  }

  @Test func aRunningDaemonIsAskedAndThePasswordStaysInTheCommand() async throws {
    let path = setup.folder.path(of: "replyd.json")
    let daemon = try setup.binary.start(
      config: path, log: setup.folder.path(of: "log"), level: "debug")
    try await eventually("the daemon answers") {
      try await setup.run("status").output.contains("running")
    }
    _ = try await add("root", "admin")
    #expect(try await setup.succeed("users").hasPrefix("root  admin  all teams"))
    let token = try await setup.succeed(
      "tokens", "add", "crm", "--role", "viewer", "--scope", "read"
    )
    .trimmingCharacters(in: .newlines)
    try await setup.succeed("users", "password", "root", "--password-file", passwordFile)
    let log = try await setup.succeed("audit", "--json").parsedLines()
    #expect(log.map { $0["action"] } == ["users.password", "tokens.add", "users.add"])
    #expect(try await daemon.terminate(within: .seconds(60)) == .exit(0))
    let folder = setup.folder.url
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    for case let file as URL in files ?? .init() where file.lastPathComponent != "password" {
      let bytes = FileManager.default.contents(atPath: file.path) ?? Data()
      for secret in [Self.password, token] {
        #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file.lastPathComponent)")
      }
    }
  }
}
