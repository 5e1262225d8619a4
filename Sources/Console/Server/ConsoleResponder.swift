import Engine
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import PluginKit

/// Answers every request of one door: who may come at all, then the API, the pages and the files.
struct ConsoleResponder: Sendable {
  let door: Door
  let console: ConsoleApp
  let logger: Logger

  /// One request, once the door let it in.
  struct Asked: Sendable {
    var request: Request
    var client: String
    /// Percent-decoded.
    var path: [String]
    var query: [(String, String)]

    var method: HTTPRequest.Method { request.method == .head ? .get : request.method }

    func parameter(_ name: String) -> String? {
      query.first { $0.0 == name }.flatMap { $0.1.isEmpty ? nil : $0.1 }
    }
  }

  func respond(to request: Request, _ context: ConsoleContext) async -> Response {
    var answer: Answer
    do {
      answer = try await answered(request, context.peer)
    } catch let refusal as APIRefusal {
      answer = .refusal(refusal)
    } catch {
      logger.error("the console failed: \(error)")
      answer = .refusal(
        APIRefusal(.internalServerError, "replyd failed; its log says more"))
    }
    if door.isSecure { answer = answer.with(.strictTransportSecurity, "max-age=31536000") }
    return request.method == .head ? answer.withoutBody() : answer.response
  }

  private func answered(_ request: Request, _ peer: String) async throws -> Answer {
    guard let client = door.client(request, peer: peer) else {
      throw APIRefusal(.forbidden, "only the proxies that the config names may connect here")
    }
    guard door.isNamed(by: request.head.authority) else {
      throw APIRefusal(.forbidden, "ask for the console by the address that its config has")
    }
    if case .loopback = door.kind, door.isForwarded(request) {
      throw APIRefusal(
        .forbidden, "a proxy leads to \"console\".\"public\".\"listen\", never to this address")
    }
    let asked = try Self.read(request, client: client)
    // What the API's paths know differs from one to the other.
    guard asked.path.first == "api" || [.get, .head, .post].contains(request.method) else {
      throw APIRefusal(.methodNotAllowed, "no such method here", allow: ["GET", "HEAD", "POST"])
    }
    switch asked.path.first {
    case "healthz", "readyz", "metrics":
      guard case .loopback = door.kind, asked.path.count == 1 else { break }
      if let answer = try await watching(asked) { return answer }
    case "assets":
      if let answer = Self.asset(asked) { return answer }
    case "api":
      guard asked.path.count > 1, asked.path[1] == "v1" else { break }
      return try await APIResponder(door: door, console: console).answer(asked)
    default:
      return try await PageResponder(door: door, console: console, logger: logger).answer(asked)
    }
    throw APIRefusal(.notFound, "there is nothing here")
  }

  private static func read(_ request: Request, client: String) throws(APIRefusal) -> Asked {
    let steps = request.uri.path.split(separator: "/", omittingEmptySubsequences: true)
    let path = steps.compactMap { String($0).removingPercentEncoding }
    guard path.count == steps.count, !path.contains(where: { $0.contains("\0") }) else {
      throw APIRefusal(.badRequest, "the path is not UTF-8")
    }
    let raw = Form(Array((request.uri.query ?? "").utf8))
    guard let raw else { throw APIRefusal(.badRequest, "the query is not UTF-8, or too long") }
    return Asked(
      request: request, client: client, path: path,
      query: raw.fields.map { ($0.name, $0.value) })
  }

  /// Kept for ever: another content has another name.
  private static func asset(_ asked: Asked) -> Answer? {
    guard asked.method == .get, asked.path.count == 2, let file = Assets.file(asked.path[1]) else {
      return nil
    }
    return .file(file.bytes, file.contentType)
      .with(.cacheControl, "public, max-age=31536000, immutable")
  }

  /// The pages for machines that watch: no text of customers, no address, no secret.
  private func watching(_ asked: Asked) async throws -> Answer? {
    guard asked.method == .get else {
      throw APIRefusal(.methodNotAllowed, "this is only read", allow: ["GET", "HEAD"])
    }
    if asked.path[0] == "healthz" { return .json(["ok": true]) }
    guard let pages = console.health else { return nil }
    if asked.path[0] == "metrics" {
      return .text(await pages.metrics(), Exposition.contentType)
    }
    let readiness = pages.readiness()
    var holds: Int?
    do { holds = try await pages.holds() } catch { logger.debug("holds are unknown: \(error)") }
    return .json(
      readiness.json(holds: holds), readiness.isReady ? .ok : .serviceUnavailable)
  }
}
