import Engine
import PluginHosting
import PluginKit

/// The processes of plugins that are programs.
extension Assembly {
  /// Starts them, so that what is wrong with one shows in the log at once.
  func startPlugins() {
    for (_, plugin, isOn) in programs where isOn { plugin.start() }
  }

  /// Ends them, and waits for it; before the process ends.
  func endPlugins() async {
    for (_, plugin, _) in programs { plugin.end() }
    await PluginProcesses.ended()
  }

  /// What is wrong with each program that cannot be started, for the operator.
  func problemsOfPlugins() async -> [String] {
    await withTaskGroup(of: String?.self) { group in
      for (name, plugin, isOn) in programs where isOn {
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
    for (index, placed) in stages.enumerated() where placed.mode != .off {
      let old = running.stages.first { Self.goesOn($0.stage, as: placed.stage) }
      if let old { kept.stages[index].stage = old.stage }
    }
    for (id, notifier) in notifiers {
      guard let old = running.notifiers[id], Self.goesOn(old, as: notifier) else { continue }
      kept.notifiers[id] = old
    }
    return kept
  }

  private static func goesOn(_ old: Any, as new: Any) -> Bool {
    guard let old = old as? any ProcessHosting, let new = new as? any ProcessHosting else {
      return false
    }
    return !old.isOutOfService && new.isSame(as: old)
  }

  /// Whether a message waits for another process.
  var hasPrograms: Bool { stages.contains { $0.stage is any ProcessHosting } }

  /// All of them, and whether they are on.
  private var programs: [(name: String, plugin: any ProcessHosting, isOn: Bool)] {
    let stages = stages.map { ("stage \($0.name)", $0.stage as Any, $0.mode != .off) }
    let connectors = connectors.map { ("connector \($0.id)", $0.connector as Any, $0.mode != .off) }
    let notifiers = notifiers.map { ("notifier \($0.key)", $0.value as Any, true) }
    return (stages + connectors + notifiers).compactMap { name, plugin, isOn in
      (plugin as? any ProcessHosting).map { (name, $0, isOn) }
    }
  }
}
