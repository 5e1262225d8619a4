import ConfigLoading
import Engine
import PluginHosting
import PluginKit

/// What a reload asks of two configs.
extension Assembly {
  /// Parts of the config that are set up once a process: a reload with a change in one is refused.
  static let needRestart = ["store", "console", "links", "deadMan", "limits.drain"]

  static func needsRestart(_ change: ConfigChange) -> Bool {
    needRestart.contains { change.isInside($0) }
  }

  /// All that differs from what `other` sets.
  func changes(to other: Assembly) -> [ConfigChange] {
    // Both are in this process, so the salt hides nothing from anybody.
    guard let old = picture?.values(salt: ""), let new = other.picture?.values(salt: "") else {
      return []
    }
    return old.changes(to: new)
  }

  /// With the running instance of each connector whose own settings are unchanged, so that what it
  /// knows of rate limits is not lost. Mode and `pollEvery` are the engine's, not its own.
  func keepingConnectors(of running: Assembly, changes: [ConfigChange]) -> Assembly {
    var kept = self
    if changes.contains(where: { $0.isInside("brand") }) { return kept }
    kept.connectors = connectors.map { unit in
      let path = ConfigValues.path("connectors", unit.id)
      let engines = [path + ".mode", path + ".pollEvery"]
      let isChanged = changes.contains { $0.isInside(path) && !engines.contains($0.path) }
      guard !isChanged, let old = running.connectors.first(where: { $0.id == unit.id }),
        !old.mustStartAnew(as: unit.mode)
      else { return unit }
      return unit.keeping(old)
    }
    return kept
  }
}

extension ConnectorUnit {
  /// A program that is out of service, or that is turned off, ends.
  fileprivate func mustStartAnew(as mode: Mode) -> Bool {
    guard let program = connector as? any ProcessHosting else { return false }
    return program.isOutOfService || mode == .off
  }
}
