import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Turns HTTP into calls on the world and its answers into HTTP.
final class LoopbackResponder: HTTPResponder {
    typealias Context = LoopbackContext

    /// The connection was closed on purpose, in the middle of an answer.
    struct AnswerCut: Error {}

    private static let bodyLimit = 1 << 20

    private let world: Mutex<World>
    private let control = ControlEndpoints()

    init(options: ServerOptions) { world = Mutex(World(options: options)) }

    func respond(to request: Request, context: LoopbackContext) async throws -> Response {
        let target = request.head.path ?? "/"
        let parts = target.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1)
        let path = parts.first.map { String(Substring($0)) } ?? "/"
        let query = parts.count > 1 ? Fields(form: parts[1]) : Fields()
        if path.hasPrefix("/_control/") {
            return try await control.respond(to: request, path: path, query: query, world: self)
        }
        let read = try await apiRequest(request, path: path, query: query)
        let answer = withWorld { $0.answer(read, now: .now()) }
        return try await send(answer, context: context)
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
    private func apiRequest(_ request: Request, path: String, query: Fields) async throws
        -> APIRequest
    {
        let headers = request.headers
        var read = APIRequest(method: request.method.rawValue, path: path, query: query)
        if let value = headers[.authorization], value.hasPrefix("Bearer ") {
            read.token = String(value.dropFirst(7))
        }
        read.hasUserAgent = !(headers[.userAgent] ?? "").isEmpty
        read.host = request.head.authority ?? read.host
        guard request.method == .post || request.method == .put else { return read }
        read.idempotencyKey = FieldNames.idempotencyKey.flatMap { headers[$0] }.flatMap {
            $0.isEmpty ? nil : $0
        }
        let body = try await request.body.collect(upTo: LoopbackResponder.bodyLimit)
        let type = headers[.contentType] ?? ""
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

    private func send(_ answer: Answer, context: LoopbackContext) async throws -> Response {
        if answer.delayMilliseconds > 0 {
            let delay = TimeAmount.milliseconds(answer.delayMilliseconds)
            try await context.channel.eventLoop.scheduleTask(in: delay) {}.futureResult.get()
        }
        var headers = HTTPFields()
        headers[.contentType] = "application/json; charset=utf-8"
        if let reading = answer.reading {
            FieldNames.limit.map { headers[$0] = String(reading.limit) }
            FieldNames.remaining.map { headers[$0] = String(reading.remaining) }
            FieldNames.reset.map { headers[$0] = reading.reset.resetText }
        }
        if let link = answer.link { FieldNames.link.map { headers[$0] = link } }
        let status = HTTPResponse.Status(code: answer.status)
        switch answer.delivery {
        case .whole:
            return Response(
                status: status, headers: headers, body: ResponseBody(byteBuffer: answer.body))
        case .cut:
            let half =
                answer.body.getSlice(at: 0, length: answer.body.readableBytes / 2) ?? ByteBuffer()
            let body = ResponseBody(contentLength: answer.body.readableBytes) { writer in
                try await writer.write(half)
                throw AnswerCut()
            }
            return Response(status: status, headers: headers, body: body)
        case .lost:
            try await context.channel.close().get()
            throw AnswerCut()
        }
    }
}
