import ConfigLoading
import Console
import Engine
import Foundation
import PluginKit
import Storage

/// Looks at the parts of the daemon for the console's health page.
struct HealthSurvey: Sendable {
  let running: RunningConfig
  let refusal: RefusedConfig
  let store: SQLiteStore
  let vitals: Vitals
  let monitor: HealthMonitor
  let startedAt: Date
  let time: any Time

  /// Queued replies are counted up to here.
  private static let queueLimit = 10_000

  func view() async throws -> HealthView {
    let assembly = running.assembly
    var connectors: [HealthView.Connector] = []
    for unit in assembly.connectors { connectors.append(try await connector(unit)) }
    return HealthView(
      connectors: connectors, plugins: plugins(assembly),
      alarms: monitor.standing().map {
        HealthView.Alarm(
          name: [$0.kind, $0.subject].compactMap { $0 }.joined(separator: " "), since: $0.since,
          text: $0.sentence)
      },
      facts: [
        .init("Version", Replyd.version),
        .init("Runs since", startedAt.formatted(.iso8601)),
        .init("Config", String(running.hash.prefix(12))),
        .init("Brand", assembly.brand.name),
      ],
      refused: refusal.refusal.map { .init(at: $0.at, problems: $0.problems) },
      changes: (refusal.refusal?.changes ?? []).map(Self.shown))
  }

  private func connector(_ unit: ConnectorUnit) async throws -> HealthView.Connector {
    let polls = vitals.pollRecords()[unit.id]
    let failed = polls.flatMap { polls in
      polls.failedAt.flatMap { $0 > polls.succeededAt ? polls.failure : nil }
    }
    var shown = HealthView.Connector(
      id: unit.id, plugin: unit.connector.traits.isRecording ? "recording" : "account",
      mode: unit.mode.rawValue)
    shown.lamp = unit.mode == .off ? .off : failed == nil ? .well : .failing
    if polls?.hasEnded == true { shown.lamp = .off }
    shown.lastPollAt = unit.mode == .off ? nil : polls?.succeededAt
    shown.lastError = polls?.failure.map(Self.words)
    shown.lastErrorAt = polls?.failedAt
    shown.budget = unit.connector.rateBudget.map { "\($0.remaining) of \($0.limit)" }
    shown.queued = try await store.queueLength(connector: unit.id, atMost: Self.queueLimit)
    return shown
  }

  private static func words(_ outcome: PollOutcome) -> String {
    switch outcome {
    case .ok, .ended: ""
    case .retry: "the platform did not answer, or asked to wait"
    case .unauthorised: "the platform refuses the token"
    case .malformed: "the platform's answer could not be read"
    case .store: "the store could not take what came"
    }
  }

  private func plugins(_ assembly: Assembly) -> [HealthView.Plugin] {
    let failing = Set(
      monitor.standing().filter { $0.kind == "stageFailing" }.compactMap(\.subject))
    let stages = assembly.stages.map { stage in
      HealthView.Plugin(
        name: stage.name, kind: "stage",
        lamp: stage.mode == .off ? .off : failing.contains(stage.name) ? .failing : .well,
        state: failing.contains(stage.name) ? "failing" : stage.mode.rawValue)
    }
    let notifiers = assembly.notifiers.keys.sorted().map {
      HealthView.Plugin(name: $0, kind: "notifier", state: "on")
    }
    return stages + notifiers
  }

  private static func shown(_ change: ConfigChange) -> HealthView.Change {
    HealthView.Change(
      path: change.path, kind: change.kind.rawValue,
      old: change.isSecret ? nil : change.old?.text(),
      new: change.isSecret ? nil : change.new?.text())
  }
}
