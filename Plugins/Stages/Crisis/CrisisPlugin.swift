public import PluginKit

/// Finds messages that no machine may answer: danger, threats, lawyers, leaks, the press.
public let crisisStage = StagePlugin(
  "crisis", "Finds nine kinds of severe messages by phrases, holds the bot and calls a human.",
  settings: CrisisSettings.self
) { settings, _ in try CrisisStage(settings) }
