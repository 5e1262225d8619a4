import Foundation
import NotifierKit
import PluginKit
import Transport

/// Sends each card once a call. Telegram knows no key for repeats, and a bot cannot read what it
/// sent: a lost answer gives a second message.
struct TelegramNotifier: CardNotifier {
  /// With the token in it.
  let address: Secret
  let chat: String
  let topic: Int?
  let target: Target

  func show(_ card: Card) async throws(NotifyFailure) {
    do {
      try await send(TelegramMessage(card, buttons: true))
    } catch {
      // Telegram takes no button whose address it does not like, such as one inside your network.
      guard case .refused(let why) = error, !card.links.isEmpty,
        why.lowercased().contains("button")
      else { throw error }
      try await send(TelegramMessage(card, buttons: false))
    }
  }

  private func send(_ message: TelegramMessage) async throws(NotifyFailure) {
    var members: [JSONValue.Member] = [
      .init("chat_id", Int64(chat).map { .int($0) } ?? .string(chat))
    ]
    if let topic { members.append(.init("message_thread_id", .int(topic))) }
    let body = JSONValue.object(members + message.members)
    let request = HTTPRequest.json(Data(body.text().utf8), to: address.reveal())
    let response = try await target.post(request, reason: Self.reason)
    guard response.json?["ok"]?.bool == true else {
      throw .retry(after: nil, "what answers is not Telegram's API: check \"server\"")
    }
  }

  private static func reason(_ response: HTTPResponse) -> String? {
    let body = response.json
    if let chat = body?["parameters"]?["migrate_to_chat_id"]?.number {
      return "the group is a supergroup now: set \"chat\" to \(JSONValue.number(chat).text())"
    }
    return body?["description"]?.string
  }

  /// Nothing else may stand in the address.
  static func isToken(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].count >= 10 else { return false }
    return parts[0].allSatisfy { (0x30...0x39).contains($0) }
      && parts[1].allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      }
  }
}
