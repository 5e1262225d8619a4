import Foundation
import PluginKit
import PluginTesting
import ReplayConnectorPlugin
import TestSupport
import Testing

@Suite struct ReplayConnectorTests {
  let folder: TemporaryFolder
  let time = ManualTime()

  init() throws { folder = try TemporaryFolder() }

  func connector(
    _ lines: [String], speed: Double = 1, restamp: Bool = false
  ) throws -> any Connector {
    let file = try folder.write(lines.joined(separator: "\n"), to: "messages.jsonl")
    return try replayConnector.built(
      ["file": .string(file), "speed": .number(speed), "restamp": .bool(restamp)],
      environment: .make(id: "demo", time: time))
  }

  @Test func eachLineComesWhenItIsDue() async throws {
    let replay = try connector(
      [
        #"{"id":"b","text":"later","at":"10s"}"#, #"{"id":"a","text":"first","at":"2.5s"}"#,
        #"{"edit":"a","text":"first, edited","at":"20s"}"#, #"{"delete":"b","at":"30s"}"#,
      ], speed: 2)
    var batch = try await replay.poll(after: nil)
    #expect(batch.messages.isEmpty && !batch.isLast)
    time.advance(by: .milliseconds(1250))
    batch = try await replay.poll(after: batch.cursor)
    #expect(batch.messages.map(\.text) == ["first"])
    time.advance(by: .seconds(9))
    let cursor = batch.cursor
    batch = try await replay.poll(after: cursor)
    #expect(batch.messages.map(\.text) == ["later", "first, edited"])
    #expect(batch.messages[1].editedAt == fixtureTime + .seconds(10))
    #expect(!batch.isLast)
    time.advance(by: .seconds(10))
    // The same cursor, and a connector that remembers nothing.
    let restarted = try connector(
      try folder.text(of: "messages.jsonl").components(separatedBy: "\n"), speed: 2)
    let whole = try await restarted.poll(after: cursor)
    #expect(whole.messages.map(\.text) == ["later", "first, edited"])
    #expect(whole.hasMore)
    let rest = try await restarted.poll(after: whole.cursor)
    #expect(rest.deleted == ["b"] && rest.isLast && !rest.hasMore)
  }

  @Test func postsBeyondItsBudgetAreRefusedUntilItCountsAnew() async throws {
    let file = try folder.write(#"{"id":"a","text":"one"}"#, to: "messages.jsonl")
    let replay = try replayConnector.built(
      ["file": .string(file), "postingBudget": 2, "postingBudgetPer": "10m"],
      environment: .make(id: "demo", time: time))
    _ = try await replay.post(.make(key: "k1"))
    _ = try await replay.post(.make(key: "k2"))
    _ = try await replay.post(.make(key: "k1"))
    // 15:06:40; ten minutes begin at 15:10.
    await #expect(
      throws: DeliveryFailure.retry(after: .seconds(200), "the posting budget is spent")
    ) {
      try await replay.post(.make(key: "k3"))
    }
    time.advance(by: .seconds(200))
    _ = try await replay.post(.make(key: "k3"))
  }

  @Test func aPersonsAnswerComesWhenItIsDueAndHoldsForTheWordsItAnswers() async throws {
    let replay = try connector(
      [
        #"{"id":"a","text":"one"}"#, #"{"answered":"a","by":"p1","at":"10s"}"#,
        #"{"edit":"a","text":"two","at":"20s"}"#,
      ])
    let first = try await replay.poll(after: nil)
    #expect(first.messages.map(\.text) == ["one"] && first.ownPosts.isEmpty)
    #expect(try await replay.states(of: first.messages) == [.there])
    time.advance(by: .seconds(10))
    let second = try await replay.poll(after: first.cursor)
    let post = OwnPost(remote: "p1", inReplyTo: "a", at: fixtureTime + .seconds(10))
    #expect(second.ownPosts == [post] && second.messages.isEmpty)
    let answered = RemoteState.answered([Receipt(remote: "p1")])
    #expect(try await replay.states(of: first.messages) == [answered])
    time.advance(by: .seconds(10))
    let third = try await replay.poll(after: second.cursor)
    #expect(third.ownPosts.isEmpty && third.isLast)
    #expect(try await replay.states(of: third.messages) == [.there])
  }

