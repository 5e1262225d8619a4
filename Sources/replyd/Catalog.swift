import CoursesStagePlugin
import CrisisStagePlugin
import DiscordNotifierPlugin
import EmailConnectorPlugin
import EmailNotifierPlugin
import FAQStagePlugin
import HandoffStagePlugin
import IntentStagePlugin
import LanguageStagePlugin
import LogNotifierPlugin
import MastodonConnectorPlugin
import MatrixConnectorPlugin
import MicrosoftTeamsNotifierPlugin
import PagerDutyNotifierPlugin
import PluginKit
import ReplayConnectorPlugin
import SentimentStagePlugin
import SlackNotifierPlugin
import TelegramNotifierPlugin
import WebhookNotifierPlugin

/// All plugins an operator can name in a config. A new one is one import and one line here.
enum Catalog {
  static let connectors: [ConnectorPlugin] = [
    emailConnector,
    mastodonConnector,
    matrixConnector,
    replayConnector,
  ]

  static let stages: [StagePlugin] = [
    languageStage,
    sentimentStage,
    intentStage,
    crisisStage,
    faqStage,
    coursesStage,
    handoffStage,
  ]

  static let notifiers: [NotifierPlugin] = [
    emailNotifier,
    logNotifier,
    webhookNotifier,
    slackNotifier,
    discordNotifier,
    microsoftTeamsNotifier,
    telegramNotifier,
    pagerDutyNotifier,
  ]

  /// Of all of them.
  static let names = Set(
    connectors.map(\.name) + stages.map(\.name) + notifiers.map(\.name))
}
