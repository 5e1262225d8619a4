import ConfigLoading
import Engine
import PluginKit
import Storage

extension Launch {
  /// What makes a reloaded config the one in force, in all parts of the process.
  func reloader(
    _ source: (path: String, watch: ConfigWatch), _ daemon: Daemon, _ store: SQLiteStore,
    _ telemetry: Telemetry, _ monitor: HealthMonitor, _ watchdog: Watchdog, _ time: SystemTime
  ) -> Reloader {
    Reloader(
      running: running, path: source.path, watch: source.watch, vitals: telemetry.vitals,
      refusal: refusal, observer: telemetry.observer(beside: observer), logger: logger
    ) { assembly, hash in
      // The only step that can fail comes first.
      let config = try await store.register(
        config: hash, versions: assembly.versions, at: time.now)
      telemetry.adopt(assembly)
      monitor.adopt(notifiers: assembly.notifiers, settings: assembly.alarms)
      watchdog.allow(assembly.limits.stageDeadline)
      assembly.startPlugins()
      assembly.tellMatching(logger)
      daemon.adopt(assembly.generation(config, watchdog, telemetry.meter(assembly)))
    }
  }
}

extension Assembly {
  /// - Parameter config: its row in the store.
  func generation(_ config: Int64, _ watchdog: Watchdog, _ meter: any StageMeter) -> Generation {
    Generation(
      connectors: connectors, notifiers: notifiers,
      pipeline: Pipeline(stages: stages, brand: brand, watchdog: watchdog, meter: meter),
      planner: Planner(
        windows: windows, teams: teams, limits: limits.replies, vetting: guide,
        connectors: connectors, config: config, brand: brand, watchesOutcomes: watchesOutcomes,
        procedures: procedures, bursts: bursts),
      coalesce: limits.coalesce, limits: limits.replies, masks: masks)
  }
}
