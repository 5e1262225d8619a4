import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

/// What the store knows of links in notifications.
@Suite struct UsedLinkTests {
  private let until = fixtureTime + .hours(72)

  @Test func aLinkIsUsedOnce() async throws {
    let test = try await StoreUnderTest()
    #expect(try await test.store.linkUse("a") == nil)
    #expect(try await test.store.useLink("a", by: "Ana", at: fixtureTime, until: until))
    let later = fixtureTime + .hours(1)
    #expect(try await !test.store.useLink("a", by: "Ben", at: later, until: until))
    #expect(try await test.store.linkUse("a") == LinkUse(by: "Ana", at: fixtureTime))
    #expect(try await test.store.useLink("b", by: "Ben", at: later, until: until))
    let again = try await test.reopened()
    #expect(try await !again.store.useLink("a", by: "Ben", at: later, until: until))
  }

  @Test func ofManyAtOnceOneUsesIt() async throws {
    let test = try await StoreUnderTest()
    let won = try await withThrowingTaskGroup(of: Bool.self) { group in
      for n in 0..<100 {
        group.addTask {
          try await test.store.useLink("a", by: "\(n)", at: fixtureTime, until: fixtureTime)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(won.count { $0 } == 1)
  }

  @Test func marksGoOnceNoCopyCanBeValid() async throws {
    let test = try await StoreUnderTest()
    _ = try await test.store.useLink("a", by: "Ana", at: fixtureTime, until: until)
    #expect(try await test.store.useLink("b", by: "Ana", at: until, until: until + .hours(1)))
    #expect(try await test.store.linkUse("a") != nil)
    _ = try await test.store.useLink(
      "c", by: "Ana", at: until + .seconds(1), until: until + .hours(2))
    #expect(try await test.texts("SELECT link FROM usedLink ORDER BY link") == ["b", "c"])
  }

  @Test func aHandoffIsFoundWithItsState() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.handoff, handoff: .make())
    let open = try #require(try await test.store.linkedHandoff(1))
    #expect(open.row.state == .open && open.takenAt == nil && open.endedBy == nil)
    let taken = fixtureTime + .minutes(3)
    _ = try await test.store.take(Taking(handoff: 1, by: "Ana", at: taken))
    #expect(try await test.store.linkedHandoff(1)?.takenAt == taken)
    _ = try await test.store.close(
      HandoffClosing(handoff: 1, as: .closed, by: "Ben", at: taken + .minutes(1)))
    let closed = try #require(try await test.store.linkedHandoff(1))
    #expect(closed.endedBy == "Ben" && closed.endedAt == taken + .minutes(1))
    #expect(closed.row.takenBy == "Ana")
    #expect(try await test.store.linkedHandoff(2) == nil)
  }
}
