public import PluginKit

/// Finds messages that no machine may answer: danger, threats, lawyers, leaks, the press.
public let crisisStage = StagePlugin(
  "crisis",
  "Finds nine kinds of severe messages, holds the bot for some and calls a human for all.",
  settings: CrisisSettings.self
) { settings, _ in try CrisisStage(settings) }
