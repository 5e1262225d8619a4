import ConnectorKit
public import PluginKit
import Transport

/// Answers customers in Matrix rooms.
public let matrixConnector = ConnectorPlugin(
  "matrix", "Answers customers in Matrix rooms, in private and where it is mentioned.",
  settings: MatrixSettings.self
) { settings, environment in
  var configuration = HTTPClient.Configuration()
  configuration.caFile = settings.caFile
  // A page of 100 events of the greatest size is 6.5 MB.
  configuration.maxBodyBytes = 16 << 20
  // The operator alone chooses the server, and it may stand in the operator's own network.
  configuration.allowPrivateTargets = true
  configuration.timeouts = HTTPTimeouts(
    connect: min(settings.timeout, .seconds(10)), total: settings.timeout,
    stall: settings.timeout)
  configuration.maxConnectionsPerHost = max(
    configuration.maxConnectionsPerHost, settings.maxInFlight)
  let client = HTTPClient(configuration: configuration)
  let session = try MatrixSession(settings, client: client, time: environment.time)
  let api = MatrixAPI(
    client: client, root: settings.root, session: session, timeout: settings.timeout,
    time: environment.time)
  return MatrixConnector(settings, id: environment.id, api: api, time: environment.time)
}
