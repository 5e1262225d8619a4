import ConfigLoading
import Console
import Engine
import Foundation
import Logging
import PluginKit
import ServiceLifecycle
import Storage
import UnixSignals

/// Connects an assembly to its store and runs it as one process.
struct Launch: Sendable {
  let running: RunningConfig
  /// Where it came from, for reloads; nil where it stays as it is.
  private let source: (path: String, watch: ConfigWatch)?
  let observer: any EngineObserver
  /// Tells the console's open pages what changed.
  let live = LiveHub(time: SystemTime())
  let refusal = RefusedConfig(time: SystemTime())
  let logger: Logger

  init(
    assembly: Assembly, hash: String, reloads source: (path: String, watch: ConfigWatch)? = nil,
    observer: any EngineObserver, logger: Logger
  ) {
    self.source = source
    self.observer = observer
    self.logger = logger
    running = RunningConfig(assembly, hash: hash)
  }

  /// The one in force: whoever kept the first one would keep its plugins' processes.
  private var assembly: Assembly { running.assembly }

  /// Runs until a signal, or until `isDone` says so; returns what the store holds then.
  func run(until isDone: (@Sendable (Daemon, StoreStatus) -> Bool)? = nil) async throws
    -> StoreStatus
  {
    let time = SystemTime()
    let store = try SQLiteStore(path: assembly.storePath)
    assembly.encoder.keepVectors()
    assembly.tellMatching(logger)
    let record = HangRecord(
      path: (assembly.storePath as NSString).deletingPathExtension + ".hung")
    let watchdog = Watchdog(deadline: assembly.limits.stageDeadline) { row, stage in
      record.append(row: row, stage: stage)
      logger.critical("stage \(stage) hangs on message \(row): ending, restart hands it off")
      _exit(Watchdog.exitStatus)
    }
    defer { watchdog.stop() }
    let telemetry = Telemetry(assembly, time: time)
    let daemon = try await daemon(store, watchdog, telemetry, hung: try record.read(), time)
    assembly.startPlugins()
    let outcome: Result<Void, any Error>
    do {
      try await serve(daemon, store, telemetry, watchdog, time, record, isDone)
      outcome = .success(())
    } catch {
      outcome = .failure(error)
    }
    await assembly.endPlugins()
    try outcome.get()
    return try await store.status(now: time.now)
  }

  private func daemon(
    _ store: SQLiteStore, _ watchdog: Watchdog, _ telemetry: Telemetry, hung: [Int64: String],
    _ time: SystemTime
  ) async throws -> Daemon {
    let config = try await store.register(
      config: running.hash, versions: assembly.versions, at: time.now)
    let first = assembly.generation(config, watchdog, telemetry.meter(assembly))
    return Daemon(
      store: store, connectors: first.connectors, notifiers: first.notifiers,
      pipeline: first.pipeline, planner: first.planner,
      settings: Daemon.Settings(
        coalesce: first.coalesce, quarantineAfter: assembly.limits.quarantineAfter,
        limits: first.limits, hung: hung, keep: assembly.keep, masks: first.masks),
      time: time, observer: telemetry.observer(beside: observer, live), links: try linkSigner())
  }

