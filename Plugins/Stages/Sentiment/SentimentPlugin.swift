public import PluginKit

/// How the customer feels, in three classes.
public let sentimentStage = StagePlugin(
  "sentiment", "Finds whether a message is negative, neutral or positive.",
  settings: SentimentSettings.self
) { settings, _ in try SentimentStage(settings) }
