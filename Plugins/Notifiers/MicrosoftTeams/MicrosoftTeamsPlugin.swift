import NotifierKit
public import PluginKit

/// Tells a channel of Microsoft Teams through a webhook of Workflows.
public let microsoftTeamsNotifier = NotifierPlugin(
  "microsoftTeams", "Tells a Microsoft Teams channel of handoffs, digests and alarms.",
  settings: MicrosoftTeamsSettings.self
) { settings, environment in
  try settings.target.check(address: settings.url, field: "url")
  return MicrosoftTeamsNotifier(
    address: settings.url,
    target: Target(
      settings.target.client(), setting: "url", secrets: [settings.url], endsWhenGone: true))
}
