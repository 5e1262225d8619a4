import Foundation
import NotifierKit
import PluginKit
import Transport

/// Posts each card once a call and waits until Discord has stored it. Discord knows no key for
/// repeats of a webhook: a lost answer gives a second post.
struct DiscordNotifier: CardNotifier {
  let address: Secret
  let target: Target

  func show(_ card: Card) async throws(NotifyFailure) {
    let body = DiscordMessage(card).body
    let request = HTTPRequest.json(
      Data(body.text().utf8), to: Self.waiting(address.reveal()))
    let response = try await target.post(request) { $0.json?["message"]?.string }
    // Without this a page of whatever stands between would be taken for success.
    guard response.status == 204 || response.json?["id"]?.string != nil else {
      throw .retry(after: nil, "Discord did not confirm the message")
    }
  }

  /// With `wait=true`: the answer comes when the message is stored.
  static func waiting(_ address: String) -> String {
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let query = parts.dropFirst().flatMap { $0.split(separator: "&") }
      .filter { !$0.hasPrefix("wait=") }
    return "\(parts[0])?" + (query + ["wait=true"]).joined(separator: "&")
  }
}
