import Engine
import Foundation
import PluginKit
import PluginTesting
import Simulation
import Storage
import Synchronization

/// One run of a scenario: the daemon's real loops over a real store on virtual time, over as many
/// lives of the process as crashes and outages make of it.
struct ScenarioRun: Sendable {
  /// The process is started again this long after a crash.
  static let restartAfter: Duration = .seconds(5)
  /// A disturbed run goes on for so long after its end, or after the crash.
  static let grace: Duration = .hours(2)
  static let maxLives = 12

  struct TooManyLives: Error {}

  let scenario: Scenario
  let world: World
  private let fuse: Fuse
  private let folder: TemporaryFolder

  private init(_ scenario: Scenario, crash: Fuse.Point?) throws {
    self.scenario = scenario
    world = World(scenario)
    fuse = Fuse(crash)
    folder = try TemporaryFolder()
    // Migrated once for all runs; its id is in every key: the same run gives the same bytes.
    try EmptyStore.shared.get().write(to: URL(filePath: path))
  }

  private var path: String { folder.path(of: "store.sqlite") }

  static func play(_ scenario: Scenario, crash: Fuse.Point? = nil) throws -> Outcome {
    try ScenarioRun(scenario, crash: crash).play()
  }

  private func play() throws -> Outcome {
    for _ in 0..<Self.maxLives {
      let life = Life(fuse: fuse, world: world)
      let store = try SQLiteStore(path: path, for: .simulation)
      let outcome = try SimulatedRun(time: world.time).run(until: life.halt) {
        try await live(life, store)
      }
      try store.close()
      if let outcome { return outcome }
      let downtime = world.state.withLock { state in
        defer { state.outage = nil }
        state.lives += 1
        return state.outage ?? Self.restartAfter
      }
      try SimulatedRun(time: world.time).run { try await world.time.sleep(for: downtime) }
    }
    throw TooManyLives()
  }

  /// From start to a graceful stop at the scenario's end.
  @Sendable private func live(_ life: Life, _ real: SQLiteStore) async throws -> Outcome {
    let store = CrashingStore(real: real, life: life)
    let daemon = try await daemon(life, store, hung: try await hungRows(real))
    try await daemon.recover()
    world.state.withLock { $0.hung = [] }
    let desk = OperatorDesk(
      store: store, daemon: daemon, teams: scenario.config.teams, rules: rules(isLive: true),
      time: world.time)
    var alive: [Violation] = []
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await daemon.run() }
      do {
        try await ScriptedOperator(life: life, store: real, desk: desk).work()
        try await waitForEnd(life)
        alive = try await real.verify(now: world.time.now, rules: rules(isLive: true))
      } catch {
        daemon.stop()
        throw error
      }
      daemon.stop()
      try await group.waitForAll()
    }
    // Where the crash came while it drained, the next life reports.
    try life.enter()
    let stopped = try await real.verify(now: world.time.now, rules: rules(isLive: false))
    return try await Outcome(
      world, real, counts: fuse.counts, violations: alive + stopped)
  }

  private func waitForEnd(_ life: Life) async throws {
    let crashedAt = world.state.withLock { $0.crashedAt }
    let until = scenario.config.until.seconds
    let end = crashedAt.map { max($0, until) + Self.grace.seconds } ?? until
    let left = end - world.elapsed
    if left > 0 { try await world.time.sleep(for: .seconds(left)) }
    try life.enter()
  }

  private func rules(isLive: Bool) -> VerifyRules {
    VerifyRules(
      maxAutomatedTurns: scenario.config.limits.maxAutomatedTurns, tolerance: .minutes(2),
      isLive: isLive)
  }

  /// The store's rows of what the watchdog recorded.
  private func hungRows(_ store: SQLiteStore) async throws -> [Int64: String] {
    var rows: [Int64: String] = [:]
    for id in world.state.withLock({ $0.hung }) {
      let row = try await store.why("\(World.connector)/\(id)")?["message"]?["row"]?.number
      if let row { rows[Int64(row)] = "script" }
    }
    return rows
  }

  private func daemon(_ life: Life, _ store: CrashingStore, hung: [Int64: String]) async throws
    -> Daemon
  {
    let config = scenario.config
    let unit = ConnectorUnit(
      id: World.connector, mode: world.state.withLock { $0.mode },
      pollEvery: config.platform.pollEvery, connector: ScenarioPlatform(life: life))
    let planner = Planner(
      windows: Windows(rules: config.windows, hours: config.hours), teams: config.teams,
      limits: config.limits, vetting: scenario.guide, connectors: [unit],
      config: try await store.register(config: "scenario", versions: [:], at: world.time.now),
      brand: config.brand, procedures: config.procedures)
    let notifiers =
      config.teams.byName.values.flatMap { $0.notify + $0.escalate.flatMap(\.notify) }
      + config.teams.people.values.flatMap(\.notify)
      + config.procedures.values.flatMap(\.steps).flatMap(\.notified)
    return Daemon(
      store: store, connectors: [unit],
      notifiers: Dictionary(
        Set(notifiers).map { ($0, ScenarioNotifier(id: $0, life: life)) },
        uniquingKeysWith: { first, _ in first }),
      pipeline: Pipeline(
        stages: [
          PipelineStage(
            name: "script", mode: config.stageMode, stage: DirectiveStage(life: life))
        ], brand: config.brand),
      planner: planner,
      settings: Daemon.Settings(
        coalesce: config.coalesce, quarantineAfter: config.quarantineAfter, limits: config.limits,
        hung: hung, maxPause: config.maxPause),
      time: world.time, observer: LifeLog(life: life))
  }
}

/// The bytes of a store that was just created.
enum EmptyStore {
  static let shared = Result {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path(of: "empty.sqlite"), for: .simulation)
    try store.close()
    return try Data(contentsOf: folder.url.appending(path: "empty.sqlite"))
  }
}

/// Writes the engine's events into the world's log, as long as the process lives.
struct LifeLog: EngineObserver {
  let life: Life

  func observe(_ event: EngineEvent) {
    guard !life.isOver else { return }
    switch event {
    case .received(_, let result): life.world.log("received \(result)")
    case .decided(let message, let decided):
      life.world.log("decided \(message.id.remote) \(decided.action.rawValue): \(decided.reason)")
    case .sent(let reply, let receipt):
      life.world.log("sent \(reply.kind) as \(receipt.remote)")
    case .notSent(let reply, let why): life.world.log("not sent \(reply.kind): \(why)")
    case .notified: break
    case .deadline(let due):
      life.world.log("deadline \(due.messageID.remote) \(due.kind) \(due.level)")
    case .step(let step, let outcome):
      life.world.log("incident \(step.incident), step \(step.number): \(outcome)")
    case .burst(let burst): life.world.log("burst \(burst.kind) \(burst.name)")
    case .recovered(let report): life.world.log("recovered \(report)")
    case .polled, .attempted, .notTold, .incident, .told: break
    case .alarm(_, let sentence): life.world.log("alarm \(sentence)")
    }
  }
}

extension Procedure.Step {
  fileprivate var notified: [String] {
    if case .tell(let notifiers, _, _) = action { notifiers } else { [] }
  }
}
