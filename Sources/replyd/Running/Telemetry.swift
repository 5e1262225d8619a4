import Console
import CoreMetrics
import Engine
import Logging
import PluginKit
import ServiceLifecycle

/// Everything that watches over one daemon: its counters, its vitals, who raises the alarm.
struct Telemetry: Sendable {
  let registry = MetricRegistry()
  let metrics: DaemonMetrics
  let vitals: Vitals

  /// Call it once a process: what libraries and plugins measure goes into the same registry.
  init(_ assembly: Assembly, time: any Time) {
    metrics = DaemonMetrics(
      registry: registry, connectors: assembly.polled, notifiers: assembly.notifiers.keys.sorted())
    vitals = Vitals(
      connectors: assembly.connectors, stages: assembly.stages, teams: assembly.teams,
      settings: assembly.alarms, time: time)
    MetricsSystem.bootstrap(registry)
  }

  /// Watches over another config from now on.
  func adopt(_ assembly: Assembly) {
    metrics.adopt(connectors: assembly.polled, notifiers: assembly.notifiers.keys.sorted())
    vitals.adopt(
      connectors: assembly.connectors, stages: assembly.stages, teams: assembly.teams,
      settings: assembly.alarms)
  }

  /// The one observer of the engine: itself, and whoever shows or logs the events.
  func observer(beside others: any EngineObserver...) -> any EngineObserver {
    Observers(all: [metrics, vitals] + others)
  }

  /// For the pipeline of this config, which was adopted before.
  func meter(_ assembly: Assembly) -> any StageMeter {
    let names = assembly.stages.filter { $0.mode != .off }.map(\.name)
    return Meters(
      metrics: StageMetrics(registry: registry, stages: names), failures: vitals.stages)
  }

  func monitor(
    _ assembly: Assembly, store: any WatchedStore, time: any Time, observer: any EngineObserver
  ) -> HealthMonitor {
    // Not the vitals: an alarm that cannot be told must not become an alarm.
    HealthMonitor(
      vitals: vitals, store: store, notifiers: assembly.notifiers, settings: assembly.alarms,
      time: time, observer: Observers(all: [metrics, observer]))
  }
}

extension Assembly {
  /// The ids of the connectors that are on.
  fileprivate var polled: [String] { connectors.filter { $0.mode != .off }.map(\.id) }
}

private struct Observers: EngineObserver {
  let all: [any EngineObserver]

  func observe(_ event: EngineEvent) { for observer in all { observer.observe(event) } }
}

private struct Meters: StageMeter {
  let metrics: StageMetrics
  let failures: StageFailures

  func stage(_ index: Int, took seconds: Double, isFailure: Bool) {
    metrics.stage(index, took: seconds, isFailure: isFailure)
    failures.stage(index, took: seconds, isFailure: isFailure)
  }
}

/// The watch as a service: it ends when the daemon drains.
struct HealthService: Service, CustomStringConvertible {
  /// What the service group calls it.
  let description = "health monitor"
  let monitor: HealthMonitor

  func run() async throws { await cancelWhenGracefulShutdown { await monitor.run() } }
}
