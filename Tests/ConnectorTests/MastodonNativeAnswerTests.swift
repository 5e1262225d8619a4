import PluginKit
import PluginTesting
import TestSupport
import Testing

/// A person may answer at the brand's account while replyd's reply waits.
@Suite struct MastodonNativeAnswerTests {
  let server: LoopbackMastodonProcess
  let connector: any Connector

  init() throws {
    server = try LoopbackMastodonProcess()
    connector = try server.connector([.init("startFrom", "oldest"), .init("conversations", false)])
  }

  /// All there is, by remote id.
  func messages() async throws -> [String: Message] {
    var cursor: Cursor?
    var found: [String: Message] = [:]
    for _ in 0..<20 {
      let batch = try await connector.poll(after: cursor)
      for message in batch.messages { found[message.id.remote] = message }
      cursor = batch.cursor ?? cursor
      if cursor != nil, !batch.hasMore { break }
    }
    return found
  }

  func state(of id: String) async throws -> RemoteState? {
    try await connector.states(of: [try #require(try await messages()[id])]).first
  }

  @Test(arguments: ["public", "unlisted", "private", "direct"])
  func aReplyAtTheAccountIsAnAnswer(visibility: String) async throws {
    let id = try await server.mention(
      "Where is my bag?", ["visibility": .string(visibility)])
    #expect(try await state(of: id) == .there)
    let answer = try await server.post(
      "@ana@example.social Found it!", to: id, visibility: visibility)
    guard case .answered(let posts) = try await state(of: id) else {
      return #expect(Bool(false), "the person's answer must be seen")
    }
    #expect(posts.map(\.remote) == [answer])
  }

  /// The connector names our own posts too: which are ours the engine's record tells.
  @Test func ourOwnReplyIsNamedByItsReceipt() async throws {
    let id = try await server.mention("Where is my bag?")
    let parent = try #require(try await messages()[id])
    let receipt = try await connector.post(.make("We look for it.", parent: parent))
    guard case .answered(let posts) = try await state(of: id) else {
      return #expect(Bool(false), "our post is one of the account")
    }
    #expect(posts.map(\.remote) == [receipt.remote])
  }

  @Test func whatWasSaidBeforeAnEditIsNoAnswerToTheNewWords() async throws {
    let id = try await server.mention("Where is my bag?")
    try await server.post("@ana@example.social On its way", to: id)
    try await server.control("edit", ["status": .string(id), "text": "It came, but broken"])
    guard case .edited(let now) = try await connector.states(of: [.make(id: id)]).first else {
      return #expect(Bool(false), "the edit must be seen first")
    }
    #expect(try await connector.states(of: [now]) == [.there])
    let answer = try await server.post("@ana@example.social Oh no, sorry", to: id)
    #expect(
      try await connector.states(of: [now]).first.map { state in
        if case .answered(let posts) = state { posts.map(\.remote) } else { [] }
      } == [answer])
  }

  @Test func anAnswerToSomebodyElseInTheThreadIsNone() async throws {
    let id = try await server.mention("Where is my bag?", author: "ana@a.example")
    let other = try await server.mention(
      "Mine is lost too", author: "bo@b.example", ["inReplyTo": .string(id)])
    try await server.post("@bo@b.example Which flight?", to: other)
    #expect(try await state(of: id) == .there)
    guard case .answered = try await state(of: other) else {
      return #expect(Bool(false), "the other was answered")
    }
  }

  @Test func anAnswerToTheFirstPartOfABurstIsOneToItsLast() async throws {
    let first = try await server.mention("Where is my bag?")
    let early = try await server.post("@ana@example.social Which flight?", to: first)
    let last = try await server.mention("It is red", ["inReplyTo": .string(first)])
    #expect(try await state(of: last) == .there, "what was said before is no answer: \(early)")
    let answer = try await server.post("@ana@example.social Found it!", to: first)
    guard case .answered(let posts) = try await state(of: last) else {
      return #expect(Bool(false), "the person answered the burst")
    }
    #expect(posts.map(\.remote) == [answer])
  }

  /// One thread that cannot be asked for holds up neither the others nor itself for good.
  @Test func aThreadThatFailsIsAskedForLater() async throws {
    var ids: [String] = []
    for number in 0..<16 {
      ids.append(try await server.mention("Question \(number)", author: "c\(number)@a.example"))
    }
    let known = try await messages()
    let asked = ids.compactMap { known[$0] }
    try await server.control("faults", ["seed": 3, "status5xx": 0.3, "path": "/context"])
    let states = try await connector.states(of: asked)
    let there = states.count { $0 == .there }
    #expect(states.count == 16 && (4...15).contains(there), "\(states)")
    #expect(states.allSatisfy { if case .later = $0 { true } else { $0 == .there } })
    try await server.control("faults", ["status5xx": 1, "path": "/context"])
    await #expect(throws: PollFailure.self) { try await connector.states(of: asked) }
    try await server.control("faults")
    #expect(try await connector.states(of: asked).allSatisfy { $0 == .there })
  }

  @Test func manyAreLookedAtTogetherAndInOrder() async throws {
    var ids: [String] = []
    for number in 0..<20 {
      ids.append(try await server.mention("Question \(number)", author: "c\(number)@a.example"))
    }
    try await server.post("@c7@a.example Yes.", to: ids[7])
    try await server.control("delete", ["status": .string(ids[3])])
    let known = try await messages()
    let asked = ids.map { known[$0] ?? .make(id: $0) }
    let states = try await connector.states(of: asked)
    #expect(states[3] == .deleted)
    #expect(states.indices.filter { states[$0] != .there } == [3, 7])
    #expect(try await server.violations() == [])
  }
}
