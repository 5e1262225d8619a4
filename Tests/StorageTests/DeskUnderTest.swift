import Engine
import Foundation
import PluginKit
import PluginTesting

@testable import Storage

/// A store with handoffs in it, and short forms of what the inbox is asked.
struct DeskUnderTest {
  let test: StoreUnderTest
  var store: SQLiteStore { test.store }

  init() async throws { test = try await StoreUnderTest() }

  /// One handoff for each, in a conversation of its own, due a minute after the one before.
  @discardableResult
  func open(
    _ count: Int = 1, _ text: String = "Where is it?", team: String = "care",
    author: Author? = nil, urgency: Urgency = .normal, connector: String = "test"
  ) async throws -> [Int64] {
    let first = Int(try await test.texts("SELECT count(*) FROM message")[0]) ?? 0
    try await take(
      (first..<first + count).map { number in
        .make(
          text, id: "m\(number)", connector: connector, author: author ?? .make(id: "a\(number)"),
          conversation: "c\(number)")
      }, connector)
    var handoff = PlannedHandoff.make(team: team)
    handoff.urgency = urgency
    while try await !test.decideAll(.handoff, handoff: handoff).isEmpty {}
    let ids = try await test.texts("SELECT id FROM handoff ORDER BY id").suffix(count)
      .compactMap { Int64($0) }
    for id in ids { try await due(id, minutes: Int(id)) }
    return ids
  }

  private func take(_ messages: [Message], _ connector: String) async throws {
    _ = try await store.intake(
      IntakePage(
        connector: connector, messages: messages, cursor: nil, receivedAt: fixtureTime,
        coalesce: .zero, acknowledge: .hours(1), human: .hours(24)))
  }

  func due(_ handoff: Int64, minutes: Int?) async throws {
    let at = minutes.map { "\((fixtureTime + .minutes($0)).milliseconds)" } ?? "NULL"
    try await test.sql("UPDATE handoff SET dueAt = \(at) WHERE id = \(handoff)")
  }

  func end(_ handoff: Int64, as state: HandoffState = .answered, at: Date = fixtureTime)
    async throws
  {
    _ = try await store.close(HandoffClosing(handoff: handoff, as: state, by: "bo", at: at))
  }

  func page(_ query: InboxQuery, at: Date = fixtureTime) async throws -> InboxPage {
    try await store.inbox(query, now: at)
  }

  func ids(_ query: InboxQuery, at: Date = fixtureTime) async throws -> [Int64] {
    try await page(query, at: at).rows.map(\.handoff.id)
  }

  /// What the search finds among the waiting.
  func found(_ typed: String) async throws -> [Int64] {
    try await ids(InboxQuery(name: "Ana", search: typed))
  }
}
