import Foundation
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(2)))
struct RequestTests {
  private func received(_ make: (String) -> HTTPRequest) async throws -> ServerConnection.Received {
    let server = try LoopbackServer.answering(LoopbackServer.response("ok"))
    defer { server.stop() }
    _ = try await HTTPClient.make().send(make(server.url("/a/b?c=d")))
    return try #require(server.requests.first)
  }

  @Test(arguments: HTTPMethod.allCases.filter { $0 != .head }, [0, 5, 200_000])
  func methodLengthAndBodyArrive(method: HTTPMethod, size: Int) async throws {
    guard !method.isSafe || size == 0 else { return }
    let body = Data((0..<size).map { UInt8(truncatingIfNeeded: $0) })
    let received = try await received { HTTPRequest(method, $0, body: body) }
    #expect(received.line == "\(method.rawValue) /a/b?c=d HTTP/1.1")
    #expect(received.body == Array(body))
    let names = received.head.lowercased()
    let hasNoLength = method.isSafe || (method == .delete && size == 0)
    #expect(names.contains("content-length:") != hasNoLength)
    #expect(!names.contains("expect:") && !names.contains("content-type:"))
    #expect(!names.contains("cookie:") && !names.contains("authorization:"))
    #expect(!names.contains("transfer-encoding:"))
  }

  @Test func aSliceOfDataIsSentFromItsOwnStart() async throws {
    let received = try await received {
      HTTPRequest(.post, $0, body: Data("0123456789").dropFirst(4))
    }
    #expect(received.body == Array("456789".utf8))
  }

  @Test func headersArriveAsGiven() async throws {
    let received = try await received {
      HTTPRequest(
        .post, $0,
        headers: [
          "Authorization": "Bearer t", "X-Empty": "", "X-Twice": "1", "X-Twice": "2",
          "Content-Type": "text/plain; charset=utf-8", "X-UTF8": "ä",
        ], body: Data("a"))
    }
    #expect(received.has("Authorization: Bearer t"))
    #expect(received.has("X-Empty:"))
    #expect(received.has("X-Twice: 1") && received.has("X-Twice: 2"))
    #expect(received.has("Content-Type: text/plain; charset=utf-8"))
    #expect(received.has("X-UTF8: ä"))
    #expect(received.has("User-Agent: replyd"))
    #expect(received.has("Accept-Encoding: gzip, deflate"))
  }

  @Test func formAndJSONNameTheirType() async throws {
    let form = try await received { .form(["status": "hi there", "m[]": "1"], to: $0) }
    #expect(form.has("Content-Type: application/x-www-form-urlencoded"))
    #expect(form.body == Array("status=hi+there&m%5B%5D=1".utf8))
    let json = try await received { .json(Data("{}"), to: $0) }
    #expect(json.has("Content-Type: application/json"))
  }

  @Test(arguments: [
    ("X-A", "a\r\nX-B: b"), ("X-A", "a\nb"), ("X-A", "a\rb"), ("X-A", "a\0b"), ("X-A", "a\u{7F}"),
    ("X-A\r\nX-B", "a"), ("X A", "a"), ("", "a"), ("X:A", "a"), ("Ä", "a"), ("Host", "other"),
    ("content-length", "3"), ("Transfer-Encoding", "chunked"), ("Expect", "100-continue"),
    ("Connection", "close"), ("X-Long", String(repeating: "x", count: 70_000)),
  ])
  func aHeaderThatCouldBreakFramingIsRefused(name: String, value: String) async throws {
    let server = try LoopbackServer.answering(LoopbackServer.response("ok"))
    defer { server.stop() }
    var request = HTTPRequest(.post, server.url())
    request.headers.add(name, value)
    let failure = try await HTTPClient.make().failure(of: request)
    #expect(failure.kind == .invalidRequest)
    #expect(failure.written == .never)
    #expect(server.accepted == 0)
  }

  @Test(arguments: [
    "", "/relative", "example.com", "ftp://example.com/", "file:///etc/passwd", "gopher://x/",
    "http://", "http:///path", "https://?q", "http://a b/", "http://a/\r\nX: y", "http://a/\0",
    "http://a/ä", "http://user:secret@host/", "http://user@host/", "http://a:0/", "http://a:99999/",
    "http://a:8a/", "http://a:/", "http://[::1/", "http://a\\@b/", "http://ho%00st/",
    "http://a/" + String(repeating: "x", count: 20_000),
  ])
  func aURLThatIsNotPlainHTTPIsRefused(url: String) async throws {
    let failure = try await HTTPClient.make().failure(of: HTTPRequest(.get, url))
    #expect(failure.kind == .invalidURL)
    #expect(failure.written == .never)
    #expect(!failure.message.contains("secret"))
  }

  @Test func aGetWithABodyIsRefused() async throws {
    let failure = try await HTTPClient.make()
      .failure(of: HTTPRequest(.get, "http://127.0.0.1/", body: Data("a")))
    #expect(failure.kind == .invalidRequest)
  }

  @Test func aProxyInTheEnvironmentIsIgnored() async throws {
    await #expect(processExitsWith: .success) {
      // Nothing listens there, so a client that used the proxy would fail.
      for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        setenv(name, "http://127.0.0.1:1", 1)
      }
      let server = try LoopbackServer.answering(LoopbackServer.response("direct"))
      let response = try await HTTPClient.make().send(HTTPRequest(.get, server.url()))
      exit(response.body.text == "direct" ? EXIT_SUCCESS : EXIT_FAILURE)
    }
  }
}
