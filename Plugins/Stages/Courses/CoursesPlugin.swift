public import PluginKit

/// The brand's courses of action: what is done with which kind of message.
public let coursesStage = StagePlugin(
  "courses", "Acknowledges, answers, ignores or hands off by the first matching course of action.",
  settings: CoursesSettings.self
) { settings, _ in try CoursesStage(settings) }
