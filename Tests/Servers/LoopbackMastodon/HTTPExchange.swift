import NIOCore
import NIOHTTP1

/// One connection: gathers a request, lets the world answer it, and delivers the answer, or what a
/// fault leaves of it.
final class HTTPExchange: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private static let bodyLimit = 1 << 20
    private static let controlBodyLimit = 512 << 20

    private let responder: LoopbackResponder
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(_ responder: LoopbackResponder) { self.responder = responder }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let new):
            head = new
            body.clear(minimumCapacity: 0)
        case .body(var part):
            if body.readableBytes == 0 { body = part } else { body.writeBuffer(&part) }
        case .end:
            guard let head else { return }
            self.head = nil
            answer(head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

extension HTTPExchange {
    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let target = Target(head.uri)
        let isControl = target.path.hasPrefix("/_control/")
        let limit = isControl ? HTTPExchange.controlBodyLimit : HTTPExchange.bodyLimit
        guard body.readableBytes <= limit else {
            return write(Answer(status: 413), isLast: true, context)
        }
        if target.path == "/_control/record.jsonl" { return streamRecord(head, context) }
        let answer =
            isControl
            ? responder.control(head, target, body) : responder.answer(head, target, body)
        let isLast = !head.isKeepAlive
        guard answer.delayMilliseconds > 0 else { return deliver(answer, isLast: isLast, context) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .milliseconds(answer.delayMilliseconds)) {
            let (exchange, context) = bound.value
            exchange.deliver(answer, isLast: isLast, context)
        }
    }

    private func deliver(_ answer: Answer, isLast: Bool, _ context: ChannelHandlerContext) {
        switch answer.delivery {
        case .whole: write(answer, isLast: isLast, context)
        case .cut:
            let half = answer.body.getSlice(at: 0, length: answer.body.readableBytes / 2)
            context.write(wrapOutboundOut(.head(responseHead(answer, isLast: true))), promise: nil)
            context.writeAndFlush(
                wrapOutboundOut(.body(.byteBuffer(half ?? ByteBuffer()))), promise: nil)
            context.close(promise: nil)
        case .lost: context.close(promise: nil)
        }
    }

    private func write(_ answer: Answer, isLast: Bool, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.head(responseHead(answer, isLast: isLast))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(answer.body))), promise: nil)
        end(isLast: isLast, context)
    }

    private func end(isLast: Bool, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if isLast { context.close(promise: nil) }
    }

    private func responseHead(_ answer: Answer, isLast: Bool) -> HTTPResponseHead {
        var headers = HTTPHeaders()
        headers.reserveCapacity(8)
        headers.add(name: "Content-Type", value: answer.contentType)
        headers.add(name: "Content-Length", value: String(answer.body.readableBytes))
        if let reading = answer.reading {
            headers.add(name: "X-RateLimit-Limit", value: String(reading.limit))
            headers.add(name: "X-RateLimit-Remaining", value: String(reading.remaining))
            headers.add(name: "X-RateLimit-Reset", value: reading.reset.resetText)
        }
        if let link = answer.link { headers.add(name: "Link", value: link) }
        if isLast { headers.add(name: "Connection", value: "close") }
        return HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status),
            headers: headers)
    }
}

extension HTTPExchange {
    /// Piece by piece, so that clients are served in between.
    private func streamRecord(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders([("Content-Type", "application/jsonl")])
        if !request.isKeepAlive { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        writeRecord(from: 0, isLast: !request.isKeepAlive, context)
    }

    private func writeRecord(from start: Int, isLast: Bool, _ context: ChannelHandlerContext) {
        let (lines, next) = responder.record(from: start)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(lines))), promise: nil)
        guard let next else { return end(isLast: isLast, context) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.execute {
            let (exchange, context) = bound.value
            exchange.writeRecord(from: next, isLast: isLast, context)
        }
    }
}
