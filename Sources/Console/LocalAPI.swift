public import Engine
import Foundation
import HTTPTypes
import Hummingbird
public import Logging
import NIOCore
import PluginKit
public import ServiceLifecycle

/// The loopback API: `/healthz`, `/readyz`, `/metrics` and `/api/v1/...`. Reading is open to this
/// machine's users; changing anything needs the operator's token.
public struct LocalAPI: Service, CustomStringConvertible {
  /// Short: the service group names services by it, and would else print the whole daemon.
  public let description = "local API"
  /// Larger bodies are refused.
  static let maxBody = 64 << 10

  private let address: ListenAddress
  private let desk: OperatorDesk
  private let token: String
  private let pages: HealthPages?
  private let logger: Logger
  private let onListening: @Sendable () -> Void

  /// - Parameters:
  ///   - pages: metrics and readiness; nil where nobody watches over the daemon.
  ///   - onListening: called once the address is ours.
  public init(
    address: ListenAddress, desk: OperatorDesk, token: String, pages: HealthPages? = nil,
    logger: Logger, onListening: @escaping @Sendable () -> Void = {}
  ) {
    self.address = address
    self.desk = desk
    self.token = token
    self.pages = pages
    self.logger = logger
    self.onListening = onListening
  }

  public func run() async throws {
    let router = Router()
    router.get("healthz") { _, _ in Self.answer(.ok, ["ok": true]) }
    if let pages {
      router.get("metrics") { request, _ in await metrics(pages, for: request) }
      router.get("readyz") { request, _ in await readiness(pages, for: request) }
    }
    for method in [HTTPRequest.Method.get, .post, .delete] {
      router.on("api/v1/**", method: method) { request, context in
        try await self.respond(to: request, context)
      }
    }
    let application = Application(
      router: router,
      configuration: .init(
        address: .hostname(address.host, port: address.port), serverName: "replyd"),
      onServerRunning: { _ in onListening() }, logger: logger)
    do {
      try await application.run()
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
      throw AddressInUse(address: address)
    }
  }

  private func respond(to request: Request, _ context: BasicRequestContext) async throws
    -> Response
  {
    if let refusal = refusal(of: request) { return refusal }
    let body = try await request.body.collect(upTo: Self.maxBody)
    guard let command = Self.command(request, body) else {
      return Self.refuse(.notFound, "no such command; see `replyd --help`")
    }
    guard !command.needsToken || isAuthorised(request) else {
      return Self.refuse(.unauthorized, "this needs the operator's token")
    }
    do {
      return Self.answer(.ok, try await desk.perform(command, by: operatorName(request)))
    } catch let refusal as OperatorDesk.Refusal {
      return Self.refuse(.conflict, refusal.description)
    } catch {
      logger.error("the local API failed: \(error)")
      return Self.refuse(.internalServerError, "\(error)")
    }
  }
}

extension LocalAPI {
  private func metrics(_ pages: HealthPages, for request: Request) async -> Response {
    if let refusal = refusal(of: request) { return refusal }
    return Response(
      status: .ok,
      headers: [.contentType: Exposition.contentType, .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: await pages.metrics())))
  }

  /// 200 while replyd does its work, else 503 with the reasons.
  private func readiness(_ pages: HealthPages, for request: Request) async -> Response {
    if let refusal = refusal(of: request) { return refusal }
    let readiness = pages.readiness()
    var holds: Int?
    do { holds = try await pages.holds() } catch { logger.debug("holds are unknown: \(error)") }
    return Self.answer(
      readiness.isReady ? .ok : .serviceUnavailable, readiness.json(holds: holds))
  }

  /// A page in a browser could point its own name at this address (DNS rebinding).
  private func refusal(of request: Request) -> Response? {
    if address.isNamed(by: request.head.authority) { return nil }
    return Self.refuse(.forbidden, "ask for this API by the address it listens on")
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

extension LocalAPI {
  private static func command(_ request: Request, _ body: ByteBuffer) -> OperatorCommand? {
    let segments = request.uri.path.split(separator: "/").dropFirst(2).map {
      $0.removingPercentEncoding ?? String($0)
    }
    var parsed = JSONValue.object([])
    if body.readableBytes > 0 {
      do {
        parsed = try JSONReader.read(body.readableBytesView).plain
      } catch { return nil }
    }
    let query = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
    return OperatorCommand(
      OperatorCommand.Request(
        method: request.method.rawValue, path: Array(segments),
        query: Dictionary(query, uniquingKeysWith: { first, _ in first }), body: parsed))
  }

  /// Takes the same time wherever the two differ.
  private func isAuthorised(_ request: Request) -> Bool {
    let given = Array((request.headers[.authorization] ?? "").utf8)
    let expected = Array("Bearer \(token)".utf8)
    guard given.count == expected.count else { return false }
    return zip(given, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private func operatorName(_ request: Request) -> String {
    let name = HTTPField.Name("X-Replyd-Operator").flatMap { request.headers[$0] } ?? "operator"
    let decoded = name.removingPercentEncoding ?? name
    let kept = decoded.unicodeScalars.filter {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || " .-_'".unicodeScalars.contains($0)
    }
    return String(String.UnicodeScalarView(kept.prefix(64)))
  }

  private static func refuse(_ status: HTTPResponse.Status, _ sentence: String) -> Response {
    answer(status, ["error": .string(sentence)])
  }

  private static func answer(_ status: HTTPResponse.Status, _ value: JSONValue) -> Response {
    Response(
      status: status,
      headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: value.text(pretty: true) + "\n")))
  }
}
