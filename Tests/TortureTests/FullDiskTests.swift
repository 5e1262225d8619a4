import Foundation
import PluginKit
import PluginTesting
import TestRecords
import TestSupport
import Testing

/// No space left: clear words, a cursor that stands, and nothing lost once there is space again.
@Suite(.serialized) struct FullDiskTests {
  private let server: LoopbackMastodonProcess
  private let setup: DaemonSetup

  init() throws {
    server = try LoopbackMastodonProcess(["--post-limit", "0"])
    setup = try DaemonSetup(server: server.server, limits: ["coalesce": "20ms"])
  }

  /// What happened, and what to do.
  private static let words = "database or disk is full (SQLite error 13); free space on its disk"

  private func disk() throws -> SmallDisk? {
    do {
      return try SmallDisk(over: setup.folder.path(of: "var"), megabytes: 24)
    } catch let refusal as SmallDisk.NotPermitted {
      print("NOT RUN: a full disk: this user may not mount a tmpfs (\(refusal))")
      return nil
    }
  }

  private func load(_ names: Range<Int>) async throws {
    try await server.load(
      names.map { ["author": .string("c\($0)@a.example"), "text": "A fine flight, thank you"] })
  }

  private func settled(_ count: Int) async throws {
    try await eventually(
      "\(count) messages are settled", within: .seconds(180), every: .milliseconds(200)
    ) {
      let status = try await setup.status()
      return status.messages == count && status.open == 0 && status.isSettled
    }
  }

  @Test func aDiskThatFillsStopsTheCursorAndLosesNothing() async throws {
    guard let disk = try disk() else { return }
    try await load(0..<40)
    let daemon = try await setup.started()
    try await settled(40)
    try disk.fill()
    // Far more than the store's own reserve.
    try await load(40..<1500)
    try await eventually("the log says that the disk is full") {
      try daemon.logged().contains(Self.words)
    }
    try await Task.sleep(for: .seconds(2))
    let full = try await setup.status()
    let posts = try await server.record().replies.count
    try await Task.sleep(for: .seconds(3))
    #expect(daemon.isRunning, "it waits for space, it does not loop through restarts")
    #expect(try await setup.status().messages == full.messages, "nothing is taken in")
    #expect(full.messages < 1500)
    #expect(try await server.record().replies.count == posts, "no post without its row")
    try disk.free()
    try await settled(1500)
    try await end(daemon, 1500)
  }

  @Test func aKillWhileTheDiskIsFullLosesNothing() async throws {
    guard let disk = try disk() else { return }
    try await load(0..<40)
    var daemon = try await setup.started()
    try await settled(40)
    try disk.fill()
    try await load(40..<1000)
    try await eventually("the log says that the disk is full") {
      try daemon.logged().contains(Self.words)
    }
    try await daemon.kill()
    let stood = try copied("killed")
    let before = try daemon.logged().count
    let refused = try setup.start()
    // With what is left it starts and waits, or it says why not.
    try await eventually("it says that the disk is full") {
      try refused.logged().dropFirst(before).contains(Self.words)
    }
    try await refused.kill()
    let stands = try copied("refused")
    #expect(stood.cursors == stands.cursors, "the cursor stands")
    #expect(stood.messages.count == stands.messages.count)
    try disk.free()
    daemon = try await setup.started()
    try await settled(1000)
    try await end(daemon, 1000)
  }

  @Test func aStartWithoutAnySpaceSaysWhatToDo() async throws {
    guard let disk = try disk() else { return }
    try disk.fill()
    let refused = try await setup.command("run")
    #expect(refused.status == 1)
    #expect(refused.error.contains("check the folder, its owner and the free space"))
    #expect(refused.error.contains(setup.folder.path(of: "var")))
    try disk.free()
    try await load(0..<5)
    let daemon = try await setup.started()
    try await settled(5)
    try await end(daemon, 5)
  }

  /// Read from a copy, with space: SQLite makes the log it needs beside it.
  private func copied(_ name: String) throws -> StoreRecord {
    for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: setup.store + ending) {
      try FileManager.default.copyItem(
        atPath: setup.store + ending, toPath: setup.folder.path(of: name + ending))
    }
    return try StoreRecord(path: setup.folder.path(of: name))
  }

  private func end(_ daemon: ReplydDaemon, _ count: Int) async throws {
    #expect(try await daemon.terminate(within: .seconds(setup.drain + 5)) == .exit(0))
    let verified = try await setup.command("verify")
    #expect(verified.status == 0, "replyd verify: \(verified.output)")
    let comparison = Comparison(
      server: try await server.record(), store: try StoreRecord(path: setup.store))
    #expect(comparison.store.messages.count == count)
    #expect(comparison.missingOrInvented == [])
    #expect(comparison.unended == [])
    #expect(comparison.doubled == [])
    #expect(comparison.unmatched == [])
  }
}
