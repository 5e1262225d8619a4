import Foundation
import NotifierKit
import PluginKit
import Transport

/// Posts each card once a call. Teams knows no key for repeats, and a workflow that accepts a card
/// may still fail to post it: only its run history says so.
struct MicrosoftTeamsNotifier: CardNotifier {
  let address: Secret
  let target: Target

  func show(_ card: Card) async throws(NotifyFailure) {
    let body = AdaptiveCard(card).message
    let request = HTTPRequest.json(Data(body.text().utf8), to: address.reveal())
    let response = try await target.post(request) { response in
      response.json?["error"]?["message"]?.string
    }
    if let failure = Self.failure(in: response.text, shown: target.shown) { throw failure }
  }

  /// The failure that older webhooks report under the status 200, as in `Webhook message delivery
  /// failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId ...`.
  static func failure(in text: String, shown: (String) -> String) -> NotifyFailure? {
    let lower = text.lowercased()
    guard lower.contains("delivery failed") || lower.contains("failed with error") else {
      return nil
    }
    let why = "Teams did not deliver it: \(shown(text))"
    let mark = lower.range(of: "http error ")
    let status = mark.flatMap { Int(lower[$0.upperBound...].prefix { $0.isNumber }) }
    switch status {
    case 408?, 425?, 429?, nil: return .retry(after: nil, why)
    case .some(400...499): return .refused(why)
    case .some: return .retry(after: nil, why)
    }
  }
}
