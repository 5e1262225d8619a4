import NotifierKit
public import PluginKit

/// Tells a Slack channel, through an incoming webhook or as a bot.
public let slackNotifier = NotifierPlugin(
  "slack", "Tells a Slack channel of handoffs, digests and alarms.", settings: SlackSettings.self
) { settings, environment in
  let target = settings.target
  switch (settings.webhook, settings.token, settings.channel) {
  case (let webhook?, nil, nil):
    try target.check(address: webhook, field: "webhook")
    return SlackNotifier(
      route: .webhook(webhook),
      target: Target(
        target.client(), setting: "webhook", secrets: [webhook], endsWhenGone: true))
  case (nil, let token?, let channel?):
    let server = try target.server(settings.server, field: "server")
    return SlackNotifier(
      route: .bot(SlackBot(server: server, token: token, channel: channel)),
      target: Target(target.client(), setting: "server", secrets: [token]))
  default:
    throw PluginFailure("expected either \"webhook\", or \"token\" and \"channel\"")
  }
}
