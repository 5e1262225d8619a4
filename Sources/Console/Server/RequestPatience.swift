import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Cuts whoever sends a request too slowly. The server's own idle limit does not see a byte every
/// few seconds, with which one machine could keep every connection.
final class RequestPatience: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// For a first line with all headers.
  static let head = TimeAmount.seconds(10)
  /// For a body, from its headers on.
  static let body = TimeAmount.seconds(20)
  /// From an answer to the next request's headers.
  static let next = TimeAmount.seconds(60)

  private var limit: Scheduled<Void>?
  /// A request has begun, and its end is not here.
  private var isReading = false

  func handlerAdded(context: ChannelHandlerContext) { wait(Self.head, context) }
  func handlerRemoved(context: ChannelHandlerContext) { limit?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      isReading = true
      wait(Self.body, context)
    case .end:
      isReading = false
      limit?.cancel()
    case .body: break
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    // Whoever was answered before their body came has no more time for it.
    if case .end = unwrapOutboundIn(data), !isReading { wait(Self.next, context) }
    context.write(data, promise: promise)
  }

  private func wait(_ time: TimeAmount, _ context: ChannelHandlerContext) {
    limit?.cancel()
    limit = context.eventLoop.assumeIsolated().scheduleTask(in: time) {
      context.close(promise: nil)
    }
  }
}
