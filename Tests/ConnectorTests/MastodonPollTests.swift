import PluginKit
import PluginTesting
import TestSupport
import Testing

@Suite struct MastodonPollTests {
  let server: LoopbackMastodonProcess
  let time = ManualTime()

  init() throws { server = try LoopbackMastodonProcess() }

  /// Polls until there is no more; fails on a loop.
  func drain(
    _ connector: any Connector, from cursor: Cursor?
  ) async throws -> (messages: [Message], cursor: Cursor?) {
    var messages: [Message] = []
    var cursor = cursor
    for _ in 0..<200 {
      let batch = try await connector.poll(after: cursor)
      messages += batch.messages
      cursor = batch.cursor ?? cursor
      if !batch.hasMore { return (messages, cursor) }
    }
    Issue.record("polling does not end")
    return (messages, cursor)
  }

  func load(_ count: Int) async throws {
    for number in 0..<count {
      try await server.mention("Number \(number)", author: "c\(number)@example.social")
    }
  }

  @Test func aLimitToldToOnePartIsHeededByAll() async throws {
    let connector = try server.connector([.init("startFrom", "oldest")], time: time)
    try await load(1)
    let (messages, cursor) = try await drain(connector, from: nil)
    // The server's clock is far ahead of the manual one: the wait is the longest that is believed.
    try await server.control("faults", ["status429": 1, "path": "/notifications"])
    await #expect(throws: PollFailure.self) { try await connector.poll(after: cursor) }
    await #expect(throws: PollFailure.self) { try await connector.states(of: messages) }
    let counts = try await server.read("counts")["requests"]
    #expect(counts?["GET /api/v1/statuses"] == nil, "a closed door is not knocked at")
    time.advance(by: .hours(4))
    #expect(try await connector.states(of: messages) == [.there])
  }

  @Test func fiveHundredMentionsComeInOrderAndOnce() async throws {
    try await load(500)
    let connector = try server.connector([.init("startFrom", "oldest")], time: time)
    let (messages, cursor) = try await drain(connector, from: nil)
    #expect(messages.map(\.text) == (0..<500).map { "Number \($0)" })
    #expect(try await drain(connector, from: cursor).messages.isEmpty)
  }

  @Test func aFirstStartAnswersNothingOlder() async throws {
    try await load(3)
    let connector = try server.connector(time: time)
    let (older, cursor) = try await drain(connector, from: nil)
    #expect(older.isEmpty)
    try await server.mention("New")
    #expect(try await drain(connector, from: cursor).messages.map(\.text) == ["New"])
  }

  @Test func aLateMentionIsFoundByASweep() async throws {
    let connector = try server.connector(time: time)
    var cursor = try await drain(connector, from: nil).cursor
    try await load(3)
    cursor = try await drain(connector, from: cursor).cursor
    try await server.mention("Late", ["late": true])
    let missed = try await drain(connector, from: cursor)
    #expect(missed.messages.isEmpty, "the server must put it below the cursor")
    time.advance(by: .seconds(61))
    let swept = try await drain(connector, from: missed.cursor)
    #expect(swept.messages.contains { $0.text == "Late" })
    // The sweep ended where polling goes on.
    try await server.mention("After")
    #expect(try await drain(connector, from: swept.cursor).messages.map(\.text) == ["After"])
  }

  @Test(arguments: ["repeatPage", "reorderPage", "cutBody", "status5xx", "dropBeforeActing"])
  func aFaultyServerLosesNothing(fault: String) async throws {
    let connector = try server.connector([.init("startFrom", "oldest")], time: time)
    _ = try await connector.states(of: [.make(id: "1")])
    try await load(300)
    try await server.control(
      "faults",
      .object([.init("seed", 7), .init(fault, 0.5), .init("path", "/notifications")]))
    var seen: Set<String> = []
    var cursor: Cursor?
    // Endless trouble would end here too: the server's numbers repeat with their seed.
    for _ in 0..<600 where seen.count < 300 {
      do {
        let batch = try await connector.poll(after: cursor)
        seen.formUnion(batch.messages.map(\.text))
        cursor = batch.cursor ?? cursor
      } catch {
        #expect(fault != "repeatPage" && fault != "reorderPage")
      }
    }
    #expect(seen.count == 300)
  }

  @Test func aServerThatOnlyRepeatsDoesNotKeepUsBusy() async throws {
    try await load(5)
    let connector = try server.connector([.init("startFrom", "oldest")], time: time)
    let cursor = try await connector.poll(after: nil).cursor
    try await server.control("faults", ["repeatPage": 1, "path": "/notifications"])
    let (messages, _) = try await drain(connector, from: cursor)
    #expect((5...10).contains(messages.count))
  }

  @Test func fieldsAreReadAsTheyStand() async throws {
    let connector = try server.connector(time: time)
    let cursor = try await drain(connector, from: nil).cursor
    let parent = try await server.mention("First", author: "robo@bots.example", ["authorBot": true])
    try await server.mention(
      "@brand @carl@example.social psst\nbye", author: "dora",
      [
        "visibility": "direct", "language": "de", "spoilerText": "spiders",
        "inReplyTo": .string(parent), "authorName": "Dora <3", "filtered": true,
      ])
    let messages = try await drain(connector, from: cursor).messages
    #expect(messages.count == 2)
    #expect(messages.first?.isAutomated == true && messages.first?.author.isBot == true)
    #expect(messages.first?.author.handle == "@robo@bots.example")
    let message = try #require(messages.last)
    #expect(message.visibility == .direct && message.language == "de")
    #expect(message.contentWarning == "spiders" && message.inReplyTo == parent)
    #expect(message.author.name == "Dora <3" && message.author.handle == "@dora")
    #expect(message.text.hasSuffix("psst\nbye") && !message.text.contains("@brand"))
    #expect(message.platform == "mastodon" && message.id.connector == "mastodon")
  }

  @Test func statesFollowEditsAndDeletions() async throws {
    let connector = try server.connector(time: time)
    let cursor = try await drain(connector, from: nil).cursor
    try await load(45)
    let messages = try await drain(connector, from: cursor).messages
    try await server.control("delete", ["status": .string(messages[41].id.remote)])
    try await server.control(
      "edit", ["status": .string(messages[3].id.remote), "text": "Other words"])
    let states = try await connector.states(of: messages.reversed())
    let changed = states.indices.filter { states[$0] != .there }
    #expect(changed == [3, 41])
    #expect(states[3] == .deleted)
    guard case .edited(let now) = states[41] else { return #expect(Bool(false), "not edited") }
    #expect(now.text == "Other words" && now.editedAt != nil)
  }
}
