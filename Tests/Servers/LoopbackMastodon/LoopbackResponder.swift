import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// Turns HTTP into calls on the world, and its answers into HTTP.
final class LoopbackResponder: Sendable {
    private let world: Mutex<World>
    private let endpoints = ControlEndpoints()

    init(options: ServerOptions) { world = Mutex(World(options: options)) }

    /// The client API.
    func answer(_ head: HTTPRequestHead, _ target: Target, _ body: ByteBuffer) -> Answer {
        let request = request(head, target, body)
        return withWorld { $0.answer(request, now: .now()) }
    }

    func control(_ head: HTTPRequestHead, _ target: Target, _ body: ByteBuffer) -> Answer {
        endpoints.answer(head.method, target, body, world: self)
    }

    /// Some of the record's lines, and where to go on; nil after the last.
    func record(from start: Int) -> (lines: ByteBuffer, next: Int?) {
        endpoints.record(from: start, world: self)
    }

    func withWorld<Result: Sendable, Failure: Error>(
        _ body: (inout World) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try world.withLock { (world: inout sending World) throws(Failure) -> Result in
            try body(&world)
        }
    }
}

extension LoopbackResponder {
    private func request(
        _ head: HTTPRequestHead, _ target: Target, _ body: ByteBuffer
    ) -> APIRequest {
        let headers = head.headers
        var read = APIRequest(
            method: head.method.rawValue, path: target.path, query: target.query)
        if let value = headers.first(name: "Authorization"), value.hasPrefix("Bearer ") {
            read.token = String(value.dropFirst(7))
        }
        read.hasUserAgent = headers.first(name: "User-Agent")?.isEmpty == false
        read.host = headers.first(name: "Host") ?? read.host
        guard head.method == .POST || head.method == .PUT else { return read }
        read.idempotencyKey = headers.first(name: "Idempotency-Key").flatMap {
            $0.isEmpty ? nil : $0
        }
        let type = headers.first(name: "Content-Type") ?? ""
        if type.hasPrefix("application/json") {
            do {
                read.body = try Fields(json: Data(body.readableBytesView))
            } catch {
                read.bodyIsUnreadable = true
            }
        } else {
            read.body = Fields(form: body.readableBytesView)
            read.bodyIsUnreadable = !type.hasPrefix("application/x-www-form-urlencoded")
        }
        return read
    }
}
