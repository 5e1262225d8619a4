public import PluginKit

/// The last stage of most pipelines: names the team and lets nothing fall through.
public let handoffStage = StagePlugin(
  "handoff", "Proposes a handoff to a team, as a fallback or always.",
  settings: HandoffSettings.self
) { settings, _ in HandoffStage(settings) }
