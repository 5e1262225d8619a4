import Foundation
import GRDB
import PluginKit
import PluginTesting
import TestRecords
import TestSupport
import Testing

/// A store that is locked, read-only or damaged: one clear error, no send, nothing changed.
@Suite(.serialized) struct BadStoreTests {
  private let server: LoopbackMastodonProcess
  private let setup: DaemonSetup

  init() throws {
    server = try LoopbackMastodonProcess(["--post-limit", "0"])
    setup = try DaemonSetup(server: server.server, limits: ["coalesce": "20ms"])
  }

  /// Messages answered by a daemon that has ended, and more that wait.
  private func worked(_ count: Int = 60) async throws -> StoreRecord {
    try await load(0..<count)
    let daemon = try await setup.started()
    try await settled(count)
    #expect(try await daemon.terminate(within: .seconds(setup.drain + 5)) == .exit(0))
    try await load(count..<(count + 10))
    return try StoreRecord(path: setup.store)
  }

  private func load(_ names: Range<Int>) async throws {
    try await server.load(
      names.map { ["author": .string("c\($0)@a.example"), "text": "A fine flight, thank you"] })
  }

  private func settled(_ count: Int) async throws {
    try await eventually("\(count) messages are settled", every: .milliseconds(200)) {
      let status = try await setup.status()
      return status.messages == count && status.open == 0 && status.isSettled
    }
  }

