public import PluginKit
import Transport

/// Answers mentions and private mentions on Mastodon and servers that speak its API.
public let mastodonConnector = ConnectorPlugin(
  "mastodon", "Answers mentions and private mentions on a Mastodon server.",
  settings: MastodonSettings.self
) { settings, environment in
  var configuration = HTTPClient.Configuration()
  configuration.caFile = settings.caFile
  // 80 mentions are about 300 kB; larger pages are asked for in smaller parts.
  configuration.maxBodyBytes = 8 << 20
  // The operator alone chooses the server, and it may stand in the operator's own network.
  configuration.allowPrivateTargets = true
  configuration.timeouts = HTTPTimeouts(
    connect: min(settings.timeout, .seconds(10)), total: settings.timeout,
    stall: settings.timeout)
  configuration.maxConnectionsPerHost = max(
    configuration.maxConnectionsPerHost, settings.maxInFlight)
  let api = MastodonAPI(
    client: HTTPClient(configuration: configuration), root: settings.root,
    token: settings.token, time: environment.time)
  return MastodonConnector(settings, id: environment.id, api: api, time: environment.time)
}
