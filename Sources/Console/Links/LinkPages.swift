public import Engine
public import Foundation
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import PluginKit
public import ServiceLifecycle

/// The pages behind the links in notifications, on an address of their own: a reverse proxy shows
/// them to the world, and nothing else of replyd.
public struct LinkPages: Service, CustomStringConvertible {
  /// Short: the service group names services by it, and would else print the whole daemon.
  public let description = "pages of links"
  /// Open at once; more have to wait.
  static let connectionLimit = 64
  /// Bytes of one header, and of all.
  static let headerLimit = 16 << 10
  static let idleLimit = TimeAmount.seconds(20)

  private let address: ListenAddress
  private let counter: LinkCounter
  private let logger: Logger
  private let onListening: @Sendable () -> Void

  /// - Parameters:
  ///   - settings: with the address to listen on, which `address` repeats.
  ///   - store: knows which links were used.
  ///   - zone: of the times on the pages; asked anew for each, since a reload changes it.
  ///   - mask: hides numbers of cards, phones and orders in customers' words.
  ///   - onListening: called once the address is ours.
  public init(
    address: ListenAddress, settings: LinkSettings, signer: LinkSigner, desk: any HandoffDesk,
    store: any LinkStore, people: LinkPeople = .unknown,
    zone: @escaping @Sendable () -> TimeZone = { .gmt },
    mask: @escaping @Sendable (String) -> String, time: any Time, logger: Logger,
    onListening: @escaping @Sendable () -> Void = {}
  ) {
    self.address = address
    self.logger = logger
    self.onListening = onListening
    counter = LinkCounter(
      signer: signer, origin: settings.origin, desk: desk, store: store, people: people,
      zone: zone, mask: mask, time: time, logger: logger, forged: ForgedLinks(time: time))
  }

  public func run() async throws {
    let counter = counter
    let application = Application(
      responder: CallbackResponder<BasicRequestContext> { request, _ in
        await counter.answer(request).response(to: request.method)
      },
      server: .http1(
        configuration: .init(
          idleTimeout: Self.idleLimit,
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: Self.headerLimit, maxHeaderListSize: Self.headerLimit,
            maxHeaderFieldCount: 100))),
      configuration: .init(
        address: .hostname(address.host, port: address.port), serverName: "replyd",
        availableConnectionsDelegate: MaximumAvailableConnections(
          Self.connectionLimit, logger: logger)),
      onServerRunning: { _ in onListening() }, logger: logger)
    do {
      try await application.run()
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
      throw AddressInUse(address: address, section: "links")
    } catch let error as IOError where [EADDRNOTAVAIL, EACCES].contains(error.errnoCode) {
      throw AddressRefused(address: address, reason: String(cString: strerror(error.errnoCode)))
    }
  }
}

/// The machine does not let us listen there.
struct AddressRefused: Error, CustomStringConvertible {
  let address: ListenAddress
  let reason: String
  /// The section of the config that says where.
  var section = "links"

  var description: String {
    "cannot listen on \(address) (\(reason)): choose another \"\(section)\".\"listen\""
  }
}
