import Foundation
import Testing

@testable import LoopbackMastodon

/// Over a real socket: what only shows on the wire.
@Suite struct WireTests {
    private struct NotConnected: Error {}

    private func withServer(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        let options = ServerOptions(clients: [.init(name: "brand", token: "T")])
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = LoopbackServer(options: options, port: 0) { port in listening.yield(port) }
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            for await port in ports {
                try await body(port)
                break
            }
            group.cancelAll()
        }
    }

    /// Sends one request on a connection of its own and reads until the server closes it; on a
    /// thread of its own, as the server needs the tasks' threads.
    private func exchange(
        _ port: Int, _ head: String, body: String = "", type: String = "application/json"
    ) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result { try blockingExchange(port, head, body: body, type: type) })
            }
        }
    }

    private func blockingExchange(
        _ port: Int, _ head: String, body: String, type: String
    ) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard connected == 0 else { throw NotConnected() }
        let request =
            "\(head) HTTP/1.1\r\nHost: h\r\nConnection: close\r\nUser-Agent: t\r\n"
            + "Authorization: Bearer T\r\nIdempotency-Key: k\r\nContent-Type: \(type)\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let sent = Array(request.utf8)
        guard write(descriptor, sent, sent.count) == sent.count else { throw NotConnected() }
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count <= 0 { break }
            received += chunk[0..<count]
        }
        return String(decoding: received, as: UTF8.self)
    }

    private func post(_ port: Int) async throws -> String {
        try await exchange(
            port, "POST /api/v1/statuses", body: "status=hello",
            type: "application/x-www-form-urlencoded")
    }

    @Test func anAnswerCarriesTheLimitsAndNoRetryAfter() async throws {
        try await withServer { port in
            let answer = try await exchange(port, "GET /api/v1/notifications?limit=5")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n[]"))
            let reset = /X-RateLimit-Reset: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\r\n/
            #expect(answer.contains(reset))
            #expect(!answer.contains("Retry-After"))
            #expect(!answer.contains("Link:"))
        }
    }

    @Test func aLostAnswerLeavesNotOneByteButActs() async throws {
        try await withServer { port in
            _ = try await exchange(
                port, "POST /_control/faults", body: #"{"loseAnswerAfterActing":1}"#)
            #expect(try await post(port).isEmpty)
            _ = try await exchange(port, "POST /_control/faults", body: "{}")
            let record = try await exchange(port, "GET /_control/record")
            #expect(record.contains("\"text\":\"hello\""))
            #expect(record.contains("\"loseAnswerAfterActing\":1"))
        }
    }

    @Test func aCutBodyEndsBeforeItsPromisedLength() async throws {
        try await withServer { port in
            _ = try await exchange(port, "POST /_control/faults", body: #"{"cutBody":1}"#)
            let answer = try await post(port)
            let length = try #require(answer.firstMatch(of: /Content-Length: (\d+)/)?.1)
            let body = try #require(answer.split(separator: "\r\n\r\n", maxSplits: 1).last)
            #expect(body.hasPrefix("{\"id\":"))
            #expect(try body.utf8.count == #require(Int(length)) / 2)
        }
    }

    @Test func aDroppedRequestDoesNothing() async throws {
        try await withServer { port in
            _ = try await exchange(port, "POST /_control/faults", body: #"{"dropBeforeActing":1}"#)
            #expect(try await post(port).isEmpty)
            #expect(
                try await exchange(port, "GET /_control/counts").contains("\"clientStatuses\":0"))
        }
    }

    @Test func aLoadOfLinesIsRecordedLineByLine() async throws {
        try await withServer { port in
            let lines = (1...600).map { "{\"author\":\"c\($0)\",\"text\":\"message \($0)\"}" }
            let loaded = try await exchange(
                port, "POST /_control/load", body: lines.joined(separator: "\n"))
            #expect(loaded.contains("{\"loaded\":600}"))
            let record = try await exchange(port, "GET /_control/record.jsonl")
            #expect(record.matches(of: /"kind":"customer"/).count == 600)
            #expect(record.matches(of: /"kind":"counts"/).count == 1)
            let reset = try await exchange(port, "POST /_control/reset")
            #expect(reset.hasPrefix("HTTP/1.1 200"))
            #expect(try await exchange(port, "GET /_control/counts").contains("\"statuses\":0"))
        }
    }

    @Test func aBadLineLoadsNothing() async throws {
        try await withServer { port in
            let body = "{\"author\":\"a\",\"text\":\"b\"}\n{\"author\":\"a\"}"
            let answer = try await exchange(port, "POST /_control/load", body: body)
            #expect(answer.hasPrefix("HTTP/1.1 422"))
            #expect(answer.contains("line 2: "))
            #expect(try await exchange(port, "GET /_control/counts").contains("\"statuses\":0"))
        }
    }
}