  @Test func anEditNeverOvertakesItsMessage() async throws {
    let replay = try connector(
      [#"{"id":"a","text":"one"}"#, #"{"edit":"a","text":"two"}"#, #"{"delete":"a"}"#], speed: 0)
    var cursor: Cursor?
    var seen: [String] = []
    for _ in 0..<3 {
      let batch = try await replay.poll(after: cursor)
      seen += batch.messages.map(\.text) + batch.deleted
      cursor = batch.cursor
      #expect(batch.hasMore == (seen.count < 3))
    }
    #expect(seen == ["one", "two", "a"])
  }

  @Test func recordedTimesStayUnlessRestamped() async throws {
    let lines = [
      #"{"id":"a","text":"x","createdAt":"2024-01-01T10:00:00Z"}"#,
      #"{"id":"b","text":"y","createdAt":"2024-01-01T10:01:00.500Z"}"#,
    ]
    let start = try #require(ISO8601DateFormatter().date(from: "2024-01-01T10:00:00Z"))
    for (restamp, first) in [(false, start), (true, fixtureTime)] {
      let time = ManualTime()
      let file = try folder.write(lines.joined(separator: "\n"), to: "messages.jsonl")
      let replay = try replayConnector.built(
        ["file": .string(file), "restamp": .bool(restamp)], environment: .make(time: time))
      let begun = try await replay.poll(after: nil)
      time.advance(by: .seconds(61))
      let rest = try await replay.poll(after: begun.cursor)
      #expect((begun.messages + rest.messages).map(\.createdAt) == [first, first + .seconds(60.5)])
    }
  }

  @Test(arguments: [
    (#"{"id":"a"}"#, #"1: "text" is required"#),
    (#"{"text":"a"}"#, #"1: "id" is required"#),
    (#"{"id":"a","text":"x","autor":{}}"#, #":22: unknown key "autor"; did you mean "author"?"#),
    (#"{"id":"a","text":"x","rating":6}"#, #""rating": expected a whole number from 1 to 5"#),
    (#"{"id":"a","text":"x","at":5}"#, #""at": expected a duration"#),
    (#"{"id":"a","text":"x","createdAt":"yesterday"}"#, #""createdAt": expected a time"#),
    (#"{"id":"a","text":"x","visibility":"secret"}"#, #""visibility": expected one of public"#),
    (#"{"id":"m","text":"x"}"#, #"a second message with the id "m""#),
    (#"{"edit":"z","text":"x"}"#, #"no message played before this has the id "z""#),
    (#"{"answered":"z","by":"p1"}"#, #"no message played before this has the id "z""#),
    (#"{"answered":"m"}"#, #""by" is required"#),
    (#"{"delete":"m","text":"x"}"#, #"unknown key "text""#),
    (#"["a"]"#, "expected an object"), ("{", "expected a key"), ("\u{7}", "expected a value"),
  ])
  func aBadLineIsNamedByFileAndLine(line: String, expected: String) throws {
    let error = #expect(throws: SettingsIssues.self) {
      try connector([#"{"id":"m","text":"fine"}"#, "", line])
    }
    let text = error?.description ?? ""
    #expect(text.contains("messages.jsonl:3:"))
    #expect(text.contains(expected))
  }

  @Test func aRepeatedKeyIsWrittenOnceByWhomever() async throws {
    let one = try connector([#"{"id":"a","text":"x"}"#])
    let two = try connector([#"{"id":"a","text":"x"}"#])
    let parent = Message.make(id: "a")
    let first = try await one.post(.make("Hello", key: "k1", parent: parent))
    #expect(try await two.post(.make("Hello", key: "k1", parent: parent)) == first)
    _ = try await two.post(.make("Other", key: "k2", parent: parent))
    #expect(try await one.post(.make("Other", key: "k2", parent: parent)).remote == "k2")
    #expect(try folder.replies().map { $0["key"]?.string } == ["k1", "k2"])
    #expect(try await one.receipt(for: .make(key: "k3")) == .absent)
  }

  @Test func aTornLastLineWasNeverPosted() async throws {
    let replay = try connector([#"{"id":"a","text":"x"}"#])
    _ = try await replay.post(.make("Hello", key: "k1"))
    let whole = try folder.text(of: "messages.replies.jsonl")
    let torn = #"{"key":"k2","text":""# + String(repeating: "x", count: 1000)
    try folder.write(whole + torn, to: "messages.replies.jsonl")
    #expect(try await connector([]).receipt(for: .make(key: "k2")) == .absent)
    _ = try await connector([]).post(.make("Again", key: "k2"))
    #expect(try folder.replies().map { $0["text"]?.string } == ["Hello", "Again"])
  }

  @Test func aForeignFileIsNeverOverwritten() async throws {
    let replay = try connector([])
    try folder.write("my shopping list\n", to: "messages.replies.jsonl")
    await #expect(throws: DeliveryFailure.self) { try await replay.post(.make()) }
    #expect(try folder.text(of: "messages.replies.jsonl") == "my shopping list\n")
  }

  @Test func aStrangeCursorIsRefused() async throws {
    let replay = try connector([])
    let strange = [
      "", "{}", #"{"line":-1,"start":"2024-01-01T10:00:00.000Z"}"#,
      #"{"line":5,"start":"2024-01-01T10:00:00.000Z"}"#,
    ]
    for text in strange {
      await #expect(throws: PollFailure.self) { try await replay.poll(after: Cursor(text)) }
    }
  }
}
