import NotifierKit
public import PluginKit

/// Tells a Discord channel through its webhook.
public let discordNotifier = NotifierPlugin(
  "discord", "Tells a Discord channel of handoffs, digests and alarms.",
  settings: DiscordSettings.self
) { settings, environment in
  try settings.target.check(address: settings.url, field: "url")
  return DiscordNotifier(
    address: settings.url,
    target: Target(
      settings.target.client(), setting: "url", secrets: [settings.url], endsWhenGone: true))
}
