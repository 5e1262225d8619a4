import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// Hashtags, keywords and private threads beside the mentions.
@Suite struct MastodonListeningTests {
  let server: LoopbackMastodonProcess
  let time = ManualTime()

  init() throws { server = try LoopbackMastodonProcess() }

  func connector(_ more: [JSONValue.Member]) throws -> any Connector {
    try server.connector(more, time: time)
  }

  /// Polls until there is no more.
  func drain(
    _ connector: any Connector, from cursor: Cursor?
  ) async throws -> (batch: Batch, cursor: Cursor?) {
    var all = Batch(messages: [], cursor: cursor)
    for _ in 0..<100 {
      let batch = try await connector.poll(after: all.cursor)
      all.messages += batch.messages
      all.deleted += batch.deleted
      all.warnings += batch.warnings
      let isFirst = all.cursor == nil
      all.cursor = batch.cursor ?? all.cursor
      if !batch.hasMore, !isFirst { return (all, all.cursor) }
    }
    Issue.record("polling does not end")
    return (all, all.cursor)
  }

  /// The next time that all feeds are due.
  func later(
    _ connector: any Connector, from cursor: Cursor?
  ) async throws -> (batch: Batch, cursor: Cursor?) {
    time.advance(by: .seconds(61))
    return try await drain(connector, from: cursor)
  }

  func post(_ text: String, _ more: [String: JSONValue] = [:]) async throws {
    try await server.mention(text, more.merging(["unaddressed": true]) { more, _ in more })
  }

  @Test func aHashtagIsReadFromTheStartOn() async throws {
    try await post("Old words about #Northwind")
    let connector = try connector([.init("hashtags", ["northwind"])])
    var (batch, cursor) = try await drain(connector, from: nil)
    #expect(batch.messages.isEmpty)
    try await post("My #northwind boots leak")
    try await post("Nothing to do with it")
    try await server.post("We are #northwind ourselves")
    (batch, cursor) = try await later(connector, from: cursor)
    #expect(batch.messages.map(\.text) == ["My #northwind boots leak"])
    #expect(batch.messages.first?.author.handle == "@ana@example.social")
    #expect(batch.warnings.isEmpty)
    #expect(try await server.violations() == [])
  }

  @Test func manyPostsOfOneIntervalAllCome() async throws {
    let connector = try connector([.init("hashtags", ["#northwind"])])
    let start = try await drain(connector, from: nil)
    try await server.load(
      (0..<130).map {
        ["author": .string("c\($0)@a.example"), "text": "x #northwind", "unaddressed": true]
      })
    let (batch, _) = try await later(connector, from: start.cursor)
    #expect(Set(batch.messages.map(\.author.handle)).count == 130)
  }

  /// A remote post takes its id from its own time: it appears below the cursor.
  @Test func aPostThatFederatesLateIsFound() async throws {
    try await post("First #northwind", ["createdAt": "2026-03-01T10:00:00Z"])
    let connector = try connector([.init("hashtags", ["northwind"]), .init("sweepEvery", "5m")])
    var (batch, cursor) = try await drain(connector, from: nil)
    try await post("Newest #northwind", ["createdAt": "2026-03-01T12:00:00Z"])
    (batch, cursor) = try await later(connector, from: cursor)
    #expect(batch.messages.map(\.text) == ["Newest #northwind"])
    try await post("Late #northwind", ["createdAt": "2026-03-01T11:00:00Z"])
    (batch, cursor) = try await later(connector, from: cursor)
    #expect(batch.messages.isEmpty, "the server must put it below the cursor")
    time.advance(by: .minutes(5))
    (batch, cursor) = try await later(connector, from: cursor)
    #expect(batch.messages.map(\.text).contains("Late #northwind"))
    #expect(!batch.messages.map(\.text).contains("First #northwind"), "older than our start")
  }

  @Test func aHashtagThatNobodyUsedYetIsEmpty() async throws {
    let connector = try connector([.init("hashtags", ["brandnew"])])
    var (batch, cursor) = try await drain(connector, from: nil)
    #expect(batch.warnings.isEmpty)
    try await post("The very first #brandnew")
    (batch, cursor) = try await later(connector, from: cursor)
    #expect(batch.messages.count == 1)
  }

