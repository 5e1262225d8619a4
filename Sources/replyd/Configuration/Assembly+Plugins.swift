import Engine
import PluginHosting
import PluginKit

/// The processes of plugins that are programs.
extension Assembly {
  /// Starts them, so that what is wrong with one shows in the log at once.
  func startPlugins() { for plugin in programs { plugin.start() } }

  /// Ends them, and waits for it; before the process ends.
  func endPlugins() async {
    for plugin in programs { plugin.end() }
    await PluginProcesses.ended()
  }

  /// Whether a message waits for another process.
  var hasPrograms: Bool { stages.contains { $0.stage is any ProcessHosting } }

  private var programs: [any ProcessHosting] {
    let stages = stages.filter { $0.mode != .off }.map { $0.stage as Any }
    let connectors = connectors.filter { $0.mode != .off }.map { $0.connector as Any }
    return (stages + connectors + notifiers.values.map { $0 as Any })
      .compactMap { $0 as? any ProcessHosting }
  }
}
