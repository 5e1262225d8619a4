import Foundation
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(2)))
struct CancellationTests {
  private static func outcome(_ client: HTTPClient, _ request: HTTPRequest) -> Task<
    TransportFailure?, Never
  > {
    Task {
      do throws(TransportFailure) {
        _ = try await client.send(request)
        return nil
      } catch {
        return error
      }
    }
  }

  @Test func aCancelInFlightIsUnknown() async throws {
    let arrived = Gate()
    let server = try LoopbackServer { connection, _ in
      _ = connection.readRequest()
      arrived.open()
      connection.waitForClose()
    }
    defer { server.stop() }
    let task = Self.outcome(.make(), HTTPRequest(.post, server.url(), body: Data("a")))
    await arrived.passed()
    task.cancel()
    let failure = try #require(await task.value)
    #expect(failure.kind == .cancelled)
    #expect(failure.written == .maybe)
  }

  @Test func aCancelDuringTheHandshakeWroteNothing() async throws {
    let arrived = Gate()
    let server = try LoopbackServer { connection, _ in
      _ = connection.read(1)
      arrived.open()
      connection.waitForClose()
    }
    defer { server.stop() }
    let request = HTTPRequest(.post, "https://127.0.0.1:\(server.port)/", body: Data("a"))
    let task = Self.outcome(.make(), request)
    await arrived.passed()
    task.cancel()
    let failure = try #require(await task.value)
    #expect(failure.kind == .cancelled)
    #expect(failure.written == .never)
  }

  @Test func aCancelThatOvertakesItsCallIsNotLost() async throws {
    let server = try LoopbackServer { connection, _ in connection.waitForClose() }
    defer { server.stop() }
    let client = HTTPClient.make()
    for _ in 0..<200 {
      let started = Gate()
      let task = Task { () -> TransportFailure? in
        await started.passed()
        do throws(TransportFailure) {
          _ = try await client.send(HTTPRequest(.get, server.url()))
          return nil
        } catch {
          return error
        }
      }
      task.cancel()
      started.open()
      #expect(await task.value?.kind == .cancelled)
    }
  }

  @Test func aCancelWhileWaitingWroteNothingAndFreesThePlace() async throws {
    let arrived = Gate()
    let server = try LoopbackServer { connection, server in
      while let request = connection.readRequest() {
        server.record(request)
        if request.line.contains("/hold") {
          arrived.open()
          connection.waitForClose()
        }
        connection.send(LoopbackServer.response("ok"))
      }
    }
    defer { server.stop() }
    let client = HTTPClient.make {
      $0.maxInFlight = 1
      $0.maxWaiting = 1
    }
    let held = Self.outcome(client, HTTPRequest(.post, server.url("/hold")))
    await arrived.passed()
    for _ in 0..<3 {
      let waiting = Self.outcome(client, HTTPRequest(.post, server.url("/waits")))
      waiting.cancel()
      let failure = try #require(await waiting.value)
      #expect(failure.kind == .cancelled)
      #expect(failure.written == .never)
    }
    held.cancel()
    #expect(await held.value?.kind == .cancelled)
    #expect(try await client.send(HTTPRequest(.get, server.url("/after"))).status == 200)
    #expect(server.requests.map(\.line) == ["POST /hold HTTP/1.1", "GET /after HTTP/1.1"])
  }

  @Test func aStormOfCancelsLeavesTheClientWhole() async throws {
    let server = try LoopbackServer.answering(LoopbackServer.response("ok"))
    defer { server.stop() }
    let client = HTTPClient.make { $0.maxInFlight = 8 }
    let tasks = (0..<400).map { index in
      let task = Self.outcome(client, HTTPRequest(.post, server.url("/\(index)")))
      if index % 2 == 0 { task.cancel() }
      return (index, task)
    }
    for (index, task) in tasks {
      let failure = await task.value
      #expect(failure == nil || (index % 2 == 0 && failure?.kind == .cancelled))
    }
    #expect(try await client.send(HTTPRequest(.get, server.url())).body.text == "ok")
  }
}
