import Foundation
import NotifierKit
import PluginKit
import Transport

/// Posts each notification once a call; the engine repeats and escalates. Redirects are not
/// followed, and the answer's body does not matter.
struct WebhookNotifier: Notifier {
  let url: Secret
  /// nil: unsigned.
  let signature: WebhookSignature?
  let target: Target
  let time: any Time

  var wantsEndings: Bool { true }

  func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    let now = time.now
    try await post(WebhookBody(notification, now: now), key: notification.key, at: now)
  }

  func digest(_ digest: DigestNotification) async throws(NotifyFailure) {
    try await post(WebhookBody(digest), key: digest.key, at: time.now)
  }

  func alarm(_ alarm: AlarmNotification) async throws(NotifyFailure) {
    try await post(WebhookBody(alarm), key: alarm.key, at: time.now)
  }

  private func post(_ content: WebhookBody, key: String, at now: Date) async throws(NotifyFailure) {
    let id = StableKey.header(key)
    let timestamp = Int(now.timeIntervalSince1970)
    let body = content.bytes
    var request = HTTPRequest.json(body, to: url.reveal())
    request.headers["webhook-id"] = id
    request.headers["webhook-timestamp"] = "\(timestamp)"
    if let signature {
      request.headers["webhook-signature"] = signature.header(
        id: id, timestamp: timestamp, body: body)
    }
    _ = try await target.post(request)
  }
}
