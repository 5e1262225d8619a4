import Engine
import Foundation
import PluginKit
import Storage

/// `CrashingDaemon FOLDER`: the real engine over the real store in this folder, fed from
/// `messages.txt`, with a stage that throws, traps or hangs when a message says so. Exits 0 once all
/// messages are settled; whatever else ends it, start it again, as a service manager would.
@main
struct CrashingDaemon {
  static let stageDeadline: Duration = .seconds(3)

  static func main() async throws {
    let folder = URL(filePath: CommandLine.arguments[1])
    let time = SystemTime()
    let store = try SQLiteStore(path: folder.appending(path: "replyd.sqlite").path)
    let record = HangRecord(path: folder.appending(path: "replyd.hung").path)
    let watchdog = Watchdog(deadline: stageDeadline) { row, stage in
      record.append(row: row, stage: stage)
      _exit(Watchdog.exitStatus)
    }
    let platform = try FilePlatform(folder)
    let daemon = try await daemon(store, platform, watchdog, hung: try record.read(), time)
    try await daemon.recover()
    try record.clear()
    let executor = EngineExecutor(threads: 3)
    try await withTaskExecutorPreference(executor) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await daemon.run() }
        try await settled(store, platform.messages.count, time)
        daemon.stop()
        try await group.waitForAll()
      }
    }
    watchdog.stop()
    executor.close()
    try store.close()
  }

  private static func daemon(
    _ store: SQLiteStore, _ platform: FilePlatform, _ watchdog: Watchdog, hung: [Int64: String],
    _ time: any Time
  ) async throws -> Daemon {
    let unit = ConnectorUnit(
      id: "file", mode: .auto, pollEvery: .milliseconds(200), connector: platform)
    let planner = Planner(
      windows: Windows(rules: []),
      teams: Teams(byName: ["care": Team(notify: ["file"])], fallback: "care"),
      limits: ReplyLimits(), vetting: PassingGuide(), connectors: [unit],
      config: try await store.register(config: "crashing", versions: [:], at: time.now))
    let stages = [PipelineStage(name: "poisoned", mode: .auto, stage: PoisonedStage())]
    let brand = Brand(name: "Northwind", timeZone: .gmt)
    return Daemon(
      store: store, connectors: [unit], notifiers: ["file": platform],
      pipeline: Pipeline(stages: stages, brand: brand, watchdog: watchdog), planner: planner,
      settings: Daemon.Settings(coalesce: .zero, hung: hung), time: time, observer: Silence())
  }

  private static func settled(_ store: SQLiteStore, _ count: Int, _ time: any Time) async throws {
    while true {
      let status = try await store.status(now: time.now)
      let isSettled = status.open == 0 && status.pendingNotifications == 0
      if isSettled, status.messages == count { return }
      try await time.sleep(for: .milliseconds(50))
    }
  }
}

private struct PassingGuide: Vetting {
  func vet(_ reply: Reply, limits: ConnectorTraits) -> Verdict { .pass }
}

private struct Silence: EngineObserver {
  func observe(_ event: EngineEvent) {}
}
