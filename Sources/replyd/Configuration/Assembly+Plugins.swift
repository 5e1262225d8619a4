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

  /// What is wrong with each program that cannot be started, for the operator.
  func problemsOfPlugins() async -> [String] {
    await withTaskGroup(of: String?.self) { group in
      for (name, plugin) in namedPrograms {
        group.addTask {
          do {
            try await plugin.probe()
            return nil
          } catch { return "\(name): its program does not start: \(error)" }
        }
      }
      return await group.reduce(into: [String]()) { all, one in if let one { all.append(one) } }
        .sorted()
    }
  }

  /// With the running processes of each program that is run as before.
  func keepingPrograms(of running: Assembly) -> Assembly {
    var kept = self
    for (index, placed) in stages.enumerated() {
      guard let mine = placed.stage as? any ProcessHosting else { continue }
      let old = running.stages.first { old in
        (old.stage as? any ProcessHosting).map { mine.isSame(as: $0) } ?? false
      }
      if let old { kept.stages[index].stage = old.stage }
    }
    for (id, notifier) in notifiers {
      guard let mine = notifier as? any ProcessHosting, let old = running.notifiers[id],
        let theirs = old as? any ProcessHosting, mine.isSame(as: theirs)
      else { continue }
      kept.notifiers[id] = old
    }
    return kept
  }

  /// Whether a message waits for another process.
  var hasPrograms: Bool { stages.contains { $0.stage is any ProcessHosting } }

  private var programs: [any ProcessHosting] { namedPrograms.map(\.plugin) }

  private var namedPrograms: [(name: String, plugin: any ProcessHosting)] {
    let stages = stages.filter { $0.mode != .off }.map { ("stage \($0.name)", $0.stage as Any) }
    let connectors = connectors.filter { $0.mode != .off }
      .map { ("connector \($0.id)", $0.connector as Any) }
    let notifiers = notifiers.map { ("notifier \($0.key)", $0.value as Any) }
    return (stages + connectors + notifiers).compactMap { name, plugin in
      (plugin as? any ProcessHosting).map { (name, $0) }
    }
  }
}
