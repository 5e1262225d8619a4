import Foundation
import MastodonConnectorPlugin
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// GoToSocial, Pleroma and others: ids that are no numbers, other limits, keys that are ignored.
@Suite struct MastodonOtherServersTests {
  enum Dialect: String, CaseIterable, Sendable {
    case goToSocial, pleroma

    /// Not in the order of any alphabet or number.
    var ids: [String] {
      switch self {
      case .goToSocial: ["01J9ZZZ8Q0V6TN4M3S4Y8K2E7B", "01JA0000BX4F7T3Q9C5D2W1H6R"]
      case .pleroma: ["AnZ9abcXyQw1", "9abcDEF012xy"]
      }
    }

    var instance: String {
      switch self {
      case .goToSocial:
        #"{"domain":"gts.example","version":"0.19.1+git-1","#
          + #""source_url":"https://codeberg.org/superseriousbusiness/gotosocial","#
          + #""configuration":{"statuses":{"max_characters":5000,"#
          + #""characters_reserved_per_url":25}}}"#
      case .pleroma:
        #"{"domain":"pl.example","version":"2.7.2 (compatible; Pleroma 2.9.1)"}"#
      }
    }
  }

  private static let me = #"{"id":"me","acct":"b"}"#

  private static func status(_ id: String, _ text: String, parent: String? = nil, by: String = "c")
    -> String
  {
    let replied = parent.map { "\"\($0)\"" } ?? "null"
    return #"{"id":"\#(id)","content":"<p>\#(text)</p>","visibility":"public","#
      + #""created_at":"2026-03-01T10:00:00Z","in_reply_to_id":\#(replied),"#
      + #""account":{"id":"\#(by)","acct":"ana@a.example"}}"#
  }

