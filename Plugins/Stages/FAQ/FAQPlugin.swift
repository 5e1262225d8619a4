public import PluginKit

/// Answers what has been asked before.
public let faqStage = StagePlugin(
  "faq", "Answers with the FAQ entry whose questions are most like the message, when it is sure.",
  settings: FAQSettings.self
) { settings, environment in try FAQStage(settings, environment.encoder()) }
