public import PluginKit

/// Which language the customer writes.
public let languageStage = StagePlugin(
  "language", "Finds the language of a message, or says that it does not know.",
  settings: LanguageSettings.self
) { settings, _ in try LanguageStage(settings) }
