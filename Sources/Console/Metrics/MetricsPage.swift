public import Engine
import Foundation
public import PluginKit

/// What `/metrics` answers: the counters, what waits in the store now, what the vitals say, and the
/// process's own figures.
public struct MetricsPage: Sendable {
  private let registry: MetricRegistry
  private let store: any WatchedStore
  private let vitals: Vitals
  private let monitor: HealthMonitor
  private let connectors: @Sendable () -> [ConnectorUnit]
  private let version: String
  private let config: @Sendable () -> String
  private let time: any Time

  /// - Parameters:
  ///   - connectors: those of the config that runs.
  ///   - version: replyd's own.
  ///   - config: the hash of the config that runs.
  public init(
    registry: MetricRegistry, store: any WatchedStore, vitals: Vitals, monitor: HealthMonitor,
    connectors: @escaping @autoclosure @Sendable () -> [ConnectorUnit], version: String,
    config: @escaping @autoclosure @Sendable () -> String, time: any Time
  ) {
    self.registry = registry
    self.store = store
    self.vitals = vitals
    self.monitor = monitor
    self.connectors = connectors
    self.version = version
    self.config = config
    self.time = time
  }

  /// A store that cannot be read leaves its figures out and says so in `replyd_store_readable`.
  public func text() async -> String {
    var page = Exposition()
    page.family("replyd_build_info", .gauge, "Always 1; its label is replyd's version.")
    page.sample("replyd_build_info", [("version", version)], 1)
    page.family("replyd_config_info", .gauge, "Always 1; its label is the running config's hash.")
    page.sample("replyd_config_info", [("hash", String(config().prefix(12)))], 1)
    health(&page)
    polls(&page)
    registry.write(into: &page)
    page.family("replyd_store_readable", .gauge, "1 while the store can be read, else 0.")
    do {
      let gauges = try await store.gauges()
      page.sample("replyd_store_readable", [], 1)
      waiting(gauges, &page)
      windows(gauges, &page)
    } catch {
      page.sample("replyd_store_readable", [], 0)
    }
    ProcessFigures.write(into: &page)
    return page.text
  }

  private func health(_ page: inout Exposition) {
    page.family("replyd_ready", .gauge, "1 while /readyz answers 200, else 0.")
    page.sample("replyd_ready", [], monitor.readiness().isReady ? 1 : 0)
    page.family(
      "replyd_incidents", .gauge, "Incidents that last now, by what is wrong.", by: "kind",
      Self.all(HealthMonitor.kinds, monitor.lasting))
    page.family(
      "replyd_alarms_total", .counter, "Incidents that began, by what was wrong.", by: "kind",
      Self.all(HealthMonitor.kinds, monitor.raised))
  }

  private func polls(_ page: inout Exposition) {
    let connectors = connectors().filter { $0.mode != .off }
    page.family(
      "replyd_poll_age_seconds", .gauge, "Time since the last successful poll.", by: "connector",
      vitals.pollAges())
    page.family(
      "replyd_poll_interval_seconds", .gauge, "Pause between polls, as configured.",
      by: "connector",
      Dictionary(
        connectors.map { ($0.id, $0.pollEvery.seconds) }, uniquingKeysWith: { first, _ in first }))
    let budgets = connectors.compactMap { unit in
      unit.connector.rateBudget.map { (unit.id, $0) }
    }
    let table = Dictionary(budgets, uniquingKeysWith: { first, _ in first })
    page.family(
      "replyd_rate_budget_remaining", .gauge,
      "Requests that the platform still allows, by its word.", by: "connector",
      table.mapValues { Double($0.remaining) })
    page.family(
      "replyd_rate_budget_limit", .gauge, "Requests that the platform allows in all, by its word.",
      by: "connector", table.mapValues { Double($0.limit) })
  }

  private func waiting(_ gauges: StoreGauges, _ page: inout Exposition) {
    page.family(
      "replyd_messages", .gauge, "Messages that are not closed, by state.", by: "state",
      Self.all(["stored", "evaluating", "decided"], gauges.messages))
    page.family(
      "replyd_replies", .gauge, "Replies that are still to go somewhere, by state.", by: "state",
      Self.all(ReplyState.allCases.filter(\.isActive).map(\.rawValue), gauges.replies))
    page.family(
      "replyd_handoffs", .gauge, "Handoffs that nobody has ended, by state.", by: "state",
      Self.all(["open", "notified", "taken"], gauges.handoffs))
    single(
      "replyd_notifications_pending", "Notifications that wait to be delivered.",
      Double(gauges.pendingNotifications), &page)
    single(
      "replyd_oldest_unanswered_age_seconds",
      "Age of the oldest message that is not closed; 0 when all are.",
      age(gauges.oldestUnanswered), &page)
    single(
      "replyd_oldest_handoff_age_seconds",
      "Age of the oldest handoff that nobody took; 0 when none waits.",
      age(gauges.oldestHandoff), &page)
    var holds = [
      "everything": 0.0, "connector": 0, "conversation": 0, "topic": 0, "audience": 0,
    ]
    for hold in gauges.holds { holds[hold.scope.name, default: 0] += 1 }
    page.family("replyd_holds", .gauge, "Active holds, by scope.", by: "scope", holds)
    single(
      "replyd_incidents_open", "Incidents that nobody has resumed.",
      Double(gauges.openIncidents), &page)
  }

  private func windows(_ gauges: StoreGauges, _ page: inout Exposition) {
    let clocks = ["acknowledge", "human"]
    page.family(
      "replyd_windows_total", .counter,
      "Response windows that ended, by clock and outcome, since the store was made.")
    for clock in clocks {
      for (outcome, counts) in [("met", gauges.windowsMet), ("missed", gauges.windowsMissed)] {
        page.sample(
          "replyd_windows_total", [("kind", clock), ("outcome", outcome)],
          Double(counts[clock] ?? 0))
      }
    }
    page.family(
      "replyd_windows_running", .gauge, "Response windows that run now, by clock.", by: "kind",
      Self.all(clocks, gauges.windowsRunning))
  }

  private func single(_ name: String, _ help: String, _ value: Double, _ page: inout Exposition) {
    page.family(name, .gauge, help)
    page.sample(name, [], value)
  }

  private func age(_ date: Date?) -> Double {
    date.map { max(0, time.now.timeIntervalSince($0)) } ?? 0
  }

  /// Every value a label can have is there from the start, so that no series begins with a jump.
  private static func all(_ names: [String], _ counts: [String: Int]) -> [String: Double] {
    var values = counts.mapValues { Double($0) }
    for name in names where values[name] == nil { values[name] = 0 }
    return values
  }
}
