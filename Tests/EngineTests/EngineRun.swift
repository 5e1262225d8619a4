import Foundation
import PluginKit
import PluginTesting
import Simulation
import Storage
import Testing

@testable import Engine

/// The real daemon over a real store on virtual time, against a scripted platform.
struct EngineRun: Sendable {
  /// What a scenario changes.
  struct Setup: Sendable {
    var mode = Mode.auto
    /// Given the virtual clock.
    var stages: @Sendable (any Time) -> [any Stage] = { _ in [KeywordStage()] }
    var limits = ReplyLimits()
    var guide: any Vetting = PassingGuide()
    var windows: [WindowRule] = []
    var teams = Teams(byName: ["care": Team(notify: ["desk"])], fallback: "care")
    var traits = ConnectorTraits.make(idempotency: .readBack)
    var postTakes: Duration = .zero
    var pollWaits: Duration = .zero
    var coalesce: Duration = .zero
    /// Loops look again after this at the latest.
    var maxPause: Duration = .seconds(20)
    /// How long closed messages stay.
    var keep: Duration?
    /// Whether messages are looked at again after our reply.
    var watchesOutcomes = false
  }

  struct NeverCame: Error, CustomStringConvertible { var description: String }

  let platform: ScriptedPlatform
  let notifier: KeepingNotifier
  let observer: AlarmKeeper
  let daemon: Daemon
  private let clock: SimulatedTime
  private let file: SQLiteStore
  private let folder: TemporaryFolder
  private let setup: Setup
  /// The connector as the first config placed it.
  let unit: ConnectorUnit

  private init(
    _ setup: Setup, _ time: SimulatedTime, _ folder: TemporaryFolder, _ platform: ScriptedPlatform,
    _ notifier: KeepingNotifier
  ) async throws {
    self.setup = setup
    clock = time
    self.folder = folder
    self.platform = platform
    self.notifier = notifier
    observer = AlarmKeeper()
    file = try SQLiteStore(path: folder.path(of: "replyd.sqlite"), for: .simulation)
    unit = ConnectorUnit(
      id: "test", mode: setup.mode, pollEvery: .seconds(15), connector: platform)
    let first = Self.generation(
      setup, [unit], notifier,
      config: try await file.register(config: "hash", versions: [:], at: time.now), time)
    daemon = Daemon(
      store: file, connectors: first.connectors, notifiers: first.notifiers,
      pipeline: first.pipeline, planner: first.planner,
      settings: Daemon.Settings(
        coalesce: setup.coalesce, limits: setup.limits, maxPause: setup.maxPause,
        keep: setup.keep),
      time: time, observer: observer)
  }

  private static func generation(
    _ setup: Setup, _ units: [ConnectorUnit], _ notifier: KeepingNotifier, config: Int64,
    _ time: any Time
  ) -> Generation {
    let stages = setup.stages(time).enumerated().map {
      PipelineStage(name: "stage\($0.offset)", mode: .auto, stage: $0.element)
    }
    return Generation(
      connectors: units, notifiers: ["desk": notifier, "onCall": notifier],
      pipeline: Pipeline(stages: stages, brand: .make()),
      planner: Planner(
        windows: Windows(rules: setup.windows), teams: setup.teams, limits: setup.limits,
        vetting: setup.guide, connectors: units, config: config,
        watchesOutcomes: setup.watchesOutcomes),
      coalesce: setup.coalesce, limits: setup.limits)
  }

  /// A reload, with these connectors in place of the first.
  func reload(_ setup: Setup, _ units: [ConnectorUnit], hash: String = "next") async throws {
    daemon.adopt(
      Self.generation(
        setup, units, notifier,
        config: try await file.register(config: hash, versions: [:], at: time.now), time))
  }

  /// A reload that keeps the running connector and its settings.
  func reload(mode: Mode? = nil, hash: String = "next", _ change: (inout Setup) -> Void)
    async throws
  {
    var setup = setup
    change(&setup)
    let placed = ConnectorUnit(
      id: "test", mode: mode ?? setup.mode, pollEvery: .seconds(15), connector: platform)
    try await reload(setup, [placed.keeping(unit)], hash: hash)
  }

  var time: any Time { clock }
  var store: any Store { file }
  var desk: any DeskStore { file }

  /// As an administrator or NTP would; what sleeps sleeps on.
  func setClock(to date: Date) { clock.set(to: date) }

  /// Plays a scenario to its end, drains the daemon and checks the promises on what it leaves.
  static func play(
    _ setup: Setup = Setup(), _ scenario: @escaping @Sendable (EngineRun) async throws -> Void
  ) throws {
    try simulate(setup) { run in
      try await run.operate { try await scenario(run) }
      try await run.checkPromises()
    }
  }

  /// For scenarios that start and kill the daemon themselves.
  static func simulate(
    _ setup: Setup = Setup(), _ scenario: @escaping @Sendable (EngineRun) async throws -> Void
  ) throws {
    let time = SimulatedTime(start: fixtureTime)
    try SimulatedRun(time: time).run {
      let platform = ScriptedPlatform(
        time: time, postTakes: setup.postTakes, pollWaits: setup.pollWaits,
        traits: setup.traits)
      try await scenario(
        try await EngineRun(setup, time, try TemporaryFolder(), platform, KeepingNotifier()))
    }
  }

  /// Another daemon on the same file and platform.
  func restarted(_ setup: Setup? = nil, after downtime: Duration = .zero) async throws -> EngineRun
  {
    try file.close()
    try await time.sleep(for: downtime)
    return try await EngineRun(setup ?? self.setup, clock, folder, platform, notifier)
  }

  /// Runs the daemon while `body` runs, then drains it.
  func operate(_ body: @escaping @Sendable () async throws -> Void) async throws {
    try await daemon.recover()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await daemon.run() }
      do {
        try await body()
      } catch {
        daemon.stop()
        throw error
      }
      daemon.stop()
      try await group.waitForAll()
    }
  }

  /// Runs the daemon while `body` runs, then takes the file away and ends it as a kill would.
  func operateUntilKilled(_ body: @escaping @Sendable () async throws -> Void) async throws {
    try await daemon.recover()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await daemon.run() }
      defer { group.cancelAll() }
      try await body()
      try file.close()
    }
  }

  func checkPromises(isLive: Bool = false) async throws {
    let violations = try await store.verify(
      now: time.now,
      rules: VerifyRules(
        maxAutomatedTurns: setup.limits.maxAutomatedTurns, tolerance: .minutes(2), isLive: isLive))
    #expect(violations.isEmpty)
  }

  func status() async throws -> StoreStatus { try await store.status(now: time.now) }

  /// Virtual time passes until `isTrue`.
  func until(
    _ what: String, within limit: Duration = .hours(6), _ isTrue: () async throws -> Bool
  ) async throws {
    let end = time.now + limit
    while try await !isTrue() {
      guard time.now < end else { throw NeverCame(description: "\(what); \(observer.alarms)") }
      try await time.sleep(for: .seconds(1))
    }
  }

  /// Until nothing is open any more, or only humans could change it.
  func untilSettled(_ count: Int) async throws {
    try await until("\(count) messages are closed") {
      let status = try await status()
      return status.messages == count && status.open == 0 && status.pendingNotifications == 0
    }
  }

  func pass(_ duration: Duration) async throws { try await time.sleep(for: duration) }
}
