import Engine
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import PluginKit

/// `/api/v1`: who asks, then the gate.
struct APIResponder: Sendable {
  /// Bytes of a body.
  static let limit = 128 << 10

  let door: Door
  let console: ConsoleApp

  func answer(_ asked: ConsoleResponder.Asked) async throws -> Answer {
    let path = Array(asked.path.dropFirst(2))
    if path == ["openapi.json"], asked.method == .get { return .json(OpenAPI.document) }
    let bare = OperatorCommand.Request(method: asked.method.rawValue, path: path)
    _ = try Gate.endpoint(bare)
    let principal = try await principal(asked)
    let body = asked.method == .post ? try await Self.body(asked.request) : .object([])
    let request = OperatorCommand.Request(
      method: asked.method.rawValue, path: path,
      query: Dictionary(asked.query, uniquingKeysWith: { first, _ in first }), body: body)
    return .json(
      try await console.gate.perform(
        Gate.Call(
          request: request, query: asked.query, principal: principal, address: asked.client)))
  }

  private func principal(_ asked: ConsoleResponder.Asked) async throws -> Principal {
    if let value = asked.request.headers[.authorization] {
      guard value.hasPrefix("Bearer ") else {
        throw APIRefusal(.unauthorized, "expected \"Authorization: Bearer TOKEN\"")
      }
      let token = String(value.dropFirst("Bearer ".count))
      if case .loopback = door.kind, console.isOperator(token) {
        return Principal(
          name: Self.operatorName(asked.request), role: .admin, proof: .operatorToken)
      }
      if let principal = try await console.access.principal(bearer: token) { return principal }
      throw APIRefusal(.unauthorized, "this token is unknown, revoked or over")
    }
    let visit = Visit(door: door, asked: asked)
    guard let token = visit.session,
      let principal = try await console.access.principal(session: token, address: asked.client)
    else {
      throw APIRefusal(.unauthorized, "this needs a token, or the session of who signed in")
    }
    if asked.method != .get {
      let sent = HTTPField.Name("X-CSRF-Token").flatMap { asked.request.headers[$0] }
      try visit.requireOwnForm(sent, principal)
    }
    return principal
  }

  /// Who acts through the command line, for the audit trail.
  private static func operatorName(_ request: Request) -> String {
    let name = HTTPField.Name("X-Replyd-Operator").flatMap { request.headers[$0] } ?? "operator"
    let decoded = name.removingPercentEncoding ?? name
    let kept = decoded.unicodeScalars.filter {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || " .-_'".unicodeScalars.contains($0)
    }
    return String(String.UnicodeScalarView(kept.prefix(64)))
  }

  private static func body(_ request: Request) async throws -> JSONValue {
    let bytes: ByteBuffer
    do { bytes = try await request.body.collect(upTo: limit) } catch {
      throw APIRefusal(.contentTooLarge, "the body is longer than \(limit) bytes, or was cut")
    }
    if bytes.readableBytes == 0 { return .object([]) }
    let type = request.headers[.contentType]?.split(separator: ";").first ?? ""
    guard type.lowercased() == "application/json" else {
      throw APIRefusal(.unsupportedMediaType, "the body must be application/json")
    }
    do { return try JSONReader.read(bytes.readableBytesView).plain } catch {
      throw APIRefusal(.badRequest, "the body is no JSON")
    }
  }
}
