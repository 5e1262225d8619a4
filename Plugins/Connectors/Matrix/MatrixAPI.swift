import ConnectorKit
import Foundation
import PluginKit
import Transport

/// The calls to one homeserver, and what its answers mean.
struct MatrixAPI: Sendable {
  static let prefix = "/_matrix/client/v3"

  let client: HTTPClient
  /// Without a slash at the end.
  let root: String
  let session: MatrixSession
  /// Of one answer.
  let timeout: Duration
  let time: any Time
  let warnings = Warnings()
  let pageSize = PageSize()

  enum Answer: Sendable {
    case good(JSONPart)
    /// The server understood, and says no.
    case refused(MatrixRefusal)
    /// More than this connector reads at once.
    case tooLarge(String)
  }

  /// A GET, repeated once with a new token where the old one is refused.
  ///
  /// - Parameters:
  ///   - path: below `prefix`, percent-encoded.
  ///   - waiting: how long the server may hold the answer back.
  func read(
    _ path: String, _ parameters: Parameters = [:], waiting: Duration = .zero
  ) async throws(PollFailure) -> Answer {
    var request = HTTPRequest(.get, parameters.appended(to: "\(root)\(Self.prefix)/\(path)"))
    if waiting > .zero {
      request.timeouts = HTTPTimeouts(
        connect: min(timeout, .seconds(10)), total: timeout + waiting, stall: timeout + waiting)
    }
    return try await exchange(request)
  }

  /// A POST that may be repeated: it says how things shall be.
  func demand(_ path: String) async throws(PollFailure) -> Answer {
    try await exchange(.json(Data("{}".utf8), to: "\(root)\(Self.prefix)/\(path)"))
  }

  /// A state event's content; refused with 404 where the room has none of this type.
  func state(_ type: String, _ key: String = "", in room: String) async throws(PollFailure)
    -> Answer
  {
    let key = key.isEmpty ? "" : "/\(Parameters.percentEncoded(key))"
    return try await read("rooms/\(Parameters.percentEncoded(room))/state/\(type)\(key)")
  }

  /// Sends an event once (client-server API, `PUT .../send/{eventType}/{txnId}`).
  ///
  /// - Returns: its id.
  func send(
    _ content: JSONValue, to room: String, transaction: String
  ) async throws(DeliveryFailure) -> String {
    let path =
      "rooms/\(Parameters.percentEncoded(room))/send/m.room.message/"
      + Parameters.percentEncoded(transaction)
    var request = HTTPRequest.json(
      Data(content.text().utf8), to: "\(root)\(Self.prefix)/\(path)")
    request.method = .put
    let token: Secret
    do {
      token = try await session.token()
    } catch {
      throw Self.notSent(error)
    }
    request.headers["Authorization"] = "Bearer \(token.reveal())"
    let response: HTTPResponse
    do {
      response = try await client.send(request)
    } catch {
      throw Self.deliveryFailure(error)
    }
    if (200...299).contains(response.status) {
      if let id = JSONText(response.body)?.root.id("event_id", .event) { return id }
      throw .unknown("the server took the post, but its answer names no event")
    }
    let refusal = MatrixRefusal(response, now: time.now)
    if refusal.status == 401 { throw await refused(token, refusal) }
    throw Self.deliveryFailure(refusal)
  }
}

extension MatrixAPI {
  private func exchange(_ request: HTTPRequest) async throws(PollFailure) -> Answer {
    var token = try await session.token()
    var answer = try await once(request, token)
    if case .refused(let refusal) = answer, refusal.status == 401 {
      token = try await session.renewed(instead: token)
      answer = try await once(request, token)
    }
    guard case .refused(let refusal) = answer else { return answer }
    switch refusal.status {
    case 401:
      throw .unauthorised(
        "the server refuses even a new token (\(refusal)); is the account active?")
    case 429: throw .retry(after: refusal.wait, "the server's rate limit is reached (429)")
    case 408, 500...: throw .retry(after: refusal.wait, "the server answered \(refusal)")
    case 300...399:
      throw .malformed("the server redirects (\(refusal)): set \"server\" to the final address")
    default: return answer
    }
  }

  private func once(
    _ request: HTTPRequest, _ token: Secret
  ) async throws(PollFailure) -> Answer {
    var request = request
    request.headers["Authorization"] = "Bearer \(token.reveal())"
    let response: HTTPResponse
    do {
      response = try await client.send(request)
    } catch {
      if error.kind == .tooLarge { return .tooLarge(error.message) }
      throw .retry(after: nil, error.message)
    }
    guard response.status == 200 else { return .refused(MatrixRefusal(response, now: time.now)) }
    guard let text = JSONText(response.body), text.root.isObject else {
      throw .retry(after: nil, "the server's answer is not the JSON that Matrix documents")
    }
    return .good(text.root)
  }

  /// The post was proven not acted on; the next attempt has the new token.
  private func refused(_ token: Secret, _ refusal: MatrixRefusal) async -> DeliveryFailure {
    do {
      _ = try await session.renewed(instead: token)
      return .retry(after: .seconds(1), "the server wanted a new token (\(refusal)); it has one")
    } catch {
      return Self.notSent(error)
    }
  }

  /// Short: a new login may come at any time.
  private static let unauthorisedWait = Duration.seconds(30)

  /// What kept a post from being sent at all.
  static func notSent(_ failure: PollFailure) -> DeliveryFailure {
    switch failure {
    case .retry(let after, let why): .retry(after: after, why)
    case .unauthorised(let why): .retry(after: unauthorisedWait, why)
    case .malformed: .retry(after: .minutes(1), "\(failure)")
    }
  }

  private static func deliveryFailure(_ refusal: MatrixRefusal) -> DeliveryFailure {
    switch refusal.status {
    case 429: .retry(after: refusal.wait, "the server's rate limit is reached (429)")
    // A proxy's word for "no answer in time": the server behind it may have acted.
    case 408: .unknown("the server answered 408 to the post")
    case 403:
      .rejected("the account may not write in this room, or is no longer in it (\(refusal))")
    case 404: .rejected("the server knows no such room (\(refusal))")
    case 413: .rejected("the server finds the post too large (\(refusal))")
    case 300...499: .rejected("the server refuses the post (\(refusal))")
    default: .unknown("the server answered \(refusal) to the post")
    }
  }

  private static func deliveryFailure(_ failure: TransportFailure) -> DeliveryFailure {
    switch (failure.kind, failure.written) {
    case (.invalidRequest, _), (.invalidURL, _): .rejected(failure.message)
    case (_, .never): .retry(after: nil, failure.message)
    case (_, .maybe): .unknown(failure.message)
    }
  }
}
