import NotifierKit
public import PluginKit

/// Tells a chat of Telegram, as a bot.
public let telegramNotifier = NotifierPlugin(
  "telegram", "Tells a Telegram chat of handoffs, digests and alarms.",
  settings: TelegramSettings.self
) { settings, environment in
  let server = try settings.target.server(settings.server, field: "server")
  let token = settings.token.reveal()
  guard TelegramNotifier.isToken(token) else {
    throw PluginFailure(
      "the secret is no token of a bot (digits, a colon, letters); correct what it refers to",
      field: "token")
  }
  return TelegramNotifier(
    address: Secret("\(server)/bot\(token)/sendMessage"), chat: settings.chat,
    topic: settings.topic,
    target: Target(settings.target.client(), setting: "token", secrets: [settings.token]))
}
