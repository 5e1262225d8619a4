import NIOCore
import NIOHTTP1
import NIOPosix

/// The server on 127.0.0.1, straight on NIO's channels: a test's or benchmark's time should go to
/// the client.
struct LoopbackServer {
    private static let backlog: Int32 = 256

    let options: ServerOptions
    /// 0 picks a free one.
    let port: Int
    var threads = 1
    /// Gets the port that was bound.
    let onListening: @Sendable (Int) -> Void

    /// Serves until the task is cancelled.
    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let responder = LoopbackResponder(options: options)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: LoopbackServer.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    // No client of ours sends a request before it has the last one's answer.
                    try pipeline.configureHTTPServerPipeline(
                        withPipeliningAssistance: false, withErrorHandling: false)
                    try pipeline.addHandler(HTTPExchange(responder))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        onListening(channel.localAddress?.port ?? port)
        try await withTaskCancellationHandler {
            try await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
        try await group.shutdownGracefully()
    }
}
