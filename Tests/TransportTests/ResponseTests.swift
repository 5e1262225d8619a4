import Foundation
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(2)))
struct ResponseTests {
  private func response(
    to sent: [UInt8], _ method: HTTPMethod = .get
  ) async throws -> HTTPResponse {
    let server = try LoopbackServer.answering(sent)
    defer { server.stop() }
    return try await HTTPClient.make().send(HTTPRequest(method, server.url()))
  }

  private func failure(
    to sent: [UInt8], _ adjust: (inout HTTPClient.Configuration) -> Void
  ) async throws -> TransportFailure {
    let server = try LoopbackServer.answering(sent)
    defer { server.stop() }
    return try await HTTPClient.make(adjust).failure(of: HTTPRequest(.get, server.url()))
  }

  @Test func interimResponsesAreSkipped() async throws {
    let response = try await response(
      to: Array(
        ("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"
          + LoopbackServer.response("ok", headers: "X-Late: 2\r\n")).utf8))
    #expect(response.status == 200)
    #expect(response.headers["x-early"] == nil)
    #expect(response.headers["x-late"] == "2")
  }

  @Test func trailersAreIgnored() async throws {
    let response = try await response(
      to: Array(
        """
        HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-End\r\n\r\n\
        3\r\nabc\r\n2\r\nde\r\n0\r\nX-End: 1\r\n\r\n
        """.utf8))
    #expect(response.body.text == "abcde")
    #expect(response.headers["X-End"] == nil)
  }

  @Test func repeatedHeadersKeepEveryValueInOrder() async throws {
    let response = try await response(
      to: Array(LoopbackServer.response("", headers: "X-A: 1\r\nx-a:  2 \r\nX-B:\r\n").utf8))
    #expect(response.headers.values(of: "X-a") == ["1", "2"])
    #expect(response.headers["x-A"] == "1")
    #expect(response.headers["x-b"] == "")
    #expect(response.headers["x-c"] == nil)
  }

  @Test(arguments: ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
  func redirectsAreReturnedNotFollowed(status: String) async throws {
    let server = try LoopbackServer.answering(
      LoopbackServer.response("", status: status, headers: "Location: /elsewhere\r\n"))
    defer { server.stop() }
    let response = try await HTTPClient.make().send(HTTPRequest(.get, server.url()))
    #expect(response.status == Int(status.prefix(3)))
    #expect(response.headers["location"] == "/elsewhere")
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [
    ("200 OK", 200), ("204 No Content", 204), ("404 Not Found", 404), ("429 Slow", 429),
    ("500 Oops", 500),
  ])
  func everyFinalStatusIsAResponse(status: String, expected: Int) async throws {
    let sent = "HTTP/1.1 \(status)\r\n" + (expected == 204 ? "\r\n" : "Content-Length: 0\r\n\r\n")
    #expect(try await response(to: Array(sent.utf8)).status == expected)
  }

  @Test func aHeadResponseHasNoBodyEvenIfItNamesALength() async throws {
    let response = try await response(
      to: Array("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n".utf8), .head)
    #expect(response.body.isEmpty)
    #expect(response.headers["content-length"] == "99")
  }

  @Test(arguments: ["gzip", "deflate"])
  func compressedBodiesAreDecoded(encoding: String) async throws {
    let packed = try Command.output(
      encoding == "gzip"
        ? "printf 'hello hello hello' | gzip -c"
        // A zlib stream: header, one stored block, Adler-32.
        : #"printf '\170\001\001\005\000\372\377hello\006\054\002\025'"#)
    let head =
      "HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\nContent-Length: \(packed.count)\r\n\r\n"
    let response = try await response(to: Array(head.utf8) + packed)
    #expect(response.body.text == (encoding == "gzip" ? "hello hello hello" : "hello"))
  }

  @Test func aGzipBombFailsAtTheDecodedCap() async throws {
    let bomb = try Command.output("head -c 64000000 /dev/zero | gzip -9c")
    #expect(bomb.count < 100_000)
    let head =
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n"
    let failure = try await failure(to: Array(head.utf8) + bomb) { $0.maxBodyBytes = 1_000_000 }
    #expect(failure.kind == .tooLarge)
    #expect(failure.message.contains("1000000 bytes"))
  }

  @Test(arguments: [(1000, true), (1001, false)])
  func theBodyCapIsExact(size: Int, fits: Bool) async throws {
    let text = LoopbackServer.response(String(repeating: "x", count: size))
    let server = try LoopbackServer.answering(text)
    defer { server.stop() }
    let client = HTTPClient.make { $0.maxBodyBytes = 1000 }
    if fits {
      #expect(try await client.send(HTTPRequest(.get, server.url())).body.count == size)
    } else {
      let failure = try await client.failure(of: HTTPRequest(.get, server.url()))
      #expect(failure.kind == .tooLarge)
      #expect(failure.written == .maybe)
    }
  }

  @Test func anEndlessHeadIsCut() async throws {
    let server = try LoopbackServer { connection, _ in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\n")
      for index in 0..<2000 {
        connection.send("X-\(index): \(String(repeating: "y", count: 100))\r\n")
      }
      connection.waitForClose()
    }
    defer { server.stop() }
    let client = HTTPClient.make { $0.maxHeaderBytes = 10_000 }
    let failure = try await client.failure(of: HTTPRequest(.get, server.url()))
    #expect(failure.kind == .tooLarge)
  }

  @Test func aLargeBodyArrivesWhole() async throws {
    let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"
    #expect(try await response(to: Array(head.utf8) + body).body == Data(body))
  }

  @Test func nothingSecretIsInAMessage() async throws {
    let server = try LoopbackServer { connection, _ in _ = connection.readRequest() }
    defer { server.stop() }
    var request = HTTPRequest(
      .post, server.url("/bot-s3cretpath/x?token=s3cretquery"), body: Data("s3cretbody"))
    request.headers["Authorization"] = "Bearer s3cretheader"
    let failure = try await HTTPClient.make().failure(of: request)
    #expect(failure.kind == .disconnected)
    #expect(!failure.message.contains("s3cret"))
    #expect(failure.message.hasPrefix("POST http://127.0.0.1:\(server.port): "))
  }
}
