public import PluginKit

/// Plays a JSON-lines recording as if it were a platform.
public let replayConnector = ConnectorPlugin(
  "replay", "Plays a recording as a platform and writes the replies to a file.",
  settings: ReplaySettings.self
) { settings, environment in
  let recording = try Recording(file: settings.file, connector: environment.id)
  return ReplayConnector(settings, recording: recording, time: environment.time)
}
