import Hummingbird
import Logging
import NIOCore
import NIOPosix

/// The server on 127.0.0.1.
enum LoopbackServer {
    /// Lets all tasks run on the event loops' threads, which spares two thread switches a request.
    /// Once a process, before the first connection; where Swift's hook is missing, it is merely
    /// slower.
    static func shareThreads(_ threads: Int) {
        NIOSingletons.groupLoopCountSuggestion = threads
        NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
    }

    /// Makes the application; `onListening` gets the port that was bound.
    static func application(
        options: ServerOptions, port: Int,
        onListening: @escaping @Sendable (Int) async -> Void
    ) -> Application<LoopbackResponder> {
        var logger = Logger(label: "loopback")
        logger.logLevel = .critical
        return Application(
            responder: LoopbackResponder(options: options),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            eventLoopGroupProvider: .singleton,
            logger: logger)
    }
}
