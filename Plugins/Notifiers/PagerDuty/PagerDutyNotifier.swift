import Foundation
import NotifierKit
import PluginKit
import Transport

/// One conversation or incident is one alert: repeats and escalations go to the same, and the end
/// resolves it.
struct PagerDutyNotifier: CardNotifier {
  let address: String
  let routingKey: Secret
  let brand: String
  let target: Target

  var wantsEndings: Bool { true }

  func show(_ card: Card) async throws(NotifyFailure) {
    try await send(PagerDutyEvent(card, brand: brand))
  }

  /// All that waits for a team is one alert, which somebody resolves by hand; an incident is one
  /// that its end resolves.
  func digest(_ digest: DigestNotification) async throws(NotifyFailure) {
    guard digest.kind != .daily else {
      throw .refused(
        "PagerDuty carries no reports; name another notifier in \"reports\".\"notify\"")
    }
    var card = Card(digest)
    if digest.kind == .waiting { card.thread = "waiting-\(digest.team ?? "")" }
    try await send(PagerDutyEvent(card, brand: brand))
  }

  private func send(_ event: PagerDutyEvent) async throws(NotifyFailure) {
    let body = event.body(routingKey: routingKey)
    let request = HTTPRequest.json(Data(body.text().utf8), to: address)
    let response = try await target.post(request, reason: Self.reason)
    // Without this a page of whatever stands between would be taken for success.
    guard response.json?["status"]?.string == "success" else {
      throw .retry(after: nil, "what answers is not PagerDuty's API: check \"server\"")
    }
  }

  private static func reason(_ response: HTTPResponse) -> String? {
    let body = response.json
    let errors = (body?["errors"]?.array ?? []).compactMap(\.string)
    return ([body?["message"]?.string].compactMap { $0 } + errors).joined(separator: "; ")
  }
}
