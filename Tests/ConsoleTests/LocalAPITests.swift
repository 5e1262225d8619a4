import Console
import Engine
import Foundation
import PluginKit
import Storage
import Testing
import Transport

@Suite struct LocalAPITests {
  /// Other people of this machine read what customers wrote as little as anybody else.
  @Test(arguments: [
    "status", "verify", "why?message=1", "handoffs", "drafts", "holds", "report?since=30d",
    "report/rows?since=30d", "inbox", "conversations/1",
  ])
  func readingNeedsTheToken(_ path: String) async throws {
    try await ConsoleUnderTest.serve { console async throws in
      #expect(try await console.get("/api/v1/\(path)", token: nil).status == 401)
      #expect(try await console.get("/api/v1/\(path)").status == 200)
    }
  }

  @Test func statusShowsWhatTheStoreHolds() async throws {
    try await ConsoleUnderTest.serve { console async throws in
      let status = try await console.get("/api/v1/status").json
      #expect(status["messages"] == .int(1))
      #expect(status["running"] == .bool(false))
    }
  }

  @Test(arguments: [String?.none, "", "a-token-of-the-testt", "a-token-of-the-tests-"])
  func changingNeedsTheToken(_ token: String?) async throws {
    try await ConsoleUnderTest.serve { console async throws in
      let changes: [(String, String)] = [
        ("/api/v1/handoffs/1/take", ""), ("/api/v1/handoffs/1/closed", ""),
        ("/api/v1/drafts/1/approve", ""), ("/api/v1/drafts/1/discard", ""),
        ("/api/v1/holds", #"{"scope":"all"}"#), ("/api/v1/forgotten", #"{"author":"a1"}"#),
        ("/api/v1/backups", #"{"path":"/tmp/never"}"#),
      ]
      for (path, body) in changes {
        #expect(try await console.change(.post, path, body: body, token: token).status == 401)
      }
      #expect(try await console.change(.delete, "/api/v1/holds", token: token).status == 401)
      #expect(try await console.store.holds().isEmpty)
      let handoffs = try await console.store.handoffs(waitingOnly: true, limit: 9)
      #expect(handoffs.map(\.takenBy) == [nil])
    }
  }

  @Test func withTheTokenAHandoffIsTakenOnceUnderTheOperatorsName() async throws {
    try await ConsoleUnderTest.serve { console async throws in
      let taken = try await console.change(.post, "/api/v1/handoffs/1/take")
      #expect(taken.status == 200)
      #expect(taken.json["takenBy"] == .string("ana"))
      let again = try await console.change(.post, "/api/v1/handoffs/1/take")
      #expect(again.status == 409)
      #expect(again.json["error"]?.string?.contains("has handoff") == true)
    }
  }

  @Test func aHoldIsMadeAndEnded() async throws {
    try await ConsoleUnderTest.serve { console async throws in
      let made = try await console.change(
        .post, "/api/v1/holds", body: #"{"scope":"connector:test","reason":"storm"}"#)
      #expect(made.status == 200)
      #expect(try await console.store.holds().map(\.reason) == ["storm"])
      let ended = try await console.change(.delete, "/api/v1/holds?scope=connector%3Atest")
      #expect(ended.json["released"] == .int(1))
    }
  }

  /// A page in a browser could point its own name at the loopback address.
  @Test(arguments: ["evil.example", "evil.example:8080", "127.0.0.1", "127.0.0.1:1", ""])
  func anotherHostIsRefused(_ host: String) async throws {
    try await ConsoleUnderTest.serve { console async throws in
      let answer = try await RawExchange.send(
        "GET /api/v1/status HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n",
        to: console.port)
      #expect(answer.hasPrefix("HTTP/1.1 403 ") || (host.isEmpty && answer.hasPrefix("HTTP/1.1 4")))
      #expect(!answer.contains("\"messages\""))
    }
  }

  @Test(arguments: ["/metrics", "/readyz"])
  func thePagesAnswerOnlyToTheAddressItListensOn(_ path: String) async throws {
    try await ConsoleUnderTest.serve { console async throws in
      for (host, status) in [("evil.example", "403"), ("127.0.0.1:\(console.port)", "")] {
        let answer = try await RawExchange.send(
          "GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n",
          to: console.port)
        #expect(answer.hasPrefix("HTTP/1.1 \(status)"))
        #expect(answer.contains("replyd_") == (path == "/metrics" && status.isEmpty))
      }
    }
  }

  @Test func aDaemonThatHasNotFinishedItsStartIsAliveAndNotReady() async throws {
    try await ConsoleUnderTest.serve { console async throws in
      #expect(try await console.get("/healthz").status == 200)
      let answer = try await console.get("/readyz")
      #expect(answer.status == 503 && answer.json["ready"] == .bool(false))
      #expect(answer.json["reasons"]?.array?.first?["reason"] == .string("recovering"))
      #expect(answer.json["holds"] == .int(0))
    }
  }

  @Test func theScrapeNamesVersionConfigAndWhatWaits() async throws {
    try await ConsoleUnderTest.serve { console async throws in
      let answer = try await RawExchange.send(
        "GET /metrics HTTP/1.1\r\nHost: localhost:\(console.port)\r\nConnection: close\r\n\r\n",
        to: console.port)
      #expect(answer.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
      #expect(answer.contains("replyd_build_info{version=\"1.2.3\"} 1\n"))
      #expect(answer.contains("replyd_config_info{hash=\"0123456789ab\"} 1\n"))
      #expect(answer.contains("replyd_handoffs{state=\"open\"} 1\n"))
      #expect(answer.contains("replyd_ready 0\n"))
      #expect(!answer.contains("Where is it?"))
      try console.store.close()
      let broken = try await RawExchange.send(
        "GET /metrics HTTP/1.1\r\nHost: localhost:\(console.port)\r\nConnection: close\r\n\r\n",
        to: console.port)
      #expect(broken.contains("replyd_store_readable 0\n") && !broken.contains("replyd_handoffs"))
    }
  }

  @Test func theAddressItListensOnIsAccepted() async throws {
    try await ConsoleUnderTest.serve { console async throws in
      let answer = try await RawExchange.send(
        "GET /api/v1/status HTTP/1.1\r\nHost: localhost:\(console.port)\r\n"
          + "Authorization: Bearer \(ConsoleUnderTest.token)\r\nConnection: close\r\n\r\n",
        to: console.port)
      #expect(answer.hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test(arguments: [
    "/api/v1/nothing", "/api/v1/", "/api/v2/status", "/api/v1/handoffs/x/take", "/assets/x.css",
    "/api/v1/status/more", "/api/v1/../status",
  ])
  func anUnknownPathIsNotFound(_ path: String) async throws {
    try await ConsoleUnderTest.serve { console async throws in
      #expect(try await console.get(path).status == 404)
    }
  }

  @Test(arguments: [#"{"scope":"galaxy"}"#, "{", "[]", "{}"])
  func aBodyThatMakesNoSenseChangesNothing(_ body: String) async throws {
    try await ConsoleUnderTest.serve { console async throws in
      #expect(try await console.change(.post, "/api/v1/holds", body: body).status == 400)
      #expect(try await console.store.holds().isEmpty)
    }
  }

  @Test func anOversizedBodyIsRefused() async throws {
    try await ConsoleUnderTest.serve { console async throws in
      let reason = String(repeating: "x", count: 200_000)
      let answer = try await console.change(
        .post, "/api/v1/holds", body: #"{"scope":"all","reason":"\#(reason)"}"#)
      #expect(answer.status == 413)
      #expect(try await console.store.holds().isEmpty)
    }
  }

  /// A proxy that leads to this address would show the world what only this machine may see.
  @Test(arguments: ["Forwarded: for=1.2.3.4", "X-Forwarded-For: 1.2.3.4", "Via: 1.1 proxy"])
  func aForwardedRequestIsRefused(_ header: String) async throws {
    try await ConsoleUnderTest.serve { console async throws in
      for path in ["/api/v1/status", "/inbox", "/metrics"] {
        let answer = try await RawExchange.send(
          "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(console.port)\r\n\(header)\r\n"
            + "Authorization: Bearer \(ConsoleUnderTest.token)\r\nConnection: close\r\n\r\n",
          to: console.port)
        #expect(answer.hasPrefix("HTTP/1.1 403 "), "\(path)")
      }
    }
  }

  @Test func withoutASessionEveryPageLeadsToTheSignIn() async throws {
    try await ConsoleUnderTest.serve { console async throws in
      for path in ["/", "/inbox", "/conversations/1", "/users", "/reports/export.csv"] {
        let answer = try await RawExchange.send(
          "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(console.port)\r\n"
            + "Authorization: Bearer \(ConsoleUnderTest.token)\r\nConnection: close\r\n\r\n",
          to: console.port)
        #expect(answer.hasPrefix("HTTP/1.1 303 ") && answer.contains("Location: /sign-in"))
      }
    }
  }

  @Test func anUnknownMessageIsAClearError() async throws {
    try await ConsoleUnderTest.serve { console async throws in
      let answer = try await console.get("/api/v1/why?message=nobody")
      #expect(answer.status == 409)
      #expect(answer.json["error"]?.string?.contains("no message nobody") == true)
    }
  }
}

@Suite struct ListenAddressTests {
  @Test(arguments: ["127.0.0.1:8080", "localhost:1", "[::1]:65535", "::1:8080"])
  func aLoopbackAddressIsAccepted(_ text: String) {
    #expect(ListenAddress(text) != nil)
  }

  @Test(arguments: [
    "0.0.0.0:8080", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:http", ":8080",
    "example.org:80", "127.0.0.1.evil.example:80", "",
  ])
  func anyOtherIsRefused(_ text: String) {
    #expect(ListenAddress(text) == nil)
  }
}
