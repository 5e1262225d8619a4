import Engine
import Foundation
import PluginKit
import Storage

/// The real loops over the real store, with a platform of files.
struct SmallDaemon {
  /// What every complaint begins.
  fileprivate static let procedure = "complaint"

  /// Exit statuses beside 0.
  static let refused: Int32 = 3
  static let stuck: Int32 = 4
  /// A run that is not killed ends well before.
  private static let longest: Duration = .seconds(30)

  let folder: String
  /// Holds everything in the middle of sending, for a while.
  let isHoldDrill: Bool

  /// Until everything is settled; returns the exit status.
  func run() async throws -> Int32 {
    let time = SystemTime()
    // A hold has to find replies waiting, also where the machine is busy with other tests.
    let platform = try FilePlatform(
      folder: folder, pace: .milliseconds(isHoldDrill ? 50 : 10), time: time)
    let store = try SQLiteStore(path: "\(folder)/store.sqlite")
    let config = try await store.register(config: "planted", versions: [:], at: time.now)
    let daemon = daemon(store, platform, config: config, time)
    try await daemon.recover()
    let ending = try await withThrowingTaskGroup(of: Int32?.self) { group in
      group.addTask {
        await daemon.run()
        return nil
      }
      group.addTask {
        defer { daemon.stop() }
        if isHoldDrill { try await drill(daemon, platform, time) }
        return try await settled(store, time)
      }
      return try await group.reduce(nil) { $0 ?? $1 }
    }
    try store.close()
    return ending ?? Self.stuck
  }

  private func daemon(
    _ store: SQLiteStore, _ platform: FilePlatform, config: Int64, _ time: any Time
  ) -> Daemon {
    let unit = ConnectorUnit(
      id: "file", mode: .auto, pollEvery: .milliseconds(10), connector: platform)
    let stage = PipelineStage(name: "echo", mode: .auto, stage: EchoStage(time: time))
    return Daemon(
      store: store, connectors: [unit], notifiers: ["file": platform],
      pipeline: Pipeline(
        stages: [stage], brand: Brand(name: "Brand", timeZone: .gmt)),
      planner: Planner(
        windows: Windows(rules: []),
        teams: Teams(byName: ["care": Team(notify: ["file"])], fallback: "care"),
        limits: ReplyLimits(), vetting: AnyText(), connectors: [unit], config: config,
        procedures: [
          Self.procedure: Procedure([
            .hold(.conversation, words: []),
            .tell(notifiers: ["file"], people: [], evenIfTaken: true),
          ])
        ]),
      settings: Daemon.Settings(
        coalesce: .zero, quarantineAfter: 6, limits: ReplyLimits(), maxPause: .milliseconds(50)),
      time: time, observer: NoObserver())
  }

  /// Whether nothing is left to do in time.
  private func settled(_ store: SQLiteStore, _ time: any Time) async throws -> Int32 {
    let end = time.now + Self.longest
    while time.now < end {
      let status = try await store.status(now: time.now)
      let cursor = try await store.cursor(of: "file").flatMap { Int($0.text) } ?? 0
      // Not by the count of messages: what is lost must not keep it waiting.
      if cursor * 5 > FilePlatform.messageCount, status.open == 0, status.pendingNotifications == 0
      {
        return 0
      }
      try await time.sleep(for: .milliseconds(20))
    }
    return Self.stuck
  }

  /// Several holds: a bug that lets a send through needs one that is about to start.
  private func drill(
    _ daemon: Daemon, _ platform: FilePlatform, _ time: any Time
  ) async throws {
    let end = time.now + Self.longest
    for _ in 0..<8 {
      // A hold that found the outbox empty would prove nothing.
      while time.now < end {
        let queued = try await daemon.store.status(now: time.now).repliesByState["queued"] ?? 0
        if queued >= 4, try platform.posts().count >= 5 { break }
        try await time.sleep(for: .milliseconds(2))
      }
      _ = try await daemon.hold(.everything, reason: "a drill", by: "drill")
      try await time.sleep(for: .milliseconds(100))
      _ = try await daemon.release(nil, by: "drill")
    }
  }
}

/// Answers questions with their own words, slowly where an edit is on its way.
private struct EchoStage: Stage {
  let time: any Time

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    if message.text.hasPrefix("complaint") {
      return Opinion(proposals: [
        .handoff(
          HandoffRequest(
            strength: .required, reason: "a complaint", procedure: SmallDaemon.procedure))
      ])
    }
    if FilePlatform.isEdited(Int(message.id.remote) ?? 0) && message.editedAt == nil {
      try await time.sleep(for: .milliseconds(50))
    }
    return Opinion(proposals: [.answer(Reply.Draft(text: "re: \(message.text)"))])
  }
}

private struct AnyText: Vetting {
  func vet(_ reply: Reply, limits: ConnectorTraits) -> Verdict { .pass }
}

private struct NoObserver: EngineObserver {
  func observe(_ event: EngineEvent) {}
}
