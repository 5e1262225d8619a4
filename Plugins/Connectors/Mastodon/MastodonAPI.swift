import ConnectorKit
import Foundation
import PluginKit
import Transport

/// The calls to one server, and what its answers mean. A body's error text is in the account's
/// language, so only the status counts.
struct MastodonAPI: Sendable {
  let client: HTTPClient
  /// Without a slash at the end.
  let root: String
  let token: Secret
  let time: any Time
  let warnings = Warnings()
  private let gate = RateLimitGate()
  private let pageSize = PageSize()

  init(client: HTTPClient, root: String, token: Secret, time: any Time) {
    self.client = client
    self.root = root
    self.token = token
    self.time = time
  }

  /// The decoded answer of a GET.
  func get<Answer: RemoteEntity>(
    _ type: Answer.Type, _ path: String, _ parameters: Parameters = [:]
  ) async throws(PollFailure) -> Answer {
    let response = try await answer(path, parameters)
    guard response.status == 200 else { throw pollFailure(response, path) }
    return try decode(type, response.body, path)
  }

  enum Reading<Answer> {
    case there(Answer)
    /// The server says that there is no such thing.
    case gone
    case unreadable
  }

  func read<Answer: RemoteEntity>(
    _ type: Answer.Type, _ path: String, _ parameters: Parameters = [:]
  ) async throws(PollFailure) -> Reading<Answer> {
    let response = try await answer(path, parameters)
    if response.status == 404 || response.status == 410 { return .gone }
    guard response.status == 200 else { throw pollFailure(response, path) }
    return type.read(response.body).map { .there($0) } ?? .unreadable
  }

  /// nil when the server says that there is no such thing.
  func getIfThere<Answer: RemoteEntity>(
    _ type: Answer.Type, _ path: String, _ parameters: Parameters = [:]
  ) async throws(PollFailure) -> Answer? {
    switch try await read(type, path, parameters) {
    case .there(let answer): return answer
    case .gone: return nil
    case .unreadable: throw Self.unreadable(path)
    }
  }

  /// One page of at most `limit` entries; nil when the server says that there is no such list.
  ///
  /// Throws `malformed` only when not a single entry can be told from the next.
  func page<Item>(
    of type: Item.Type, _ path: String, _ parameters: Parameters = [:], limit: Int?
  ) async throws(PollFailure) -> RemotePage<Item>? {
    let wanted = pageSize.limited(limit ?? 1)
    var parameters = parameters
    parameters.add("limit", limit.map { _ in "\(wanted)" })
    let response: HTTPResponse
    do {
      response = try await fetch(path, parameters)
    } catch .tooLarge(let why) where wanted > 1 {
      askForLess()
      throw .retry(after: nil, "\(why) It is asked for fewer entries next.")
    } catch {
      throw error.pollFailure
    }
    if response.status == 404 || response.status == 410 { return nil }
    guard response.status == 200 else { throw pollFailure(response, path) }
    guard let page = RemotePage<Item>(response.body) else { throw Self.unreadable(path) }
    if page.isRepaired {
      warnings.add("\(path) holds bytes that are no UTF-8; they were replaced by U+FFFD")
    }
    // The server has caught up: larger pages may get through again.
    if limit != nil, page.entries.count < wanted { pageSize.grow() }
    return page
  }

  /// Pages as large as this do not get through.
  func askForLess() { pageSize.shrink() }

  /// `POST /api/v1/statuses`, once.
  func publish(_ form: ReplyForm, key: String) async throws(DeliveryFailure) -> Receipt {
    if let wait = gate.wait(at: .posting, now: time.now) {
      throw .retry(after: wait, Self.limitReached)
    }
    var request = HTTPRequest.form(form.parameters, to: root + "/api/v1/statuses")
    request.headers["Authorization"] = "Bearer \(token.reveal())"
    request.headers["Idempotency-Key"] = key
    let response: HTTPResponse
    do {
      response = try await client.send(request)
    } catch {
      throw Self.deliveryFailure(error)
    }
    heed(response, .posting)
    guard (200...299).contains(response.status) else { throw deliveryFailure(response) }
    do {
      let status = try decode(Published.self, response.body, "/api/v1/statuses")
      if let id = status.id { return Receipt(remote: id, url: status.url) }
    } catch {
      throw .unknown("the server took the post, but its answer is unreadable")
    }
    throw .unknown("the server took the post, but its answer names no id")
  }
}

extension MastodonAPI {
  private enum FetchFailure: Error {
    case closed(Duration)
    case tooLarge(String)
    case failed(String)

    var pollFailure: PollFailure {
      switch self {
      case .closed(let wait): .retry(after: wait, MastodonAPI.limitReached)
      case .tooLarge(let why), .failed(let why): .retry(after: nil, why)
      }
    }
  }

  private func answer(
    _ path: String, _ parameters: Parameters
  ) async throws(PollFailure) -> HTTPResponse {
    do {
      return try await fetch(path, parameters)
    } catch {
      throw error.pollFailure
    }
  }