  @Test func withOldestAHashtagIsReadFromItsBeginning() async throws {
    for number in 0..<60 { try await post("\(number) #northwind") }
    let connector = try connector([
      .init("hashtags", ["northwind"]), .init("startFrom", "oldest"),
    ])
    let (batch, _) = try await drain(connector, from: nil)
    #expect(Set(batch.messages.map(\.text)).count == 60)
  }

  @Test func keywordsAreSearchedFor() async throws {
    try await post("Northwind Outfitters was fine last year")
    let connector = try connector([.init("keywords", ["northwind outfitters"])])
    let start = try await drain(connector, from: nil)
    #expect(start.batch.messages.isEmpty)
    try await post("Is Northwind Outfitters closing?")
    let (batch, _) = try await later(connector, from: start.cursor)
    #expect(batch.messages.last?.text == "Is Northwind Outfitters closing?")
    #expect(try await server.violations() == [])
  }

  @Test func aPrivateThreadWithoutNotificationsIsHeard() async throws {
    let dm: [String: JSONValue] = ["visibility": "direct", "silent": true]
    try await server.mention("An old secret", author: "bo@b.example", dm)
    let connector = try connector([])
    var (batch, cursor) = try await drain(connector, from: nil)
    #expect(batch.messages.isEmpty)
    let first = try await server.mention("My booking is lost", dm)
    try await server.mention(
      "The code is 17", dm.merging(["inReplyTo": .string(first)]) { $1 })
    (batch, cursor) = try await later(connector, from: cursor)
    #expect(batch.messages.map(\.text) == ["My booking is lost", "The code is 17"])
    #expect(batch.messages.allSatisfy { $0.visibility == .direct })
    (batch, cursor) = try await later(connector, from: cursor)
    #expect(batch.messages.isEmpty, "an unchanged thread is not read again")
    #expect(try await server.violations() == [])
  }

  @Test func aPolicyThatDropsMentionsIsAnAlarm() async throws {
    try await server.control("policy", ["for_not_following": "drop", "for_new_accounts": "filter"])
    let connector = try connector([])
    let (batch, cursor) = try await drain(connector, from: nil)
    #expect(batch.warnings.count == 1, "\(batch.warnings)")
    #expect(batch.warnings.first?.contains("people the account does not follow") == true)
    #expect(batch.warnings.first?.contains("new accounts") == false)
    try await server.control("policy", ["for_not_following": "accept"])
    time.advance(by: .hours(1))
    #expect(try await drain(connector, from: cursor).batch.warnings.isEmpty)
  }

  @Test func picturesAreNotedBesideTheWords() async throws {
    let connector = try connector([])
    let start = try await drain(connector, from: nil)
    try await server.mention("Look!", ["media": ["a torn bag", ""]])
    let (batch, _) = try await drain(connector, from: start.cursor)
    #expect(batch.messages.first?.text == "Look!")
    #expect(
      batch.messages.first?.media
        == [Medium(kind: .image, description: "a torn bag"), Medium(kind: .image)])
  }

  @Test func editsAndDeletionsAreFollowedUnasked() async throws {
    let connector = try connector([.init("sweepEvery", "24h")])
    let start = try await drain(connector, from: nil)
    var ids: [String] = []
    for number in 0..<3 {
      ids.append(try await server.mention("Number \(number)", author: "c\(number)@a.example"))
    }
    let first = try await drain(connector, from: start.cursor)
    #expect(first.batch.messages.count == 3)
    try await server.control("edit", ["status": .string(ids[0]), "text": "Other words"])
    try await server.control("delete", ["status": .string(ids[1])])
    let (batch, cursor) = try await later(connector, from: first.cursor)
    #expect(batch.messages.map(\.text) == ["Other words"])
    #expect(batch.deleted == [ids[1]])
    let (quiet, _) = try await later(connector, from: cursor)
    #expect(quiet.messages.isEmpty && quiet.deleted.isEmpty)
  }

  @Test(arguments: [
    ("hashtags", JSONValue.array(["two words"])), ("hashtags", .array(["a/b"])),
    ("hashtags", .array([""])), ("hashtags", .array((0..<21).map { .string("t\($0)") })),
    ("keywords", .array(["x"])), ("keywords", .array((0..<11).map { .string("word\($0)") })),
  ])
  func whatCannotBeListenedToIsRefused(name: String, value: JSONValue) throws {
    #expect(throws: SettingsIssues.self) { try connector([.init(name, value)]) }
  }
}
