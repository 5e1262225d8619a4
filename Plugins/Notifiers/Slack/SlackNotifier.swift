import Foundation
import NotifierKit
import PluginKit
import Transport

/// Posts each card once a call. Slack knows no key for repeats: a lost answer gives a second post.
struct SlackNotifier: CardNotifier {
  enum Route: Sendable {
    case webhook(Secret)
    case bot(SlackBot)
  }

  /// Slack's own troubles; any other error is the settings' or the message's.
  private static let passing: Set<String> = [
    "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable",
    "request_timeout", "team_added_to_org",
  ]

  let route: Route
  let target: Target

  func show(_ card: Card) async throws(NotifyFailure) {
    let message = SlackMessage(card)
    switch route {
    case .webhook(let address):
      let body = JSONValue.object(message.members)
      let request = HTTPRequest.json(Data(body.text().utf8), to: address.reveal())
      let response = try await target.post(request, reason: Self.word)
      guard response.text.trimmingCharacters(in: .whitespacesAndNewlines) == "ok" else {
        throw .retry(after: nil, "Slack did not confirm: \(target.shown(response.text))")
      }
    case .bot(let bot): try await post(message, of: card, by: bot)
    }
  }

  private func post(
    _ message: SlackMessage, of card: Card, by bot: SlackBot
  ) async throws(NotifyFailure) {
    let parent = bot.parent(of: card.thread)
    let body = try await answer(to: message, under: parent, of: card, by: bot)
    if body["ok"]?.bool == true {
      if let timestamp = body["ts"]?.string { bot.remember(timestamp, for: card.thread) }
      return
    }
    let error = body["error"]?.string ?? ""
    if error == "thread_not_found", parent != nil {
      // Somebody deleted the first message: the next one begins the conversation anew.
      bot.forget(card.thread)
      return try await post(message, of: card, by: bot)
    }
    guard !error.isEmpty, !Self.passing.contains(error) else {
      throw .retry(after: nil, "Slack failed: \(target.shown(error))")
    }
    throw .refused("Slack refuses the notification: \(target.shown(error))")
  }

  private func answer(
    to message: SlackMessage, under parent: String?, of card: Card, by bot: SlackBot
  ) async throws(NotifyFailure) -> JSONValue {
    var members = message.members
    members.insert(.init("channel", .string(bot.channel)), at: 0)
    if let parent {
      members.append(.init("thread_ts", .string(parent)))
      // What needs somebody is shown in the channel too.
      members.append(.init("reply_broadcast", .bool(card.phase == .open)))
    }
    var request = HTTPRequest.json(
      Data(JSONValue.object(members).text().utf8), to: "\(bot.server)/api/chat.postMessage")
    request.headers["Content-Type"] = "application/json; charset=utf-8"
    request.headers["Authorization"] = "Bearer \(bot.token.reveal())"
    let response = try await target.post(request) { $0.json?["error"]?.string }
    guard let body = response.json, body["ok"]?.bool != nil else {
      throw .retry(after: nil, "what answers is not Slack's API: check \"server\"")
    }
    if body["ok"]?.bool == false, let wait = response.wait {
      throw .retry(after: wait, "Slack asks us to wait")
    }
    return body
  }

  /// A webhook's answer, such as `invalid_payload`.
  private static func word(_ response: HTTPResponse) -> String? { response.text }
}
