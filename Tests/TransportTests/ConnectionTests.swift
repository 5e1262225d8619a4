import Foundation
import Synchronization
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(2)))
struct ConnectionTests {
  @Test func callsInARowShareOneConnection() async throws {
    let server = try LoopbackServer.answering(LoopbackServer.response("ok"))
    defer { server.stop() }
    let client = HTTPClient.make()
    for index in 0..<50 {
      let request = HTTPRequest(index % 2 == 0 ? .get : .post, server.url(), body: Data())
      #expect(try await client.send(request).status == 200)
    }
    #expect(server.accepted == 1)
    #expect(server.requests.count == 50)
  }

  @Test func aHandleKeepsNothingOfTheCallBefore() async throws {
    let server = try LoopbackServer.answering(LoopbackServer.response("ok"))
    defer { server.stop() }
    let client = HTTPClient.make { $0.maxInFlight = 1 }
    _ = try await client.send(
      HTTPRequest(.post, server.url("/1"), headers: ["X-Secret": "s"], body: Data("abc")))
    _ = try await client.send(HTTPRequest(.get, server.url("/2")))
    let second = try #require(server.requests.last)
    #expect(second.line == "GET /2 HTTP/1.1")
    #expect(!second.head.contains("X-Secret") && !second.head.contains("Content-Length"))
  }

  @Test func connectionsToOneHostAreBounded() async throws {
    let server = try LoopbackServer.answering(LoopbackServer.response("ok"))
    defer { server.stop() }
    let client = HTTPClient.make { $0.maxConnectionsPerHost = 3 }
    await withTaskGroup(of: Int.self) { group in
      for _ in 0..<200 {
        group.addTask {
          do { return try await client.send(HTTPRequest(.get, server.url())).status } catch {
            return 0
          }
        }
      }
      for await status in group { #expect(status == 200) }
    }
    #expect(server.mostOpen <= 3)
    #expect(server.requests.count == 200)
  }

  @Test func oneCallTooManyIsRefusedUnwritten() async throws {
    let arrived = Gate()
    let server = try LoopbackServer { connection, server in
      while let request = connection.readRequest() {
        server.record(request)
        arrived.open()
        connection.waitForClose()
      }
    }
    let client = HTTPClient.make {
      $0.maxInFlight = 2
      $0.maxWaiting = 0
    }
    let held = (0..<2).map { _ in
      Task { try await client.send(HTTPRequest(.post, server.url())).status }
    }
    await arrived.passed(2)
    let failure = try await client.failure(of: HTTPRequest(.post, server.url()))
    #expect(failure.kind == .overloaded)
    #expect(failure.written == .never)
    server.stop()
    for task in held { #expect(await task.result.isFailure) }
    #expect(server.requests.count == 2)
  }

  @Test func shutdownFailsOpenCallsAndEndsTheThread() async throws {
    let arrived = Gate()
    let server = try LoopbackServer { connection, _ in
      _ = connection.readRequest()
      arrived.open()
      connection.waitForClose()
    }
    defer { server.stop() }
    let client = HTTPClient.make { $0.maxInFlight = 1 }
    let open = Task { try await client.failure(of: HTTPRequest(.post, server.url())) }
    await arrived.passed()
    let waiting = Task { try await client.failure(of: HTTPRequest(.post, server.url())) }
    await client.shutdown()
    let failure = try await open.value
    #expect(failure.kind == .shutdown)
    #expect(failure.written == .maybe)
    let second = try await waiting.value
    #expect(second.kind == .shutdown)
    #expect(second.written == .never)
    let late = try await client.failure(of: HTTPRequest(.get, server.url()))
    #expect(late.kind == .shutdown)
    await client.shutdown()
  }

  /// The mailbox says that it ended only after the thread let go of everything.
  @Test func aDroppedClientEndsItsThread() async throws {
    let limits = CurlLimits(inFlight: 1, waiting: 0, connectionsPerHost: 1)
    let multi = try #require(CurlMulti(limits))
    let mailbox = CurlMailbox(multi, maxOpenCalls: 1)
    do {
      let loop = CurlLoop(multi, mailbox, limits)
      _ = loop
    }
    await mailbox.ended()
    #expect(mailbox.submit(CurlCall(id: 1) { preconditionFailure("never made") }) == .shutdown)
  }
}

extension Result {
  fileprivate var isFailure: Bool {
    if case .failure = self { true } else { false }
  }
}
