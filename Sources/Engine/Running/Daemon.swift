import Foundation
public import PluginKit

/// The whole daemon: intake, worker, dispatchers and escalator over one store, on one executor.
public struct Daemon: Sendable {
  /// What the operator configured.
  public struct Settings: Sendable {
    public var coalesce: Duration
    public var quarantineAfter: Int
    public var limits: ReplyLimits
    /// Messages named by the watchdog before the last end.
    public var hung: [Int64: String]
    /// The longest any loop waits before it looks again.
    public var maxPause: Duration
    /// Closed messages older than this are removed; nil: never.
    public var keep: Duration?
    /// What notifications do not show of customers' words.
    public var masks: Masking

    public init(
      coalesce: Duration = .seconds(3), quarantineAfter: Int = 3,
      limits: ReplyLimits = ReplyLimits(), hung: [Int64: String] = [:],
      maxPause: Duration = .seconds(1), keep: Duration? = nil, masks: Masking = Masking()
    ) {
      self.coalesce = coalesce
      self.quarantineAfter = quarantineAfter
      self.limits = limits
      self.hung = hung
      self.maxPause = maxPause
      self.keep = keep
      self.masks = masks
    }
  }

  public let store: any Store
  private let settings: Settings
  private let parts: EngineParts

  public init(
    store: any Store, connectors: [ConnectorUnit], notifiers: [String: any Notifier],
    pipeline: Pipeline, planner: Planner, settings: Settings, time: any Time,
    observer: any EngineObserver, links: (any LinkMaking)? = nil
  ) {
    self.store = store
    self.settings = settings
    let current = Current(
      Generation(
        connectors: connectors, notifiers: notifiers, pipeline: pipeline, planner: planner,
        coalesce: settings.coalesce, limits: settings.limits, masks: settings.masks))
    parts = EngineParts(
      store: store, time: time, current: current, observer: observer, gate: HoldGate(),
      lifetime: Lifetime(connectors: current.units.map(\.id)), maxPause: settings.maxPause,
      links: links)
  }

  /// Makes a store whose process was killed consistent again.
  public func recover() async throws {
    let now = parts.time.now
    let surfaces = parts.current.units.map(\.connector.traits.surfacesWithin).max() ?? .seconds(30)
    Failpoint.hit(.beforeRecover)
    let report = try await store.recover(
      RecoveryPlan(
        at: now, quarantineAfter: settings.quarantineAfter, hung: settings.hung,
        surfacesWithin: surfaces,
        handoff: parts.teams.plan(
          team: nil, category: "quarantine",
          reason: "quarantined: a stage crashed or hung on this message", at: now),
        config: parts.current.generation.planner.config))
    Failpoint.hit(.afterRecover)
    try await parts.gate.refresh { try await store.holds() }
    parts.observer.observe(.recovered(report))
  }

  /// Runs until `stop` or cancellation, on the caller's executor. What is in flight is awaited.
  /// Call `recover` first.
  public func run() async {
    await withDiscardingTaskGroup { group in
      serveConnectors(&group)
      group.addTask {
        await restoreBursts()
        await Worker(parts: parts).run()
      }
      group.addTask { await BurstLoop(parts: parts).run() }
      group.addTask { await Escalator(parts: parts).run() }
      group.addTask { await Responder(parts: parts).run() }
      group.addTask { await OutcomeWatch(parts: parts).run() }
      if let keep = settings.keep {
        group.addTask { await Retention(parts: parts, keep: keep).run() }
      }
      while !parts.lifetime.isStopping, !Task.isCancelled {
        await parts.supervisor.wait(atMost: parts.maxPause, on: parts.time)
        serveConnectors(&group)
      }
    }
  }

  /// Before the first decision: what was decided before the daemon ended counts too. Where that
  /// cannot be read, bursts are seen anew and nothing else is worse for it.
  private func restoreBursts() async {
    guard parts.current.generation.planner.bursts?.isOn == true else { return }
    do {
      try await parts.bursts.restore(from: store, now: parts.time.now)
    } catch {
      parts.observer.observe(.alarm(.store, "bursts cannot be restored: \(error)"))
      parts.bursts.begin()
    }
  }

  private func serveConnectors(_ group: inout DiscardingTaskGroup) {
    for id in parts.current.unserved() {
      group.addTask { await ConnectorLoop(id: id, parts: parts).run() }
    }
  }

  /// Puts another config in force (P10). Batches, polls and calls under way end with what they
  /// began with; each later batch, poll, check and post has the new one, and no post starts any
  /// more that was checked by the old one.
  ///
  /// A connector that shall keep its running instance has to be `keeping` it; any other one is
  /// started anew when the last call of its predecessor has ended.
  public func adopt(_ generation: Generation) {
    parts.current.replace(with: generation)
    parts.wakeAll()
  }

  /// Of the config in force.
  var planner: Planner { parts.current.generation.planner }
  var notifierIDs: Set<String> { Set(parts.current.generation.notifiers.keys) }

  /// Starts draining: no new poll, batch or send; what is in flight ends.
  public func stop() {
    parts.lifetime.stop()
    parts.wakeAll()
  }

  public var isStopping: Bool { parts.lifetime.isStopping }

  /// Whether every recording has been played to its end.
  public var hasNothingToPoll: Bool { parts.lifetime.allEnded }

  /// Stops automatic sends; when it returns, no new send starts (P8).
  public func hold(_ scope: Hold.Scope, reason: String, by: String) async throws -> Hold {
    #if DEBUG
      if PlantedBug.holdMissesOutbox.isPlanted {
        return try await store.hold(scope, reason: reason, by: by, at: parts.time.now)
      }
    #endif
    let rule = HoldRule(scope: scope)
    parts.gate.enter(rule)
    defer { parts.gate.leave(rule) }
    let hold = try await store.hold(scope, reason: reason, by: by, at: parts.time.now)
    parts.gate.add(rule)
    return hold
  }

  /// Ends the holds of this scope (nil: all) that no incident has. Each held reply is checked again
  /// before it goes.
  public func release(_ scope: Hold.Scope?, by: String) async throws -> Int {
    let count = try await store.release(scope, by: by, at: parts.time.now)
    try await parts.gate.refresh { try await store.holds() }
    parts.wakeAll()
    return count
  }

  /// A person agrees that an incident ends; what it held is checked again before it goes.
  func resume(_ agreement: IncidentAgreement) async throws -> IncidentRow? {
    let incident = try await store.resume(agreement)
    if let incident, incident.resumedAt != nil, let key = incident.burst?.key {
      parts.bursts.ended(key)
    }
    try await parts.gate.refresh { try await store.holds() }
    parts.wakeAll()
    return incident
  }

  /// Removes an author; nothing of theirs is sent any more, and their holds end with them.
  func forget(_ author: String) async throws -> ForgetOutcome {
    let outcome = try await store.forget(author, at: parts.time.now)
    try await parts.gate.refresh { try await store.holds() }
    parts.wakeAll()
    return outcome
  }

  /// A person takes a handoff; when it returns, no automatic reply starts in that conversation.
  func take(_ taking: Taking) async throws -> HandoffRow? {
    parts.gate.beginTaking()
    defer { parts.gate.endTaking() }
    return try await store.take(taking)
  }

  /// The same for a person's reply, which takes what nobody has.
  func reply(_ reply: HumanReply) async throws -> HandoffRow? {
    parts.gate.beginTaking()
    defer { parts.gate.endTaking() }
    return try await store.reply(reply)
  }

  /// After an operator changed handoffs or drafts.
  public func wake() { parts.wakeAll() }
}