  private func server(_ dialect: Dialect) throws -> LoopbackReceiver {
    let ids = dialect.ids
    return try LoopbackReceiver { request in
      let path = request.path
      if path.contains("verify_credentials") { return .init(200, #"{"id":"me","username":"b"}"#) }
      if path.contains("v2/instance") { return .init(200, dialect.instance) }
      if request.method == "POST" { return .init(200, Self.status("OURS1", "ok", by: "me")) }
      if path.contains("/context") {
        let own = Self.status("OURS1", "ok", parent: ids[0], by: "me")
        return .init(200, #"{"ancestors":[],"descendants":[\#(own)]}"#)
      }
      if path.contains("/notifications?") {
        guard path.contains("min_id=0") || path.contains("min_id=N-\(ids[0])") else {
          return .init(200, "[]")
        }
        let new = path.contains("min_id=0") ? 0 : 1
        return .init(
          200,
          #"[{"id":"N-\#(ids[new])","type":"mention","status":"#
            + Self.status(ids[new], "mention \(new)") + "}]")
      }
      if path.contains("/timelines/tag/") {
        guard path.contains("min_id=0&") else { return .init(200, "[]") }
        return .init(200, "[\(Self.status("TAG-\(ids[1])", "tagged"))]")
      }
      if path.hasSuffix("/statuses/\(ids[0])") {
        return .init(200, Self.status(ids[0], "mention 0"))
      }
      return .init(404)
    }
  }

  @Test(arguments: Dialect.allCases)
  func idsAreOnlyPassedBack(dialect: Dialect) async throws {
    let receiver = try server(dialect)
    let connector = try mastodonConnector.built(
      [
        "server": .string(receiver.url), "token": ["env": "T"], "startFrom": "oldest",
        "hashtags": ["northwind"],
      ], variables: ["T": "t"])
    var cursor: Cursor?
    var texts: [String] = []
    for _ in 0..<8 {
      let batch = try await connector.poll(after: cursor)
      texts += batch.messages.map(\.text)
      cursor = batch.cursor ?? cursor
      #expect(batch.warnings.isEmpty, "\(batch.warnings)")
    }
    #expect(texts == ["mention 0", "mention 1", "tagged"])
    let paths = receiver.requests.map(\.path)
    #expect(paths.contains { $0.contains("min_id=N-\(dialect.ids[1])") })
    let parent = Message.make(
      "mention 0", id: dialect.ids[0], connector: "test", author: .make(id: "c"),
      createdAt: fixtureTime)
    let receipt = try await connector.post(.make("ok", parent: parent))
    #expect(receipt.remote == "OURS1")
    #expect(try await connector.receipt(for: .make("ok", parent: parent)) == .found(receipt))
    #expect(try await connector.states(of: [parent]) == [.answered([receipt])])
  }

  @Test func aServerThatIgnoresKeysIsReadBack() async throws {
    for dialect in Dialect.allCases {
      let receiver = try server(dialect)
      let connector = try mastodonConnector.built(
        ["server": .string(receiver.url), "token": ["env": "T"]], variables: ["T": "t"])
      _ = try await connector.poll(after: nil)
      let expected: ConnectorTraits.Idempotency =
        dialect == .goToSocial ? .readBack : .expiringKey(.hours(1))
      #expect(connector.traits.idempotency == expected)
      #expect(connector.traits.maxLength == (dialect == .goToSocial ? 4960 : 460))
    }
  }

  @Test func fiveThousandCharactersArePosted() async throws {
    let server = try LoopbackMastodonProcess(["--max-characters", "5000", "--idempotency", "off"])
    let connector = try server.connector()
    let start = try await connector.poll(after: nil)
    try await server.mention("Tell me all", ["spoilerText": "long"])
    let parent = try #require(try await connector.poll(after: start.cursor).messages.first)
    let text = String(repeating: "y", count: connector.traits.maxLength)
    #expect(text.count == 4960)
    let receipt = try await connector.post(.make(text, parent: parent))
    #expect(try await connector.receipt(for: .make(text, parent: parent)) == .found(receipt))
    #expect(try await server.violations() == [])
  }

  /// ISO 8601 with microseconds, and epoch seconds.
  @Test(arguments: [true, false])
  func bothDialectsOfTheRateLimitAreHeeded(isEpoch: Bool) async throws {
    let reset = SystemTime().now + .minutes(40)
    let text =
      isEpoch
      ? "\(Int(reset.timeIntervalSince1970))"
      : reset.formatted(.iso8601.dateTimeSeparator(.standard)).replacing("Z", with: ".754511Z")
    let receiver = try LoopbackReceiver { request in
      if request.path.contains("verify_credentials") { return .init(200, Self.me) }
      if request.path.contains("instance") { return .init(404) }
      return .init(
        429, #"{"error":"リクエストが多すぎます"}"#, headers: ["X-RateLimit-Reset": text])
    }
    let connector = try mastodonConnector.built(
      ["server": .string(receiver.url), "token": ["env": "T"]], variables: ["T": "t"],
      environment: .make(time: SystemTime()))
    do {
      _ = try await connector.poll(after: nil)
      Issue.record("429 is a failure")
    } catch {
      guard case .retry(let after?, _) = error else {
        return #expect(Bool(false), "the reset must be heeded: \(error)")
      }
      #expect((.minutes(38) ... .minutes(41)).contains(after))
    }
  }

  /// A server without search must not cost the mentions.
  @Test func aKeywordThatCannotBeSearchedForIsToldAndPutOff() async throws {
    let receiver = try LoopbackReceiver { request in
      if request.path.contains("verify_credentials") { return .init(200, Self.me) }
      if request.path.contains("/notifications?") {
        return .init(200, #"[{"id":"7","type":"mention","status":\#(Self.status("8", "hi"))}]"#)
      }
      return .init(request.path.contains("search") ? 503 : 404)
    }
    let connector = try mastodonConnector.built(
      [
        "server": .string(receiver.url), "token": ["env": "T"], "keywords": ["northwind"],
        "startFrom": "oldest",
      ], variables: ["T": "t"])
    var cursor: Cursor?
    var warnings: [String] = []
    var texts: Set<String> = []
    for _ in 0..<8 {
      let batch = try await connector.poll(after: cursor)
      warnings += batch.warnings
      texts.formUnion(batch.messages.map(\.text))
      cursor = batch.cursor ?? cursor
    }
    #expect(texts == ["hi"])
    #expect(warnings.count == 1 && warnings[0].contains("keyword \"northwind\""), "\(warnings)")
    #expect(receiver.requests.count { $0.path.contains("search") } == 1)
  }
}
