import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Storage

/// A copy of a working store, and what a store made of it may do.
@Suite struct BackupTests {
  private let later = fixtureTime + .hours(2)

  private func restored(
    _ test: StoreUnderTest, from name: String = "copy.sqlite", force: Bool = true
  ) async throws -> (store: StoreUnderTest, report: RestoreReport) {
    try test.store.close()
    let report = try StoreFile(path: test.path).restore(
      test.folder.path(of: name), replacing: force, at: later)
    return (try await StoreUnderTest(in: test.folder), report)
  }

  private func backUp(_ test: StoreUnderTest, to name: String = "copy.sqlite") async throws
    -> BackupReport
  {
    try await test.store.backup(to: test.folder.path(of: name), at: fixtureTime)
  }

  @Test func aCopyIsOneFileOfItsOwnerWithEverythingInIt() async throws {
    let test = try await StoreUnderTest()
    try await test.take((1...200).map { .make(id: "\($0)", author: .make(id: "\($0)")) })
    let report = try await backUp(test)
    #expect(report.messages == 200 && report.bytes > 20_000)
    let files = FileManager.default
    let mode = try files.attributesOfItem(atPath: report.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let names = try files.contentsOfDirectory(atPath: test.folder.path(of: "."))
    #expect(names.filter { $0.hasPrefix("copy") } == ["copy.sqlite"])
    let (again, restored) = try await restored(test)
    #expect(restored.messages == 200 && restored.open == 200)
    #expect(restored.cursors == [.init(connector: "test", at: fixtureTime)])
    #expect(try await again.states().count == 200)
    #expect(try await again.violations().isEmpty)
  }

  @Test func whatIsWrittenMeanwhileIsInTheCopyToo() async throws {
    let test = try await StoreUnderTest(for: .daemon)
    let long = String(repeating: "a longer text ", count: 200)
    try await test.take((1...2000).map { .make(long, id: "\($0)", author: .make(id: "\($0)")) })
    let copy = Task { try await backUp(test) }
    var written = 2000
    while FileManager.default.fileExists(atPath: test.folder.path(of: "copy.sqlite.partial"))
      || written == 2000
    {
      written += 1
      try await test.take([.make(long, id: "\(written)", author: .make(id: "\(written)"))])
      if written > 20_000 { break }
    }
    #expect(try await copy.value.messages >= 2000)
    let (_, report) = try await restored(test)
    // Whole pages of intake, none torn: the integrity check of the restore has passed.
    #expect(report.messages >= 2000 && report.messages <= written)
  }

  @Test func aFileThatIsThereIsNotOverwritten() async throws {
    let test = try await StoreUnderTest()
    try test.folder.write("precious", to: "copy.sqlite")
    await #expect(throws: StoreFailure.self) { try await backUp(test) }
    #expect(
      try String(contentsOfFile: test.folder.path(of: "copy.sqlite"), encoding: .utf8)
        == "precious")
    for name in ["replyd.sqlite", "replyd.sqlite-shm", "replyd.sqlite-journal"] {
      await #expect(throws: StoreFailure.self) { try await backUp(test, to: name) }
    }
    #expect(try await test.texts("SELECT path FROM backup").isEmpty)
  }

