import Crypto
import Foundation
import PluginKit
import Transport

/// Posts each notification once a call; the engine repeats and escalates. Redirects are not
/// followed.
struct WebhookNotifier: Notifier {
  /// The answer's body does not matter; a longer one is a failure to be repeated.
  static let maxAnswerBytes = 1 << 20

  let url: Secret
  /// nil: unsigned.
  let signature: WebhookSignature?
  let client: HTTPClient
  let time: any Time

  func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    let now = time.now
    try await post(WebhookBody(notification, now: now), key: notification.key, at: now)
  }

  func alarm(_ alarm: AlarmNotification) async throws(NotifyFailure) {
    try await post(WebhookBody(alarm), key: alarm.key, at: time.now)
  }

  private func post(_ content: WebhookBody, key: String, at now: Date) async throws(NotifyFailure) {
    let id = Self.id(key)
    let timestamp = Int(now.timeIntervalSince1970)
    let body = content.bytes
    var request = HTTPRequest.json(body, to: url.reveal())
    request.headers["webhook-id"] = id
    request.headers["webhook-timestamp"] = "\(timestamp)"
    if let signature {
      request.headers["webhook-signature"] = signature.header(
        id: id, timestamp: timestamp, body: body)
    }
    let response: HTTPResponse
    do {
      response = try await client.send(request)
    } catch {
      throw Self.failure(error)
    }
    if let failure = Self.failure(response) { throw failure }
  }

  /// The key itself, unless it cannot stand in a header.
  static func id(_ key: String) -> String {
    let isPlain = key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    if isPlain, (1...255).contains(key.utf8.count) { return key }
    return "sha256-"
      + SHA256.hash(data: Data(key.utf8)).map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
  }
}

extension WebhookNotifier {
  private static func failure(_ failure: TransportFailure) -> NotifyFailure {
    switch failure.kind {
    case .blockedAddress:
      .refused("\(failure.message) Set \"allowPrivateTargets\" if this address is yours.")
    case .invalidURL, .invalidRequest: .refused(failure.message)
    default: .retry(after: nil, failure.message)
    }
  }

  private static func failure(_ response: HTTPResponse) -> NotifyFailure? {
    let status = response.status
    switch status {
    case 200...299: return nil
    case 410: return .refused("the target is gone (410): configure another \"url\"")
    case 300...399:
      return .refused("the target redirects (\(status)): set \"url\" to the final address")
    case 408, 429: return .retry(after: wait(response), "the target answered \(status)")
    case 400...499: return .refused("the target refuses the notification (\(status))")
    default: return .retry(after: wait(response), "the target answered \(status)")
    }
  }

  /// `Retry-After` in seconds, up to a day.
  private static func wait(_ response: HTTPResponse) -> Duration? {
    guard let text = response.headers["Retry-After"], let seconds = Int(text),
      (0...86_400).contains(seconds)
    else { return nil }
    return .seconds(seconds)
  }
}
