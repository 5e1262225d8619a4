import Engine
import Foundation
import GRDB
import PluginKit
import PluginTesting
import Testing

@testable import Storage

@Suite struct GroupCommitTests {
  private struct Planted: Error {}

  @Test func aFailingWriteFailsNeitherItsNeighboursNorChangesAnything() async throws {
    let test = try await StoreUnderTest(for: .daemon)
    let commits = test.store.commits
    let failed = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<1000 {
        group.addTask {
          do {
            try await commits.write { db in
              try db.execute(
                sql: "INSERT INTO meta(name, value) VALUES(?, 'x')", arguments: ["n\(number)"])
              if number.isMultiple(of: 7) { throw Planted() }
            }
            return false
          } catch is Planted { return true }
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(failed == 143)
    let count = try await test.texts("SELECT count(*) FROM meta WHERE name LIKE 'n%'")
    #expect(count == ["857"])
  }

  @Test func writesKeepTheirOrder() async throws {
    let test = try await StoreUnderTest(for: .daemon)
    for number in 1...300 {
      try await test.sql("INSERT INTO meta(name, value) VALUES('n\(number)', '\(number)')")
    }
    #expect(
      try await test.texts(
        "SELECT max(CAST(value AS INTEGER)) FROM meta WHERE name LIKE 'n%'") == ["300"])
  }

  @Test func aReadSeesWhatWasWrittenBefore() async throws {
    let test = try await StoreUnderTest(for: .daemon)
    try await test.take([.make()])
    #expect(try await test.states() == ["stored"])
  }
}
