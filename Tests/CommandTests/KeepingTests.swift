import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `backup`, `restore` and `forget`, beside a running daemon and without one.
@Suite struct KeepingTests {
  private let setup: CommandSetup
  private let port: Int

  init() throws {
    setup = try CommandSetup()
    port = try FreePort.next()
    guard case .object(let members) = setup.config() else { return }
    let console: JSONValue = ["listen": .string("127.0.0.1:\(port)")]
    try setup.write(.object(members + [.init("console", console)]))
  }

  private func started() async throws -> ReplydDaemon {
    let log = setup.folder.path(of: "daemon.log")
    let daemon = try setup.binary.start(config: setup.folder.path(of: "replyd.json"), log: log)
    try await eventually("the console listens (see \(log))") {
      do {
        return try await LoopbackConsole(port: port).isHealthy()
      } catch is LoopbackConsole.Silent {
        return false
      }
    }
    return daemon
  }

  private func settled() async throws {
    try await eventually("three replies are out") { try setup.repliedTo() == ["c1", "p1", "q1"] }
    try await eventually("nothing waits") {
      let status = try await setup.json("status")
      return status["open"]?.count == 0 && status["pendingNotifications"]?.count == 0
    }
  }

  @Test func aBackupOfTheRunningDaemonIsRestoredAndAnswersNothingTwice() async throws {
    let daemon = try await started()
    try await settled()
    let path = setup.folder.path(of: "copy.sqlite")
    let report = try await setup.json("backup", "--output", path)
    let messages = try await setup.json("status")["messages"]
    #expect(report["path"]?.string == path && report["messages"] == messages)
    let again = try await setup.run("backup", "--output", path)
    #expect(again.status == 1 && again.error.contains("exists already"), "\(again.error)")
    let live = try await setup.run("restore", path, "--force")
    #expect(live.status == 1 && live.error.contains("in use by another replyd"), "\(live.error)")
    #expect(daemon.isRunning)
    try await daemon.kill()

    let refused = try await setup.run("restore", path)
    #expect(refused.status == 1 && refused.error.contains("--force"), "\(refused.error)")
    let restored = try await setup.json("restore", path, "--force")
    #expect(restored["messages"] == messages && restored["cursors"]?["demo"]?.string != nil)
    let kept = try #require(restored["kept"]?.string)
    #expect(FileManager.default.fileExists(atPath: kept))
    try await setup.succeed("verify")
    try await setup.runUntilDone()
    #expect(try setup.repliedTo() == ["c1", "p1", "q1"])
    try await setup.succeed("verify")
  }

  /// The replies went out after the backup: polled again, their messages get drafts at most.
  @Test func anOldBackupDoesNotAnswerAgain() async throws {
    try setup.record([])
    try await setup.runUntilDone()
    let path = setup.folder.path(of: "empty.sqlite")
    try await setup.succeed("backup", "--output", path)
    try setup.record(Recordings.day)
    try await setup.runUntilDone()
    #expect(try setup.repliedTo() == ["c1", "p1", "q1"])
    try await setup.succeed("restore", path, "--force")
    try await setup.runUntilDone()
    #expect(try setup.repliedTo() == ["c1", "p1", "q1"])
    #expect(try await setup.json("drafts").array?.count == 3)
  }

  @Test func anAuthorIsForgottenWhileTheDaemonRuns() async throws {
    let daemon = try await started()
    try await settled()
    let before = try await setup.json("status")["messages"]?.count ?? 0
    let author = try #require(try await setup.json("why", "q1")["message"]?["author"]?.string)
    let path = setup.folder.path(of: "copy.sqlite")
    try await setup.succeed("backup", "--output", path)
    let said = try await setup.succeed("forget", author)
    #expect(said.contains("message: ") && said.contains(path), "\(said)")
    #expect(try await setup.json("status")["messages"]?.count ?? 0 < before)
    let gone = try await setup.run("why", "q1")
    #expect(gone.status == 1)
    let again = try await setup.run("forget", author)
    #expect(again.status == 1 && again.error.contains("no author"), "\(again.error)")
    try await setup.succeed("verify")
    #expect(daemon.isRunning)
    try await daemon.kill()
    // The recording plays from its start; what was forgotten is not taken in again.
    try await setup.runUntilDone()
    #expect(try await setup.run("why", "q1").status == 1)
    #expect(try setup.repliedTo() == ["c1", "p1", "q1"])
  }
}
