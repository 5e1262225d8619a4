import Engine
import Foundation
import PluginHosting
import PluginKit
import Simulation
import Storage

/// Plays past messages through the whole daemon on a virtual clock: stages, windows, limits, holds,
/// handoffs. Nothing leaves the process.
struct ReplayRun {
  let assembly: Assembly
  let hash: String
  let messages: [Message]
  let onProgress: @Sendable (Int) -> Void

  func outcome() throws -> ReplayOutcome {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "replyd-replay-\(UUID().uuidString)")
    defer {
      do { try FileManager.default.removeItem(at: folder) } catch {
        Terminal.error("could not remove \(folder.path): \(error.localizedDescription)")
      }
    }
    let time = SimulatedTime(start: messages.map(\.createdAt).min() ?? SystemTime().now)
    let recorder = ReplayRecorder(time: time)
    let store = try SQLiteStore(
      path: folder.appending(path: "replay.sqlite").path, for: .replay)
    let (status, incidents) = try SimulatedRun(time: time).run { [self] in
      try await play(store, time, recorder)
    }
    try store.close()
    return recorder.result(status, incidents, in: assembly.brand.timeZone)
  }

  private static let mostIncidents = 10_000

  @Sendable private func play(
    _ store: SQLiteStore, _ time: SimulatedTime, _ recorder: ReplayRecorder
  ) async throws -> (StoreStatus, [IncidentRow]) {
    let units = connectors(time)
    let planner = Planner(
      windows: assembly.windows, teams: teams, limits: assembly.limits.replies,
      vetting: assembly.guide, connectors: units,
      config: try await store.register(
        config: hash, versions: assembly.versions, at: time.now), brand: assembly.brand,
      procedures: assembly.procedures, bursts: assembly.bursts)
    let daemon = Daemon(
      store: store, connectors: units,
      notifiers: assembly.notifiers.mapValues { _ in SilentNotifier() },
      pipeline: Pipeline(stages: stages(time), brand: assembly.brand), planner: planner,
      settings: Daemon.Settings(
        coalesce: assembly.limits.coalesce, limits: assembly.limits.replies, maxPause: .hours(1)),
      time: time, observer: recorder)
    try await daemon.recover()
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await daemon.run() }
      group.addTask { await stopWhenSettled(daemon, time) }
    }
    return (
      try await store.status(now: time.now),
      try await store.incidents(openOnly: false, limit: Self.mostIncidents)
    )
  }

  /// Programs take real time, in which the virtual clock stands still.
  private func stages(_ time: SimulatedTime) -> [PipelineStage] {
    assembly.stages.map { placed in
      guard placed.stage is any ProcessHosting else { return placed }
      return PipelineStage(
        name: placed.name, mode: placed.mode, stage: OutsideStage(stage: placed.stage, time: time))
    }
  }

  private var teams: Teams {
    var teams = Teams(
      byName: assembly.teams.byName.mapValues(\.withoutRepeats),
      fallback: assembly.teams.fallback, people: assembly.teams.people,
      timeZone: assembly.brand.timeZone)
    teams.routes = assembly.teams.routes
    teams.answering = assembly.teams.answering
    return teams
  }

  /// Automatic throughout: a replay shows what would go out if drafts were approved.
  private func connectors(_ time: SimulatedTime) -> [ConnectorUnit] {
    let byConnector = Dictionary(grouping: messages, by: \.id.connector)
    let configured = Dictionary(
      assembly.connectors.map { ($0.id, $0.connector.traits) },
      uniquingKeysWith: { first, _ in first })
    return byConnector.keys.sorted().map { id in
      ConnectorUnit(
        id: id, mode: .auto, pollEvery: .seconds(1),
        connector: RecordedPlatform(
          byConnector[id] ?? [], time: time, budget: configured[id]?.postingBudget,
          onProgress: onProgress))
    }
  }

  @Sendable private func stopWhenSettled(_ daemon: Daemon, _ time: SimulatedTime) async {
    while true {
      do {
        try await time.sleep(for: .minutes(1))
        let isSettled =
          if daemon.hasNothingToPoll {
            RunCommand.isSettled(daemon, try await daemon.store.status(now: time.now))
          } else {
            false
          }
        if isSettled { return daemon.stop() }
      } catch { return daemon.stop() }
    }
  }
}

private struct OutsideStage: Stage {
  let stage: any Stage
  let time: SimulatedTime

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    try await time.outside { try await stage.evaluate(message, in: context) }
  }
}

/// Counts as told; nobody is.
private struct SilentNotifier: Notifier {
  func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {}
}
