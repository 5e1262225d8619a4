public import PluginKit

/// What the customer wants of the brand.
public let intentStage = StagePlugin(
  "intent", "Finds whether a message is a complaint, a question, praise, an experience or other.",
  settings: IntentSettings.self
) { settings, environment in try IntentStage(settings, environment.encoder()) }