  private func expectRefusal(_ refused: ReplydBinary.Output, _ words: String...) {
    #expect(refused.status == 1)
    for word in words { #expect(refused.error.contains(word), "\(refused.error)") }
    #expect(refused.error.split(separator: "\n").count < 8, "one error, not a flood")
  }

  @Test func aStoreThatAnotherProgramLocksIsRefusedAndGoesOnAfterwards() async throws {
    let before = try await worked()
    let posts = try await server.record().replies.count
    // This process, as a backup script or a person with `sqlite3` would.
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: setup.store, configuration: configuration)
    try await other.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
    }
    expectRefusal(try await setup.command("run"), "database is locked", setup.store)
    try await other.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
    try other.close()
    let record = try StoreRecord(path: setup.store)
    #expect(record.cursors == before.cursors, "the cursor stands")
    #expect(try await server.record().replies.count == posts)
    try await goesOn(70)
  }

  @Test func whoOpensTheStoreOfARunningDaemonIsTurnedAway() async throws {
    try await load(0..<20)
    let daemon = try await setup.started()
    await #expect(throws: DatabaseError.self) {
      let other = try DatabaseQueue(path: setup.store)
      try await other.write { db in try db.execute(sql: "DELETE FROM message") }
    }
    try await settled(20)
    #expect(try await daemon.terminate(within: .seconds(setup.drain + 5)) == .exit(0))
    #expect(try StoreRecord(path: setup.store).messages.count == 20)
  }

  @Test func aReadOnlyFolderAndAReadOnlyFileAreNamed() async throws {
    guard getuid() == 0, FileManager.default.isExecutableFile(atPath: Self.setpriv) else {
      print("NOT RUN: a read-only store: needs root and setpriv, to run as nobody")
      return
    }
    let before = try await worked()
    let folder = setup.folder.path(of: "var")
    _ = try Tool.run("/bin/chown", ["-R", "65534:65534", setup.folder.path])
    guard try asNobody("check").status == 0 else {
      print("NOT RUN: a read-only store: nobody may not run the binary where it lies")
      return
    }
    for (mode, path) in [("0555", folder), ("0444", setup.store)] {
      _ = try Tool.run("/bin/chmod", [mode, path])
      let refused = try asNobody("run")
      #expect(refused.status == 1)
      #expect(refused.words.contains(setup.folder.path), "\(refused.words)")
      #expect(refused.words.contains("check the folder, its owner"), "\(refused.words)")
      _ = try Tool.run("/bin/chmod", [mode == "0555" ? "0755" : "0644", path])
    }
    #expect(try StoreRecord(path: setup.store).cursors == before.cursors)
    try await goesOn(70)
  }

  private static let setpriv = "/usr/bin/setpriv"

  private func asNobody(_ command: String) throws -> (status: Int32, words: String) {
    try Tool.run(
      Self.setpriv,
      [
        "--reuid=65534", "--regid=65534", "--clear-groups", setup.binary.url.path, command,
        "--config", setup.config,
      ])
  }

  @Test func aFileThatIsNoDatabaseIsRefused() async throws {
    _ = try await worked()
    try overwrite(at: 0, [UInt8](repeating: 0x5A, count: 100))
    let damaged = try Data(contentsOf: URL(filePath: setup.store))
    expectRefusal(
      try await setup.command("run"), "file is not a database", setup.store, "restore a backup")
    #expect(try Data(contentsOf: URL(filePath: setup.store)) == damaged, "it is left as it is")
  }

  @Test func aDamagedStoreIsRefusedOrNamedBeforeAnythingIsSent() async throws {
    _ = try await worked(400)
    let posts = try await server.record().replies.count
    let size = try Data(contentsOf: URL(filePath: setup.store)).count
    // Every page but the first few, in its header.
    for page in stride(from: 8 * 4096, to: size, by: 4096) {
      try overwrite(at: page, [UInt8](repeating: 0xA5, count: 64))
    }
    let verified = try await setup.command("verify")
    #expect(verified.status != 0)
    let said = verified.output + verified.error
    #expect(said.contains("restore a backup"), "\(said)")
    let refused = try await setup.command("run")
    expectRefusal(refused, "malformed", "restore a backup")
    #expect(try await server.record().replies.count == posts, "nothing was sent")
  }

  /// Single pages somewhere: what reads them says so, and goes on saying so; the rest goes on.
  @Test(arguments: [0.2, 0.35, 0.5, 0.65, 0.8, 0.95])
  func oneDamagedPageNeverGoesUnnoticed(_ place: Double) async throws {
    _ = try await worked(300)
    let pages = try Data(contentsOf: URL(filePath: setup.store)).count / 4096
    try overwrite(at: Int(Double(pages) * place) * 4096, [UInt8](repeating: 0xA5, count: 64))
    let verified = try await setup.command("verify")
    #expect(verified.status != 0)
    #expect((verified.output + verified.error).contains("restore a backup"))
    let daemon = try setup.start()
    try await eventually("it says so, or did not need the page", within: .seconds(20)) {
      if try daemon.logged().contains("restore a backup") { return true }
      return try await server.record().replies.count == 310
    }
    try await Task.sleep(for: .seconds(1))
    if daemon.isRunning { try await daemon.kill() }
    // Loops that meet the page each second or less: words, but no flood.
    #expect(try daemon.logged().split(separator: "\n").count < 40)
    let parents = try await server.record().replies.map { $0.inReplyTo ?? "none" }
    #expect(Set(parents).count == parents.count, "nothing is said twice")
  }

  private func overwrite(at offset: Int, _ bytes: [UInt8]) throws {
    let file = try FileHandle(forWritingTo: URL(filePath: setup.store))
    try file.seek(toOffset: UInt64(offset))
    try file.write(contentsOf: bytes)
    try file.close()
  }

  /// With the hindrance gone all goes on, and nothing is lost.
  private func goesOn(_ count: Int) async throws {
    let daemon = try await setup.started()
    try await settled(count)
    #expect(try await daemon.terminate(within: .seconds(setup.drain + 5)) == .exit(0))
    let verified = try await setup.command("verify")
    #expect(verified.status == 0, "replyd verify: \(verified.output)")
    let comparison = Comparison(
      server: try await server.record(), store: try StoreRecord(path: setup.store))
    #expect(comparison.missingOrInvented == [])
    #expect(comparison.unended == [])
    #expect(comparison.doubled == [])
    #expect(comparison.unmatched == [])
  }
}