  @Test func aStoreIsReplacedOnlyOnDemandAndKept() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1")])
    _ = try await backUp(test)
    try await test.take([.make(id: "2")])
    try test.store.close()
    let file = StoreFile(path: test.path)
    let copy = test.folder.path(of: "copy.sqlite")
    #expect(throws: StoreFailure.self) { try file.restore(copy, replacing: false, at: later) }
    let report = try file.restore(copy, replacing: true, at: later)
    let kept = try #require(report.kept)
    #expect(report.messages == 1)
    let old = try SQLiteStore(path: kept)
    #expect(try await old.status(now: later).messages == 2)
  }

  @Test func aRunningDaemonsStoreIsNotReplaced() async throws {
    let test = try await StoreUnderTest()
    _ = try await backUp(test)
    let error = #expect(throws: StoreFailure.self) {
      try StoreFile(path: test.path).restore(
        test.folder.path(of: "copy.sqlite"), replacing: true, at: later)
    }
    guard case .inUse? = error else { return #expect(Bool(false), "\(String(describing: error))") }
  }

  @Test(arguments: ["not a database at all", "", "SQLite format 3\u{0}"])
  func whatIsNoBackupIsRefusedAndTheStoreStays(_ text: String) async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try test.folder.write(text, to: "copy.sqlite")
    try test.store.close()
    #expect(throws: StoreFailure.self) {
      try StoreFile(path: test.path).restore(
        test.folder.path(of: "copy.sqlite"), replacing: true, at: later)
    }
    #expect(try await StoreUnderTest(in: test.folder).states() == ["stored"])
  }

  @Test func aDamagedBackupIsRefused() async throws {
    let test = try await StoreUnderTest()
    try await test.take((1...300).map { .make(id: "\($0)", author: .make(id: "\($0)")) })
    let path = try await backUp(test).path
    var bytes = try Data(contentsOf: URL(filePath: path))
    for start in (5..<20).map({ $0 * 4096 }) {
      bytes.replaceSubrange(start..<start + 64, with: Data(count: 64))
    }
    try bytes.write(to: URL(filePath: path))
    try test.store.close()
    let error = #expect(throws: StoreFailure.self) {
      try StoreFile(path: test.path).restore(path, replacing: true, at: later)
    }
    #expect(error?.description.contains("damaged") == true)
  }

  @Test func whatWaitedToBeSentIsAskedForFirst() async throws {
    let test = try await StoreUnderTest()
    try await test.take(["1", "2"].map { .make(id: $0, author: .make(id: $0)) })
    try await test.decideAll(.answer, reply: .make())
    _ = try await test.store.begin(
      try await test.sendable().prefix(1).map {
        SendStart(row: $0.row, fence: $0.fence, at: fixtureTime)
      })
    #expect(try await test.states("reply").sorted() == ["queued", "sending"])
    _ = try await backUp(test)
    let (again, report) = try await restored(test)
    #expect(report.unknown == 2)
    #expect(try await again.states("reply") == ["unknown", "unknown"])
    #expect(try await again.sendable(at: later).isEmpty)
    let unknown = try await again.store.unknowns(connector: "test", limit: 9, now: later)
    #expect(unknown.count == 2)
    #expect(try await again.violations(live: false, at: later).isEmpty)
    // One is found on the platform, the other is proven absent and goes out with its old key.
    try await again.store.settle([
      Settlement(
        row: unknown[0].row, fence: unknown[0].fence, result: .posted(Receipt(remote: "r")),
        at: later),
      Settlement(row: unknown[1].row, fence: unknown[1].fence, result: .absent, at: later),
    ])
    let sendable = try await again.sendable(at: later)
    #expect(sendable.map(\.reply.key) == [unknown[1].reply.key])
    #expect(try await again.violations(live: false, at: later).isEmpty)
  }

  @Test func whatAHoldOrADraftKeptBackIsAskedForWhenItLeaves() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", author: .make(id: "1"))])
    try await test.decideAll(.answer, reply: .make())
    _ = try await test.store.hold(.everything, reason: "storm", by: "ana", at: fixtureTime)
    try await test.take([.make(id: "2", author: .make(id: "2"))])
    try await test.decideAll(.answer, reply: .make(isDraft: true))
    #expect(try await test.states("reply") == ["held", "draft"])
    _ = try await backUp(test)
    let (again, _) = try await restored(test)
    #expect(try await again.states("reply") == ["held", "draft"])
    _ = try await again.store.release(nil, by: "ana", at: later)
    _ = try await again.store.approve(draft: 2, text: nil, by: "ana", at: later)
    #expect(try await again.states("reply") == ["unknown", "unknown"])
    #expect(try await again.violations(live: false, at: later).isEmpty)
  }

  /// It may have been answered with other words, which asking would not find.
  @Test func aMessageFromBeforeTheRestoreIsAnsweredByADraft() async throws {
    let test = try await StoreUnderTest()
    _ = try await backUp(test)
    let (again, _) = try await restored(test)
    try await again.take(
      [.make(id: "1"), .make(id: "2", author: .make(id: "b"), createdAt: later + .hours(1))],
      at: later + .hours(1))
    try await again.decideAll(.answer, reply: .make(), at: later + .hours(1))
    #expect(try await again.states("reply") == ["draft", "queued"])
  }

  @Test func newKeysAreNotThoseOfRepliesTheBackupDoesNotKnow() async throws {
    let test = try await StoreUnderTest()
    _ = try await backUp(test)
    try await test.take([.make(createdAt: later + .hours(1))])
    try await test.decideAll(.answer, reply: .make())
    let before = try await test.texts("SELECT key FROM reply")
    let (again, _) = try await restored(test)
    try await again.take([.make(id: "2", createdAt: later + .hours(1))])
    try await again.decideAll(.answer, reply: .make())
    let after = try await again.texts("SELECT key FROM reply")
    #expect(before.count == 1 && after.count == 1 && before != after)
  }

  @Test func whoWasForgottenSinceStaysForgotten() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make("secret words"), .make(id: "2", author: .make(id: "b"))])
    try await test.decideAll(.handoff, handoff: .make())
    _ = try await backUp(test)
    _ = try await test.store.forget("test/a1", at: fixtureTime + .hours(1))
    let (again, report) = try await restored(test)
    #expect(report.forgotten == 1)
    #expect(try await again.texts("SELECT remote FROM author") == ["b"])
    #expect(try await again.take([.make("secret words")]).new == 0)
    try again.store.close()
    let bytes = try Data(contentsOf: URL(filePath: again.path))
    #expect(bytes.range(of: Data("secret".utf8)) == nil)
  }
}