  private func serve(
    _ daemon: Daemon, _ store: SQLiteStore, _ telemetry: Telemetry, _ watchdog: Watchdog,
    _ time: SystemTime, _ record: HangRecord, _ isDone: (@Sendable (Daemon, StoreStatus) -> Bool)?
  ) async throws {
    let (listening, announce) = AsyncStream<Void>.makeStream()
    let supervisor = Supervisor(time: time)
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
    let monitor = telemetry.monitor(assembly, store: store, time: time, observer: observer)
    let servers = try consoles(daemon, store, telemetry, monitor, time) { announce.yield() }
    services += servers.map { .init(service: $0) }
    var awaited = servers.count
    if let pages = try linkPages(daemon, store, monitor, time, { announce.yield() }) {
      services.append(.init(service: pages))
      awaited += 1
    }
    let service = DaemonService(
      daemon: daemon, record: record, time: time, listening: listening, awaited: awaited,
      supervisor: supervisor, isDone: isDone)
    services.insert(
      .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup), at: 0)
    if let supervisor { services.append(.init(service: supervisor)) }
    services.append(.init(service: HealthService(monitor: monitor)))
    let report = DailyReport(store: store, time: time, observer: observer)
    services.append(
      .init(
        service: DailyReportService(
          running: running, report: report, time: time, observer: observer)))
    if let source {
      let reloader = reloader(source, daemon, store, telemetry, monitor, watchdog, time)
      services.append(
        .init(service: ReloadService(reloader: reloader, watch: source.watch, time: time)))
    }
    if let deadMan = assembly.deadMan {
      services.append(
        .init(service: DeadManPing(deadMan, monitor: monitor, time: time, logger: logger)))
    }
    var configuration = ServiceGroupConfiguration(
      services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
    configuration.maximumGracefulShutdownDuration = assembly.limits.drain
    try await ServiceGroup(configuration: configuration).run()
  }

  func desk(
    _ daemon: Daemon, _ store: SQLiteStore, _ monitor: HealthMonitor, _ time: SystemTime
  ) -> OperatorDesk {
    let running = running
    return OperatorDesk(
      store: store, daemon: daemon, teams: assembly.teams,
      rules: VerifyRules(
        maxAutomatedTurns: assembly.limits.replies.maxAutomatedTurns,
        tolerance: .minutes(2), isLive: true),
      time: time,
      extra: [
        .init("config", .string(running.hash)),
        .init("refusedConfig", .optional(monitor.readiness().refusedConfig)),
      ],
      config: running.json, brand: running.assembly.brand, deskStore: store, access: store)
  }

  func healthPages(
    _ store: SQLiteStore, _ telemetry: Telemetry, _ monitor: HealthMonitor, _ time: SystemTime
  ) -> HealthPages {
    let running = running
    let page = MetricsPage(
      registry: telemetry.registry, store: store, vitals: telemetry.vitals, monitor: monitor,
      connectors: assembly.connectors, version: Replyd.version, config: running.hash,
      time: time)
    return HealthPages(metrics: page, monitor: monitor) { try await store.holds().count }
  }

  /// The service group's own records are of no use to operators.
  private var quiet: Logger {
    var logger = logger
    logger.logLevel = .error
    return logger
  }
}

/// The daemon as a service: SIGTERM drains it.
struct DaemonService: Service, CustomStringConvertible {
  /// The service group names services by this; without it, it would print every table of every
  /// stage, which takes seconds.
  let description = "daemon"
  let daemon: Daemon
  let record: HangRecord
  let time: any Time
  /// Yields once for each of our servers that listens: a daemon that nobody can ask does not start.
  let listening: AsyncStream<Void>
  /// How many servers there are.
  let awaited: Int
  let supervisor: Supervisor?
  let isDone: (@Sendable (Daemon, StoreStatus) -> Bool)?

  func run() async throws {
    var heard = listening.makeAsyncIterator()
    for _ in 0..<awaited { guard await heard.next() != nil else { return } }
    try await daemon.recover()
    try record.clear()
    supervisor?.ready()
    let executor = EngineExecutor(threads: max(2, ProcessInfo.processInfo.activeProcessorCount))
    defer { executor.close() }
    await withTaskExecutorPreference(executor) {
      await withGracefulShutdownHandler {
        await withTaskGroup(of: Void.self) { group in
          group.addTask { await daemon.run() }
          if let isDone { group.addTask { await watch(isDone) } }
          // The daemon's own end, which the watch only asks for.
          await group.waitForAll()
        }
      } onGracefulShutdown: {
        daemon.stop()
      }
    }
  }

  /// Ends the daemon once there is nothing left to do.
  private func watch(_ isDone: @Sendable (Daemon, StoreStatus) -> Bool) async {
    while !Task.isCancelled, !daemon.isStopping {
      do {
        try await time.sleep(for: .milliseconds(200))
        if isDone(daemon, try await daemon.store.status(now: time.now)) { return daemon.stop() }
      } catch { return }
    }
  }
}
