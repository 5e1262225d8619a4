import Foundation
import PluginHosting
import PluginKit
import PluginTesting
import Testing

/// The engine relies on what a connector says of a post; so what a program says is taken for what
/// it proves, and for no more.
@Suite(.serialized) struct ExternalConnectorTests {
  @Test func aPageIsReadWholeOrNotAtAll() async throws {
    let message: JSONValue = [
      "id": "r1", "text": "Late!", "author": ["id": "a", "handle": "@a", "bot": true],
      "createdAt": "2026-01-05T08:59:00Z", "rating": 2, "visibility": "direct",
      "media": [["kind": "image", "description": "a box"]], "addressed": false,
      "rules": [["within": "24h", "sender": "machine", "because": "the platform's day"]],
    ]
    let scripted = try ScriptedPlugin.connector([
      "poll": [
        "result": [
          "messages": [message], "deleted": ["r0"], "cursor": "r1", "warnings": ["slow"],
          "answers": [["remote": "p1", "inReplyTo": "r0", "at": "2026-01-05T09:30:00.5Z"]],
        ]
      ]
    ])
    let page = try await scripted.product.poll(after: nil)
    let read = try #require(page.messages.first)
    #expect(read.id == .init(connector: "shop", remote: "r1") && read.platform == "reviews")
    #expect(read.rating == 2 && read.visibility == .direct && read.isAutomated)
    #expect(read.media == [Medium(kind: .image, description: "a box")])
    #expect(read.isAddressed == false)
    #expect(
      read.rules == [.init(.within(.hours(24)), for: .machine, because: "the platform's day")])
    let answered = try Date("2026-01-05T09:30:00Z", strategy: .iso8601) + .milliseconds(500)
    #expect(page.ownPosts == [OwnPost(remote: "p1", inReplyTo: "r0", at: answered)])
    #expect(page.deleted == ["r0"] && page.cursor == Cursor("r1") && page.warnings == ["slow"])
    scripted.end()
  }

  @Test func itsManifestSaysHowManyPostsThePlatformTakes() throws {
    let scripted = try ScriptedPlugin.connector([:])
    let budget = PostingBudget(posts: 20, per: .hours(1), isAligned: false)
    #expect(scripted.product.traits.postingBudget == budget)
    scripted.end()
  }

  static let badPages: [(JSONValue, String)] = [
    (["messages": [["id": "r1"]]], "\"text\" is required"),
    (["messages": [], "curser": "x"], "did you mean \"cursor\"?"),
    (["messages": "none"], "expected an array"),
    (["answers": [["remote": "p1", "inReplyTo": "r1"]]], "\"at\" is required"),
    (
      ["answers": [["remote": " ", "inReplyTo": "r1", "at": "2026-01-05T09:30:00Z"]]],
      "answers[0].remote"
    ),
    (
      ["answers": [["remote": "p1", "inReplyTo": "r1", "at": "yesterday"]]],
      "a time such as"
    ),
    (
      [
        "answers": [
          ["remote": "p1", "inReplyTo": "r1", "at": "2026-01-05T09:30:00Z", "author": "b"]
        ]
      ], "unknown key \"author\""
    ),
    ([], "expected an object"),
  ]

  @Test(arguments: badPages.map(\.1))
  func aBadPageIsMalformedAndSaysWhere(expected: String) async throws {
    let page = try #require(Self.badPages.first { $0.1 == expected }?.0)
    let scripted = try ScriptedPlugin.connector(["poll": ["result": page]])
    let failure = await #expect(throws: PollFailure.self) {
      try await scripted.product.poll(after: nil)
    }
    guard case .malformed(let why)? = failure else {
      Issue.record("not malformed: \(String(describing: failure))")
      return
    }
    #expect(why.contains(expected), "\(why)")
    scripted.end()
  }

  static let polls: [(JSONValue, PollFailure)] = [
    (
      ["code": 1, "message": "later", "data": ["kind": "retry", "after": "30s"]],
      .retry(after: .seconds(30), "later")
    ),
    (
      ["code": 1, "message": "no token", "data": ["kind": "unauthorised"]],
      .unauthorised("no token")
    ),
    (["code": 1, "message": "html", "data": ["kind": "malformed"]], .malformed("html")),
    (["code": 1, "message": "oops"], .retry(after: nil, "oops")),
  ]

  @Test(arguments: polls.indices) func pollErrorsKeepTheirKind(_ index: Int) async throws {
    let (error, expected) = Self.polls[index]
    let scripted = try ScriptedPlugin.connector(["poll": ["error": error]])
    let failure = await #expect(throws: PollFailure.self) {
      try await scripted.product.poll(after: nil)
    }
    #expect(failure == expected)
    scripted.end()
  }

  /// P3: only what is proven not to be out may be posted again.
  @Test func aPostThatBreaksTheProgramIsUnknown() async throws {
    let scripted = try ScriptedPlugin.connector(["post": ["exit": true]])
    await expect(.unknown, of: scripted.product)
    scripted.end()
  }

  @Test(arguments: [
    ("retry", Kind.retry), ("rejected", .rejected), ("unknown", .unknown), ("", .unknown),
    ("rety", .unknown),
  ])
  func postErrorsKeepTheirKind(_ word: String, _ kind: Kind) async throws {
    let error: JSONValue = ["code": 1, "message": "no", "data": ["kind": .string(word)]]
    let scripted = try ScriptedPlugin.connector(["post": ["error": error]])
    await expect(kind, of: scripted.product)
    scripted.end()
  }

  @Test func aReceiptThatCannotBeReadIsUnknown() async throws {
    let scripted = try ScriptedPlugin.connector(["post": ["result": ["ok": true]]])
    await expect(.unknown, of: scripted.product)
    scripted.end()
  }

  @Test func whatMayNotGoOutNeverReachesTheProgram() async throws {
    let scripted = try ScriptedPlugin.connector([:])
    await expect(.rejected, of: scripted.product, .make("12345678901"))
    await expect(
      .rejected, of: scripted.product,
      .make("hi", visibility: .public, parent: .make(visibility: .direct)))
    #expect(
      !FileManager.default.fileExists(atPath: scripted.fixture.folder.path(of: "asked.jsonl")))
    scripted.end()
  }

  @Test func readBacksAndStatesAreRead() async throws {
    let scripted = try ScriptedPlugin.connector([
      "receipt": ["result": ["found": ["remote": "p1"]]],
      "state": [
        "result": [
          "states": [
            ["is": "there"], ["is": "deleted"], ["is": "answered", "posts": [["remote": "p9"]]],
            ["is": "later", "why": "down"],
          ]
        ]
      ],
    ])
    #expect(try await scripted.product.receipt(for: .make("hi")) == .found(Receipt(remote: "p1")))
    let asked = (1...4).map { Message.make(id: "\($0)") }
    #expect(
      try await scripted.product.states(of: asked)
        == [.there, .deleted, .answered([Receipt(remote: "p9")]), .later("down")])
    await #expect(throws: PollFailure.self) { try await scripted.product.states(of: [.make()]) }
    scripted.end()
  }

  @Test func notifierErrorsKeepTheirKind() async throws {
    let cases: [(JSONValue, NotifyFailure)] = [
      (["code": 1, "message": "gone", "data": ["kind": "refused"]], .refused("gone")),
      (
        ["code": 1, "message": "busy", "data": ["kind": "retry", "after": "5s"]],
        .retry(after: .seconds(5), "busy")
      ),
      (["code": 1, "message": "oops"], .retry(after: nil, "oops")),
    ]
    for (error, expected) in cases {
      let scripted = try ScriptedPlugin.notifier(["notify": ["error": error]])
      let failure = await #expect(throws: NotifyFailure.self) {
        try await scripted.product.notify(.make())
      }
      #expect(failure == expected)
      scripted.end()
    }
    let scripted = try ScriptedPlugin.notifier([:])
    try await scripted.product.notify(.make())
    scripted.end()
    await PluginProcesses.ended()
  }

  /// A program that knows no digest answers an error to one.
  @Test func aDigestThatIsNotKnownComesAsHandoffs() async throws {
    func digest(_ kind: DigestNotification.Kind) -> DigestNotification {
      DigestNotification(
        key: "d", kind: kind, team: "care", title: "2 wait",
        handoffs: kind == .waiting ? [.make(key: "h1"), .make(key: "h2")] : [], at: fixtureTime)
    }
    func types(_ scripted: Scripted<ExternalNotifier>) throws -> [String?] {
      let path = scripted.fixture.folder.path(of: "asked.jsonl")
      return try Data(contentsOf: URL(filePath: path)).split(separator: UInt8(ascii: "\n"))
        .map { try JSONReader.read($0).plain }.filter { $0["method"] == "notify" }
        .map { $0["params"]?["notification"]?["type"]?.string }
    }
    let known = try ScriptedPlugin.notifier([:])
    try await known.product.digest(digest(.waiting))
    try await known.product.digest(digest(.daily))
    #expect(try types(known) == ["digest.waiting", "digest.daily"])
    known.end()

    let error: JSONValue = ["code": 1, "message": "what is a digest?"]
    let old = try ScriptedPlugin.notifier(["notify": ["error": error]])
    await #expect(throws: NotifyFailure.retry(after: nil, "what is a digest?")) {
      try await old.product.digest(digest(.waiting))
    }
    #expect(try types(old) == ["digest.waiting", "handoff.opened"])
    await #expect(throws: NotifyFailure.self) { try await old.product.digest(digest(.daily)) }
    #expect(try types(old) == ["digest.waiting", "handoff.opened", "digest.daily"])
    old.end()

    let busy = try ScriptedPlugin.notifier([
      "notify": ["error": ["code": 1, "message": "busy", "data": ["kind": "retry"]]]
    ])
    await #expect(throws: NotifyFailure.self) { try await busy.product.digest(digest(.waiting)) }
    #expect(try types(busy) == ["digest.waiting"])
    busy.end()
    await PluginProcesses.ended()
  }

  enum Kind: Sendable { case retry, rejected, unknown }

  private func expect(
    _ kind: Kind, of connector: ExternalConnector, _ reply: Reply = .make("hi"),
    at location: SourceLocation = #_sourceLocation
  ) async {
    do {
      _ = try await connector.post(reply)
      Issue.record("it was posted", sourceLocation: location)
    } catch {
      let found: Kind =
        switch error {
        case .retry: .retry
        case .rejected: .rejected
        case .unknown: .unknown
        }
      #expect(found == kind, "\(error)", sourceLocation: location)
    }
  }
}
