import ConfigLoading
import Engine
import Foundation
import Logging
import PluginKit

/// Puts the config on the disk in force, all or nothing (P10). Everything is built anew before
/// anything changes; on any error the running one stays as it is.
struct Reloader: Sendable {
  /// Changed keys that the log names.
  private static let namedChanges = 20

  let running: RunningConfig
  let path: String
  let watch: ConfigWatch
  let vitals: Vitals
  let refusal: RefusedConfig
  let observer: any EngineObserver
  let logger: Logger
  /// Makes a built config the one in force; throws when the store cannot note its hash.
  let adopt: @Sendable (Assembly, String) async throws -> Void

  /// Returns whether what lies on the disk is in force now.
  @discardableResult
  func reload() async -> Bool {
    watch.begin()
    let loaded: LoadedConfiguration<Assembly>
    do {
      loaded = try ConfigurationLoader(watch: watch).assembly(from: path, forDaemon: true)
    } catch {
      for issue in error.all { logger.error("config: \(issue)") }
      refusal.note(problems: error.all.map(\.description))
      refuse("\(error.count), the first at \(error.all.first?.shownPlace ?? path)")
      return false
    }
    let changes = running.assembly.changes(to: loaded.value)
    let fixed = changes.filter(Assembly.needsRestart)
    guard fixed.isEmpty else {
      for change in fixed {
        logger.warning("config: \(change.path) changed, which a reload cannot do: restart replyd")
      }
      refusal.note(
        problems: fixed.map { "\($0.path) changed, which needs a restart" }, changes: changes)
      refuse("it needs a restart: \(fixed.map(\.path).joined(separator: ", ")) changed")
      return false
    }
    let next = loaded.value.keepingConnectors(of: running.assembly, changes: changes)
      .keepingPrograms(of: running.assembly)
    do {
      try await adopt(next, loaded.hash)
    } catch {
      logger.error("config: the store cannot note its hash: \(error)")
      refuse("the store cannot note its hash")
      return false
    }
    running.replace(with: next, hash: loaded.hash)
    vitals.accepted()
    refusal.clear()
    tell(changes, hash: loaded.hash)
    return true
  }

  private func refuse(_ why: String) {
    let sentence = "the config on the disk is not what runs, the one before stays: \(why)"
    vitals.refused(sentence + "; see the log, `replyd check` and `replyd diff`")
    observer.observe(.alarm(.config, sentence))
  }

  private func tell(_ changes: [ConfigChange], hash: String) {
    let named = changes.prefix(Self.namedChanges).map(\.path).joined(separator: ", ")
    let rest = changes.count - Self.namedChanges
    logger.notice(
      "reloaded the config",
      metadata: [
        "config": "\(hash.prefix(12))",
        "changed": "\(changes.isEmpty ? "nothing" : named)\(rest > 0 ? ", \(rest) more" : "")",
      ])
  }
}

extension SettingsIssue {
  /// Where it is, without what stands there.
  fileprivate var shownPlace: String {
    "\(file):\(position.line):\(position.column)" + (path.isEmpty ? "" : " (\(path))")
  }
}
