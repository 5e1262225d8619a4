import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

/// What a plan within a posting budget asks the store.
@Suite struct PostingTests {
  private func queued(_ count: Int) async throws -> StoreUnderTest {
    let test = try await StoreUnderTest()
    for number in 1...count {
      try await test.take([.make(id: "\(number)", author: .make(id: "\(number)"))])
      try await test.decideAll(
        .answer, reply: .make(deadline: fixtureTime + .minutes(100 - number)))
    }
    return test
  }

  @Test func theQueueIsTheMostUrgentAndThenTheEarliestFirst() async throws {
    let test = try await queued(3)
    try await test.sql("UPDATE reply SET urgency = 3 WHERE id = 1")
    let queue = try await test.store.queued(connector: "test", limit: 10)
    #expect(queue.map(\.row) == [1, 3, 2])
    #expect(queue[0].urgency == .critical && queue[0].deadline == fixtureTime + .minutes(99))
    #expect(try await test.store.queued(connector: "test", limit: 2).count == 2)
    #expect(try await test.store.queued(connector: "other", limit: 2).isEmpty)
    #expect(try await test.store.queueLength(connector: "test", atMost: 10) == 3)
    #expect(try await test.store.queueLength(connector: "test", atMost: 2) == 2)
  }

  @Test func nothingButTheChosenIsSendableInTheirOrder() async throws {
    let test = try await queued(4)
    let chosen = try await test.store.sendable(
      connector: "test", limit: 10, now: fixtureTime, among: [2, 4, 1, 99])
    #expect(chosen.map(\.row) == [2, 4, 1])
    let none = try await test.store.sendable(
      connector: "test", limit: 10, now: fixtureTime, among: [])
    #expect(none.isEmpty)
  }

  @Test func whatMayHaveArrivedCountsAsAPost() async throws {
    let test = try await queued(6)
    let begun = try await test.beginAll()
    let results: [Settlement.Result] = [
      .posted(Receipt(remote: "ours")), .unknown(askAt: fixtureTime + .minutes(5), "lost"),
      .retry(at: fixtureTime, "busy"), .rejected("blocked"), .withheld,
    ]
    for (row, result) in zip(begun.keys.sorted(), results) {
      try await test.settleAll([row: begun[row] ?? 0], result, at: fixtureTime + .minutes(1))
    }
    let later = fixtureTime + .minutes(1)
    #expect(
      try await test.store.posts(connector: "test", since: fixtureTime)
        == [fixtureTime, later, later], "the sixth is under way")
    #expect(try await test.store.posts(connector: "test", since: later) == [later, later])
    #expect(try await test.store.posts(connector: "other", since: fixtureTime).isEmpty)
    // A crash leaves the sixth unknown.
    _ = try await test.recover(at: later)
    #expect(try await test.store.posts(connector: "test", since: later).count == 3)
  }

  @Test func whatWasPlannedIsToldOnce() async throws {
    let test = try await queued(3)
    func planned(after row: Int64?) async throws -> [Int64] {
      try await test.store.planned(connector: "test", after: row, limit: 2).map(\.row)
    }
    #expect(try await planned(after: nil) == [3])
    #expect(try await planned(after: 2) == [3])
    #expect(try await planned(after: 0) == [2, 3], "no more than the last two")
  }

  @Test func whatIsQueuedWaitsForTheBudgetAndUnknownPostsDoNot() async throws {
    let test = try await queued(2)
    let opens = fixtureTime + .hours(3)
    #expect(try await test.store.nextSend(connector: "test", queuedFrom: opens) == opens)
    let begun = try await test.store.begin(
      try await test.sendable().prefix(1).map {
        SendStart(row: $0.row, fence: $0.fence, at: fixtureTime)
      })
    let askAt = fixtureTime + .minutes(1)
    try await test.settleAll(begun, .unknown(askAt: askAt, "lost"))
    #expect(try await test.store.nextSend(connector: "test", queuedFrom: opens) == askAt)
  }
}
