import PluginKit
import PluginTesting
import TestSupport
import Testing

@Suite struct MastodonPostTests {
  let server: LoopbackMastodonProcess
  let time = ManualTime()

  init() throws { server = try LoopbackMastodonProcess() }

  /// A connector, and a customer's message that it polled.
  func conversation(
    on server: LoopbackMastodonProcess, _ more: [String: JSONValue] = [:],
    time: any Time = ManualTime()
  ) async throws -> (connector: any Connector, parent: Message) {
    let connector = try server.connector(time: time)
    let start = try await connector.poll(after: nil)
    try await server.mention("Where is my order?", more)
    let batch = try await connector.poll(after: start.cursor)
    return (connector, try #require(batch.messages.first))
  }

  func fault(_ name: String, _ more: [JSONValue.Member] = []) async throws {
    try await server.control(
      "faults",
      .object([.init(name, 1), .init("path", "/statuses"), .init("method", "POST")] + more))
  }

  @Test(arguments: [
    ("public", Visibility.public), ("unlisted", .unlisted), ("private", .followers),
    ("direct", .direct),
  ])
  func aReplyIsAsNarrowAsItsParent(name: String, visibility: Visibility) async throws {
    let (connector, parent) = try await conversation(
      on: server, ["visibility": .string(name), "spoilerText": "long waits"])
    #expect(parent.visibility == visibility)
    _ = try await connector.post(.make("Soon!", visibility: visibility, parent: parent))
    let post = try #require(try await server.posts().last)
    #expect(post["visibility"]?.string == name)
    #expect(post["text"]?.string == "@ana@example.social Soon!")
    #expect(post["in_reply_to_id"]?.string == parent.id.remote)
    if visibility > .public {
      await #expect(throws: DeliveryFailure.rejected("the reply is more public than its parent")) {
        try await connector.post(.make("Soon!", visibility: .public, parent: parent))
      }
    }
    #expect(try await server.posts().count == 1)
    #expect(try await server.violations() == [])
  }

  @Test(arguments: ["loseAnswerAfterActing", "cutBody", "status5xxAfterActing"])
  func aLostAnswerIsUnknownAndFoundByReadBack(fault name: String) async throws {
    let (connector, parent) = try await conversation(on: server)
    let reply = Reply.make("See https://shop.example/orders/17?a=1&b=2 <3\n\nBye", parent: parent)
    let other = Reply.make("Other.", key: "reply-2", kind: .acknowledgement, parent: parent)
    try await fault(name)
    guard case .unknown = await failure({ try await connector.post(reply) }) else {
      return #expect(Bool(false), "a lost answer must be unknown")
    }
    try await server.control("faults")
    guard case .found(let receipt) = try await connector.receipt(for: reply) else {
      return #expect(Bool(false), "the post must be found")
    }
    #expect(receipt.remote == (try await server.posts().last?["id"]?.string))
    // Another kind of reply to the same message: only the text tells.
    #expect(try await connector.receipt(for: other) == .absent)
    // The server forgets no key within the hour.
    #expect(try await connector.post(reply).remote == receipt.remote)
    #expect(try await server.posts().count == 1)
    #expect(try await server.violations() == [])
  }

  @Test func readBackOutlivesTheParent() async throws {
    let (connector, parent) = try await conversation(on: server)
    let reply = Reply.make("Sorry about @ana@example.social's order!", parent: parent)
    let receipt = try await connector.post(reply)
    try await server.control("delete", ["status": .string(parent.id.remote)])
    #expect(try await connector.receipt(for: reply) == .found(receipt))
    #expect(try await connector.receipt(for: .make("Never sent.", parent: parent)) == .absent)
    guard
      case .rejected = await failure({
        try await connector.post(.make("Late.", key: "reply-9", parent: parent))
      })
    else { return #expect(Bool(false), "a reply to a deleted message must be rejected") }
  }

  @Test func aDroppedOrBrokenServerIsUnknown() async throws {
    let (connector, parent) = try await conversation(on: server)
    for name in ["dropBeforeActing", "status5xx"] {
      try await fault(name)
      guard case .unknown = await failure({ try await connector.post(.make(parent: parent)) })
      else { return #expect(Bool(false), "\(name) must be unknown") }
      try await server.control("faults")
      #expect(try await connector.receipt(for: .make(parent: parent)) == .absent)
    }
  }

  @Test func aServerThatIsGoneWasNeverWrittenTo() async throws {
    var server: LoopbackMastodonProcess? = try LoopbackMastodonProcess()
    let (connector, parent) = try await conversation(on: try #require(server))
    server = nil
    guard case .retry = await failure({ try await connector.post(.make(parent: parent)) }) else {
      return #expect(Bool(false), "a refused connection was never written to")
    }
  }

  @Test func theRateLimitsResetIsHeeded() async throws {
    let time = SystemTime()
    let (connector, parent) = try await conversation(on: server, time: time)
    try await fault("status429", [.init("resetAfterMs", 3_600_000)])
    guard
      case .retry(let after, _) = await failure({
        try await connector.post(.make(parent: parent))
      })
    else { return #expect(Bool(false), "429 is a refusal") }
    let wait = try #require(after)
    #expect((.minutes(50) ... .minutes(60)).contains(wait))
  }

  @Test func whatDoesNotFitIsRejectedBeforeItIsSent() async throws {
    let (connector, parent) = try await conversation(
      on: server, ["author": "a_customer_with_a_name_of_thirty_and_more_letters@example.social"])
    let traits = connector.traits
    #expect(traits.maxLength == 460)
    let long = String(repeating: "x", count: traits.maxLength)
    guard case .rejected = await failure({ try await connector.post(.make(long, parent: parent)) })
    else { return #expect(Bool(false), "too long with this mention") }
    #expect(try await server.posts().isEmpty)
  }

  @Test func aLongContentWarningGivesWayToTheText() async throws {
    let (connector, parent) = try await conversation(
      on: server, ["spoilerText": .string(String(repeating: "w", count: 400))])
    let text = String(repeating: "x", count: connector.traits.maxLength)
    _ = try await connector.post(.make(text, parent: parent))
    #expect(try await server.posts().last?["text"]?.string?.hasSuffix(text) == true)
  }

  private func failure(_ body: () async throws -> Receipt) async -> DeliveryFailure? {
    do {
      _ = try await body()
      return nil
    } catch {
      return error as? DeliveryFailure
    }
  }
}
