import Logging
public import PluginKit

/// Writes each notification as one line into replyd's own log.
public let logNotifier = NotifierPlugin(
  "log", "Writes each handoff, digest and alarm into replyd's log.", settings: LogSettings.self
) { settings, _ in
  LogNotifier(logger: Logger(label: "replyd.handoff"), maxText: settings.maxText)
}
