import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
import NIOSSL
public import ServiceLifecycle

/// Serves the console and its API at one address.
public struct ConsoleServer: Service, CustomStringConvertible {
  /// Short: the service group names services by it, and would else print the whole daemon.
  public let description: String
  /// Open at once; more have to wait.
  static let connectionLimit = 512
  /// Bytes of one header, and of all.
  static let headerLimit = 16 << 10
  static let idleLimit = TimeAmount.seconds(30)

  private let door: Door
  private let responder: ConsoleResponder
  private let logger: Logger
  private let onListening: @Sendable () -> Void

  /// For this machine: the command line, and browsers on it.
  ///
  /// - Parameter onListening: called once the address is ours.
  public init(
    loopback address: ListenAddress, _ console: ConsoleApp, logger: Logger,
    onListening: @escaping @Sendable () -> Void = {}
  ) {
    description = "console"
    door = Door(address: address, kind: .loopback)
    responder = ConsoleResponder(door: door, console: console, logger: logger)
    self.logger = logger
    self.onListening = onListening
  }

  /// For everybody else; nil where the config gives no address.
  public init?(
    everybody settings: PublicSettings, _ console: ConsoleApp, logger: Logger,
    onListening: @escaping @Sendable () -> Void = {}
  ) {
    guard let address = settings.listen else { return nil }
    description = "public console"
    door = Door(address: address, kind: .everybody(settings))
    responder = ConsoleResponder(door: door, console: console, logger: logger)
    self.logger = logger
    self.onListening = onListening
  }

  public func run() async throws {
    let (responder, live) = (responder, responder.console.live)
    let application = Application(
      responder: CallbackResponder<ConsoleContext> { request, context in
        await responder.respond(to: request, context)
      },
      server: try server(),
      configuration: .init(
        address: .hostname(door.address.host, port: door.address.port), serverName: "replyd",
        availableConnectionsDelegate: MaximumAvailableConnections(
          Self.connectionLimit, logger: logger)),
      onServerRunning: { _ in onListening() }, logger: logger)
    do {
      // Open streams would keep the server from ending.
      try await withGracefulShutdownHandler {
        try await application.run()
      } onGracefulShutdown: {
        live.closeAll()
      }
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
      throw AddressInUse(address: door.address)
    } catch let error as IOError where [EADDRNOTAVAIL, EACCES].contains(error.errnoCode) {
      throw AddressRefused(
        address: door.address, reason: String(cString: strerror(error.errnoCode)),
        section: "console")
    }
  }

  private func server() throws -> HTTPServerBuilder {
    let plain = HTTPServerBuilder.http1(
      configuration: .init(
        additionalChannelHandlers: [RequestPatience()], idleTimeout: Self.idleLimit,
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: Self.headerLimit, maxHeaderListSize: Self.headerLimit,
          maxHeaderFieldCount: 100)))
    guard case .everybody(let settings) = door.kind, let files = settings.tls else { return plain }
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
      let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
      configuration.minimumTLSVersion = .tlsv12
      return try .tls(plain, tlsConfiguration: configuration)
    } catch {
      throw TLSUnusable(files: files, reason: "\(error)")
    }
  }
}

/// Another program listens where a service of ours should.
struct AddressInUse: Error, CustomStringConvertible {
  let address: ListenAddress
  /// The section of the config that says where.
  var section = "console"

  var description: String {
    "another program listens on \(address): stop it, or choose another \"\(section)\".\"listen\""
  }
}

/// The certificate or its key cannot be used.
struct TLSUnusable: Error, CustomStringConvertible {
  let files: TLSFiles
  let reason: String

  var description: String {
    "cannot use \(files.certificate) with \(files.key) for TLS (\(reason)): check \"console\"."
      + "\"public\".\"tls\""
  }
}

/// A request with the address that it came from.
struct ConsoleContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let peer: String

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress ?? "unknown"
  }
}