  private func fetch(
    _ path: String, _ parameters: Parameters
  ) async throws(FetchFailure) -> HTTPResponse {
    if let wait = gate.wait(at: .reading, now: time.now) { throw .closed(wait) }
    var request = HTTPRequest(.get, parameters.appended(to: root + path))
    request.headers["Authorization"] = "Bearer \(token.reveal())"
    request.headers["Accept"] = "application/json"
    do {
      let response = try await client.send(request)
      heed(response, .reading)
      return response
    } catch {
      throw error.kind == .tooLarge ? .tooLarge(error.message) : .failed(error.message)
    }
  }

  var rateBudget: RateBudget? { gate.budget(now: time.now) }

  private func heed(_ response: HTTPResponse, _ door: RateLimitGate.Door) {
    if let remaining = response.headers["X-RateLimit-Remaining"].flatMap({ Int($0) }),
      let limit = response.headers["X-RateLimit-Limit"].flatMap({ Int($0) }),
      let reset = response.headers["X-RateLimit-Reset"].flatMap(MastodonTime.parseReset)
    {
      gate.note(RateBudget(remaining: remaining, limit: limit), at: door, until: reset)
    }
    guard response.status == 429, let wait = waitingTime(response) else { return }
    gate.close(door, until: time.now + wait)
  }

  private func decode<Answer: RemoteEntity>(
    _ type: Answer.Type, _ body: Data, _ path: String
  ) throws(PollFailure) -> Answer {
    guard let answer = type.read(body) else { throw Self.unreadable(path) }
    return answer
  }

  private static func unreadable(_ path: String) -> PollFailure {
    .malformed("\(path) did not answer with the JSON that Mastodon documents")
  }

  private func pollFailure(_ response: HTTPResponse, _ path: String) -> PollFailure {
    switch response.status {
    case 401: .unauthorised(tokenRefused)
    case 403:
      .unauthorised(
        "the server forbids \(path) (403): the token lacks a scope or the account is not active; "
          + "\(newToken)")
    case 429: .retry(after: waitingTime(response), Self.limitReached)
    case 300...399:
      .malformed("\(path) redirects (\(response.status)): set \"server\" to the final address")
    case 404, 405, 410:
      .malformed("there is no \(path) (\(response.status)): is \"server\" a Mastodon server?")
    case 408: .retry(after: nil, "the server answered 408 to \(path)")
    case 400...499: .malformed("the server refuses \(path) (\(response.status))")
    default: .retry(after: nil, "the server answered \(response.status) to \(path)")
    }
  }

  private func deliveryFailure(_ response: HTTPResponse) -> DeliveryFailure {
    switch response.status {
    case 401: .retry(after: Self.unauthorisedWait, tokenRefused)
    case 429: .retry(after: waitingTime(response), Self.limitReached)
    // A proxy's word for "no answer in time": the server behind it may have acted.
    case 408: .unknown("the server answered 408 to the post")
    case 404, 410: .rejected("the message is gone, or no longer visible to this account")
    case 403: .rejected("the server forbids this account to post this (403)")
    case 422: .rejected("the server finds the post invalid (422)")
    case 400...499: .rejected("the server refuses the post (\(response.status))")
    default: .unknown("the server answered \(response.status) to the post")
    }
  }

  private static func deliveryFailure(_ failure: TransportFailure) -> DeliveryFailure {
    switch (failure.kind, failure.written) {
    case (.invalidRequest, _), (.invalidURL, _): .rejected(failure.message)
    case (_, .never): .retry(after: nil, failure.message)
    case (_, .maybe): .unknown(failure.message)
    }
  }

  /// Short: a new token may come at any time, and replies that met the old one wait this long.
  static let unauthorisedWait = Duration.seconds(30)
  private static let limitReached = "the server's rate limit is reached (429)"
  private var tokenRefused: String {
    "the server refuses the token (401), it has expired or was revoked; \(newToken)"
  }
  private var newToken: String {
    "get a new one with `replyd connect mastodon --server \(root) --token-file FILE --force`, "
      + "then restart replyd"
  }
  /// Longest wait that is believed; Mastodon's longest window is 3 h.
  static let longestWait = Duration.hours(4)

  /// From `Retry-After` (seconds, or a date as RFC 9110, 10.2.3 allows) or `X-RateLimit-Reset`.
  private func waitingTime(_ response: HTTPResponse) -> Duration? {
    var seconds = response.retryAfter(now: time.now)?.seconds
    if seconds == nil, let text = response.headers["X-RateLimit-Reset"] {
      seconds = MastodonTime.parseReset(text)?.timeIntervalSince(time.now)
    }
    guard let seconds, seconds.isFinite else { return nil }
    return .milliseconds(Int64(min(max(seconds, 1), Self.longestWait.seconds) * 1000))
  }
}

/// The part of a new status that a receipt is made of: reading the rest would take most of a post's
/// time.
private struct Published: RemoteEntity {
  let id: String?
  let url: String?

  init?(_ json: JSONPart) {
    guard json.isObject else { return nil }
    id = json.id("id")
    url = json.string("url")
  }
}
