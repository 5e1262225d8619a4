import Engine
import Foundation
import GRDB
import PluginKit
import PluginTesting
import Testing

@testable import Storage

@Suite struct OpeningTests {
  private func opening(_ path: String) -> StoreFailure? {
    do {
      _ = try SQLiteStore(path: path)
      return nil
    } catch { return error }
  }

  @Test func theSettingsThatDurabilityNeedsAreReadBack() async throws {
    let test = try await StoreUnderTest(for: .daemon)
    let settings = try await test.store.commits.read { db in
      (
        try String.fetchOne(db, sql: "PRAGMA locking_mode"),
        try String.fetchOne(db, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(db, sql: "PRAGMA synchronous")
      )
    }
    #expect(settings.0 == "exclusive")
    #expect(settings.1 == "wal")
    #expect(settings.2 == 2)
  }

  @Test func aSecondOpenerIsToldWhoHasIt() async throws {
    let test = try await StoreUnderTest(for: .daemon)
    let failure = opening(test.path)
    let pid = ProcessInfo.processInfo.processIdentifier
    #expect(failure == .inUse(path: test.path, pid: pid))
    #expect(failure?.description.contains("(process \(pid))") == true)
    // The refused one has not taken the lock from the first.
    try await test.take([.make()])
    #expect(opening(test.path) == .inUse(path: test.path, pid: pid))
  }

  @Test func aClosedStoreCanBeOpenedAgain() async throws {
    let test = try await StoreUnderTest(for: .daemon)
    try await test.take([.make()], cursor: "7")
    let reopened = try await test.reopened()
    #expect(try await reopened.store.cursor(of: "test") == Cursor("7"))
    #expect(try await reopened.states() == ["stored"])
  }

  @Test func aConfigHasOneRow() async throws {
    let test = try await StoreUnderTest()
    let again = try await test.store.register(config: "hash", at: fixtureTime + .hours(1))
    #expect(again == test.config)
    #expect(try await test.store.register(config: "other", at: fixtureTime) != test.config)
  }

  @Test func aCorruptFileIsAClearError() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(String(repeating: "no database ", count: 1000), to: "x.sqlite")
    guard case .cannotOpen(path, _) = try #require(opening(path)) else {
      Issue.record("expected cannotOpen")
      return
    }
    #expect(opening(path)?.description.contains("restore a backup") == true)
    #expect(try Data(contentsOf: URL(filePath: path)).count == 12_000)
  }

  /// `/proc` refuses new files even to root.
  @Test func aFolderThatCannotBeWrittenIsAClearError() throws {
    let failure = try #require(opening("/proc/replyd-test/x.sqlite"))
    guard case .cannotOpen("/proc/replyd-test/x.sqlite", _) = failure else {
      Issue.record("expected cannotOpen, got \(failure)")
      return
    }
    #expect(failure.description.contains("check the folder"))
  }

  @Test func aFolderInPlaceOfTheFileIsAClearError() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "x.sqlite/inside")
    guard case .cannotOpen = try #require(opening(folder.path(of: "x.sqlite"))) else {
      Issue.record("expected cannotOpen")
      return
    }
  }
}
