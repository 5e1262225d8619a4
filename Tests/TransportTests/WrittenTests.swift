import Foundation
import Testing

@testable import Transport

/// What `TransportFailure.written` says must be true: replyd repeats a post only on `.never`.
@Suite(.timeLimit(.minutes(2)))
struct WrittenTests {
  /// Answers the first request of the first connection, reads the second and closes. Other
  /// connections are answered, so a silent repeat would succeed.
  private static func closesAfterReadingTheSecond(headOnly: Bool = false) throws -> LoopbackServer {
    try LoopbackServer { connection, server in
      let isFirst = server.accepted == 1
      var count = 0
      while true {
        count += 1
        let cuts = isFirst && count == 2
        let received =
          cuts && headOnly
          ? connection.readHead().map { ServerConnection.Received(head: $0, body: []) }
          : connection.readRequest()
        guard let received else { return }
        server.record(received)
        if cuts { return }
        connection.send(LoopbackServer.response("ok"))
      }
    }
  }

  static let unsafe: [(HTTPMethod, Int)] = [
    (.post, 300), (.post, 0), (.post, 2_000_000), (.put, 300), (.put, 0), (.patch, 300),
    (.patch, 0), (.delete, 300), (.delete, 0),
  ]

  @Test(arguments: unsafe)
  func aRequestThatThePeerReadAndDroppedIsNeverRepeated(
    method: HTTPMethod, size: Int
  ) async throws {
    let server = try Self.closesAfterReadingTheSecond()
    defer { server.stop() }
    let client = HTTPClient.make()
    let request = HTTPRequest(method, server.url(), body: Data(count: size))
    #expect(try await client.send(request).status == 200)
    let failure = try await client.failure(of: request)
    #expect(failure.kind == .disconnected)
    #expect(failure.written == .maybe)
    #expect(server.requests.count == 2)
  }

  @Test(arguments: [300, 2_000_000])
  func aPostWhoseBodyWasCutIsNeverRepeated(size: Int) async throws {
    let server = try Self.closesAfterReadingTheSecond(headOnly: true)
    defer { server.stop() }
    let client = HTTPClient.make()
    let request = HTTPRequest(.post, server.url(), body: Data(count: size))
    #expect(try await client.send(request).status == 200)
    let failure = try await client.failure(of: request)
    #expect(failure.kind == .disconnected)
    #expect(failure.written == .maybe)
    #expect(server.requests.count == 2)
  }

  /// Shows that the server above does provoke libcurl's repeat, so the tests above can fail.
  @Test func aGetIsRepeatedOnAFreshConnection() async throws {
    let server = try Self.closesAfterReadingTheSecond()
    defer { server.stop() }
    let client = HTTPClient.make()
    #expect(try await client.send(HTTPRequest(.get, server.url())).status == 200)
    #expect(try await client.send(HTTPRequest(.get, server.url())).status == 200)
    #expect(server.requests.count == 3)
  }

  /// The peer closed between two requests: libcurl notices before it writes, and nothing is lost.
  @Test func aPostAfterAnIdleCloseGoesOutOnceOnAFreshConnection() async throws {
    let closed = Gate()
    let server = try LoopbackServer { connection, server in
      guard let request = connection.readRequest() else { return }
      server.record(request)
      connection.send(LoopbackServer.response("ok"))
      connection.shutDown()
      closed.open()
    }
    defer { server.stop() }
    let client = HTTPClient.make()
    let request = HTTPRequest(.post, server.url(), body: Data("a"))
    #expect(try await client.send(request).status == 200)
    await closed.passed()
    #expect(try await client.send(request).status == 200)
    #expect(server.requests.count == 2)
    #expect(server.accepted == 2)
  }

  @Test func aRefusedConnectionWroteNothing() async throws {
    // Nothing listens on port 1 of the machines these tests run on.
    let failure = try await HTTPClient.make()
      .failure(of: HTTPRequest(.post, "http://127.0.0.1:1/", body: Data("a")))
    #expect(failure.kind == .connect)
    #expect(failure.written == .never)
  }

  @Test func aNameWithoutAddressWroteNothing() async throws {
    let failure = try await HTTPClient.make()
      .failure(of: HTTPRequest(.post, "http://nowhere.invalid/", body: Data("a")))
    #expect(failure.kind == .resolve)
    #expect(failure.written == .never)
  }

  @Test func aHandshakeThatNeverEndsTimesOutUnwritten() async throws {
    let server = try LoopbackServer { connection, _ in connection.waitForClose() }
    defer { server.stop() }
    let client = HTTPClient.make { $0.timeouts.connect = .milliseconds(300) }
    let url = "https://127.0.0.1:\(server.port)/"
    let failure = try await client.failure(of: HTTPRequest(.post, url, body: Data("a")))
    #expect(failure.kind == .timeout)
    #expect(failure.written == .never)
  }

  @Test(arguments: [HTTPMethod.get, .post])
  func aResponseThatNeverComesIsUnknown(method: HTTPMethod) async throws {
    let server = try LoopbackServer { connection, _ in connection.waitForClose() }
    defer { server.stop() }
    var request = HTTPRequest(method, server.url())
    request.timeouts = HTTPTimeouts(total: .milliseconds(300))
    let failure = try await HTTPClient.make().failure(of: request)
    #expect(failure.kind == .timeout)
    #expect(failure.written == .maybe)
  }

  @Test func aResponseThatStallsIsUnknown() async throws {
    let server = try LoopbackServer { connection, _ in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
      connection.waitForClose()
    }
    defer { server.stop() }
    let client = HTTPClient.make { $0.timeouts.stall = .seconds(1) }
    let failure = try await client.failure(of: HTTPRequest(.post, server.url(), body: Data("a")))
    #expect(failure.kind == .timeout)
    #expect(failure.written == .maybe)
  }

  @Test(arguments: [
    "", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
  ])
  func aCutResponseIsUnknown(sent: String) async throws {
    let server = try LoopbackServer { connection, _ in
      _ = connection.readRequest()
      connection.send(sent)
    }
    defer { server.stop() }
    let failure = try await HTTPClient.make()
      .failure(of: HTTPRequest(.post, server.url(), body: Data("a")))
    #expect(failure.kind == .disconnected)
    #expect(failure.written == .maybe)
  }

  @Test func anAnswerThatIsNotHTTPIsUnknown() async throws {
    let server = try LoopbackServer { connection, _ in
      _ = connection.readRequest()
      connection.send("220 mail.example ready\r\n")
    }
    defer { server.stop() }
    let failure = try await HTTPClient.make()
      .failure(of: HTTPRequest(.post, server.url(), body: Data("a")))
    #expect(failure.kind == .protocolError)
    #expect(failure.written == .maybe)
  }
}
