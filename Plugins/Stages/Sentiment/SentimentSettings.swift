import PluginKit

/// Nothing to set: the model comes with the build, or from `$REPLYD_MODELS`.
typealias SentimentSettings = NoSettings
