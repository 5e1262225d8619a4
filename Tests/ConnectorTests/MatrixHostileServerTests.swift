import Foundation
import MatrixConnectorPlugin
import PluginKit
import PluginTesting
import Synchronization
import TestSupport
import Testing

/// What no Synapse does, from a server that does as it likes.
@Suite struct MatrixHostileServerTests {
  /// Answers `/sync` with these bodies, one after the other, and the calls beside it as a server
  /// does that knows one direct room.
  private final class Script: Sendable {
    typealias Answers = @Sendable (LoopbackReceiver.Request) -> LoopbackReceiver.Answer?

    let server: LoopbackReceiver

    init(_ syncs: [String], _ more: @escaping Answers = { _ in nil }) throws {
      let next = Mutex(syncs[...])
      server = try LoopbackReceiver { request in
        if let answer = more(request) { return answer }
        if request.path.contains("/whoami") { return .init(200, #"{"user_id":"@brand:x"}"#) }
        if request.path.contains("/joined_members") {
          return .init(200, #"{"joined":{"@brand:x":{},"@a:x":{}}}"#)
        }
        guard request.path.contains("/sync?") else {
          return .init(404, #"{"errcode":"M_NOT_FOUND"}"#)
        }
        let body = next.withLock { $0.popFirst() }
        return .init(200, body ?? #"{"next_batch":"end"}"#)
      }
    }

    func connector(time: any Time = ManualTime()) throws -> any Connector {
      try matrixConnector.built(
        ["server": .string(server.url), "token": ["env": "TOKEN"], "waitForNews": "0s"],
        variables: ["TOKEN": "s3cret-token"], environment: .make(id: "matrix", time: time))
    }
  }

  private static let start = #"{"next_batch":"s1"}"#

  private static func sync(_ events: [String], next: String = "s2") -> String {
    #"{"next_batch":"\#(next)","rooms":{"join":{"!r:x":{"timeline":{"events":["#
      + events.joined(separator: ",") + "]}}}}}"
  }

  private static func event(_ id: String, _ body: String = #""hi""#, _ more: String = "") -> String
  {
    #"{"event_id":"\#(id)","type":"m.room.message","sender":"@a:x","content":"#
      + #"{"msgtype":"m.text","body":\#(body)}\#(more)}"#
  }

  @Test func oneBadEventCostsOnlyItself() async throws {
    let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
    let bad = [
      #"{"event_id":"$nosender","type":"m.room.message","content":{}}"#, "null", "[]", "7",
      Self.event("$deep", deep), Self.event("$number", "5"), Self.event("$lone", #""\ud83d""#),
      Self.event("$a b"), Self.event("$" + String(repeating: "x", count: 300)),
    ]
    let good = [
      Self.event("$1"), Self.event("$2/?#%", #""two""#),
      Self.event("$3", #""three""#, #","origin_server_ts":"soon","unsigned":5"#),
      Self.event("$4", #""four""#, #","origin_server_ts":99999999999999"#),
    ]
    let mixed = zip(good, [bad[0..<3], bad[3..<5], bad[5..<7], bad[7...]]).flatMap { [$0] + $1 }
    let script = try Script([Self.start, Self.sync(mixed), Self.sync(mixed, next: "s3")])
    let time = ManualTime()
    let connector = try script.connector(time: time)
    let cursor = try await connector.poll(after: nil).cursor
    let batch = try await connector.poll(after: cursor)
    #expect(batch.messages.map(\.text) == ["hi", "two", "three", "four"])
    #expect(batch.messages.map(\.id.remote) == ["$1", "$2/?#%", "$3", "$4"])
    // No time, or one that never comes, is now.
    #expect(batch.messages.allSatisfy { $0.createdAt == time.now })
    #expect(batch.warnings.contains { $0.contains("event $nosender in !r:x cannot be read") })
    #expect(batch.warnings.contains { $0.contains("event $deep in !r:x cannot be read") })
    let again = try await connector.poll(after: batch.cursor)
    #expect(again.messages.count == 4 && again.warnings == [])
  }

  @Test func bytesThatAreNoTextAreReplaced() async throws {
    let script = try Script([Self.start]) { _ in nil }
    let raw = try RawServer { client in
      if client.path.contains("whoami") {
        return client.answer(Array(#"{"user_id":"@brand:x"}"#.utf8))
      }
      if client.path.contains("joined_members") {
        return client.answer(Array(#"{"joined":{"@brand:x":{},"@a:x":{}}}"#.utf8))
      }
      guard client.path.contains("/sync?") else { return client.answer([0x7B, 0x7D], status: 404) }
      let body =
        client.path.contains("since=s1") ? Self.sync([Self.event("$1", #""a~b""#)]) : Self.start
      client.answer(Array(body.utf8).map { $0 == UInt8(ascii: "~") ? 0xFF : $0 })
    }
    let connector = try matrixConnector.built(
      ["server": .string(raw.url), "token": ["env": "TOKEN"], "waitForNews": "0s"],
      variables: ["TOKEN": "t"])
    let cursor = try await connector.poll(after: nil).cursor
    #expect(try await connector.poll(after: cursor).messages.map(\.text) == ["a\u{FFFD}b"])
    _ = script
  }

  @Test(arguments: ["", "<html>Sorry</html>", "[]", "{", #"{"next_batch":5}"#, "{}", "null"])
  func whatIsNoSyncLeavesTheCursor(body: String) async throws {
    let script = try Script([Self.start, body, Self.sync([Self.event("$1")])])
    let connector = try script.connector()
    let cursor = try await connector.poll(after: nil).cursor
    let failure = await #expect(throws: PollFailure.self) {
      try await connector.poll(after: cursor)
    }
    #expect("\(String(describing: failure))".contains("s3cret") == false)
    #expect(try await connector.poll(after: cursor).messages.map(\.id.remote) == ["$1"])
  }

  @Test func anEmptyPageIsNoEnd() async throws {
    let limited = #"{"next_batch":"s2","rooms":{"join":{"!r:x":{"timeline":{"limited":true}}}}}"#
    let pages = [
      "from=s2": #"{"chunk":[],"end":"t1"}"#,
      "from=t1": #"{"chunk":[\#(Self.event("$2")),\#(Self.event("$1"))],"end":"t2"}"#,
      "from=t2": #"{"chunk":[],"end":"t3"}"#, "from=t3": #"{"chunk":[\#(Self.event("$0"))]}"#,
    ]
    let script = try Script([Self.start, limited]) { request in
      guard request.path.contains("/messages?") else { return nil }
      return pages.first { request.path.contains("\($0.key)&") }.map { .init(200, $0.value) }
    }
    let connector = try script.connector()
    let cursor = try await connector.poll(after: nil).cursor
    let batch = try await connector.drained(from: cursor).batch
    #expect(batch.messages.map(\.id.remote) == ["$0", "$1", "$2"] && batch.warnings == [])
  }

  @Test func aRoomWhoseHistoryNeverEndsIsWalkedInSteps() async throws {
    let limited = #"{"next_batch":"s2","rooms":{"join":{"!r:x":{"timeline":{"limited":true}}}}}"#
    let pages = Mutex(0)
    let script = try Script([Self.start, limited]) { request in
      guard request.path.contains("/messages?") else { return nil }
      let number = pages.withLock { pages in
        pages += 1
        return pages
      }
      // Each page names another, forever.
      return .init(200, #"{"chunk":[\#(Self.event("$e\(number)"))],"end":"t\#(number)"}"#)
    }
    let connector = try script.connector()
    var cursor = try await connector.poll(after: nil).cursor
    var found = 0
    for _ in 0..<100 {
      let before = script.server.requests.count
      let batch = try await connector.poll(after: cursor)
      #expect(script.server.requests.count - before <= 40)
      cursor = batch.cursor ?? cursor
      found += batch.messages.count
      #expect(batch.hasMore && (cursor?.text.utf8.count ?? 0) < 20_000)
    }
    #expect(found > 0)
  }

  @Test(arguments: [
    (429, #"{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2500}"#, [:], "retry 2.5"),
    (429, "{}", ["Retry-After": "7"], "retry 7.0"),
    (
      429, #"{"retry_after_ms":2500}"#, ["Retry-After": "Sun, 15 Jun 2025 15:08:00 GMT"],
      "retry 80.0"
    ),
    (429, #"{"retry_after_ms":"x"}"#, ["Retry-After": "soon"], "retry nil"),
    (403, #"{"errcode":"M_FORBIDDEN","error":"secret words"}"#, [:], "rejected"),
    (404, "{}", [:], "rejected"), (413, #"{"errcode":"M_TOO_LARGE"}"#, [:], "rejected"),
    (400, "{}", [:], "rejected"), (401, #"{"errcode":"M_UNKNOWN_TOKEN"}"#, [:], "retry 30.0"),
    (408, "", [:], "unknown"), (500, "{}", [:], "unknown"), (502, "<html>", [:], "unknown"),
    (503, "{}", ["Retry-After": "7"], "unknown"), (200, "{}", [:], "unknown"),
    (200, "<html>", [:], "unknown"), (200, #"{"event_id":"none"}"#, [:], "unknown"),
  ])
  func eachAnswerToAPostIsToldAsWhatItIs(
    status: Int, body: String, headers: [String: String], outcome: String
  ) async throws {
    let script = try Script([]) { request in
      request.method == "PUT" ? .init(status, body, headers: headers) : nil
    }
    let parent = Message.make(id: "$1", conversation: "!r:x", visibility: .direct)
    let failure = await #expect(throws: DeliveryFailure.self) {
      try await script.connector().post(.make(visibility: .direct, parent: parent))
    }
    let told =
      switch failure {
      case .retry(let wait, _): "retry \(wait.map { "\($0.seconds)" } ?? "nil")"
      case .rejected: "rejected"
      case .unknown: "unknown"
      case nil: "nothing"
      }
    #expect(told == outcome)
    #expect("\(String(describing: failure))".contains("secret") == false)
    #expect(script.server.requests.count { $0.method == "PUT" } == 1)
  }

  @Test func whatWasNeverWrittenIsTriedAgain() async throws {
    let port = try FreePort.next()
    let connector = try matrixConnector.built(
      ["server": .string("http://127.0.0.1:\(port)"), "token": ["env": "TOKEN"]],
      variables: ["TOKEN": "t"])
    let parent = Message.make(id: "$1", conversation: "!r:x", visibility: .direct)
    let failure = await #expect(throws: DeliveryFailure.self) {
      try await connector.post(.make(visibility: .direct, parent: parent))
    }
    guard case .retry = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
  }

  @Test(arguments: [nil, "", "elsewhere", "!r:x t"])
  func aMessageOfNoRoomIsNotAnswered(conversation: String?) async throws {
    let script = try Script([])
    let connector = try script.connector()
    let parent = Message.make(id: "$1", conversation: conversation, visibility: .direct)
    let failure = await #expect(throws: DeliveryFailure.self) {
      try await connector.post(.make(visibility: .direct, parent: parent))
    }
    guard case .rejected = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    guard case .unclear = try await connector.states(of: [parent])[0] else {
      Issue.record("the state of a message of no room is known")
      return
    }
    #expect(script.server.requests.allSatisfy { !$0.path.contains("/rooms/") })
  }

  @Test func anotherAccountThanTheConfigsIsRefused() async throws {
    let script = try Script([])
    let connector = try matrixConnector.built(
      [
        "server": .string(script.server.url), "token": ["env": "TOKEN"], "user": "@other:x",
      ], variables: ["TOKEN": "t"])
    let failure = await #expect(throws: PollFailure.self) { try await connector.poll(after: nil) }
    guard case .unauthorised(let why) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(why.contains("@brand:x") && why.contains("@other:x"))
  }
}
