import Foundation
public import PluginKit
import Synchronization

/// What the engine's events say about its health. It looks at polls, notifications and failures,
/// which are few; what happens with every message costs it nothing but an atomic read a stage.
public final class Vitals: EngineObserver {
  /// A test write that takes longer than this has failed.
  static let probeLimit: Duration = .seconds(30)
  /// Missed windows are one incident until none was missed for this long.
  static let windowCalm: Duration = .minutes(15)

  struct Polls: Sendable {
    var instance: Int
    var every: Duration
    var succeededAt: Date
    var refusedSince: Date?
    var hasEnded = false
    /// The last one that failed.
    var failure: (at: Date, outcome: PollOutcome)?
  }
  struct Missed: Sendable {
    var count: Int
    var first: Date
    var last: Date
  }
  struct State: Sendable {
    var isRecovered = false
    var connectors: [String: Polls]
    var storeFailure: (first: Date, last: Date)?
    var probeSince: Date?
    var unreachedSince: Date?
    /// Notifiers whose last attempt failed.
    var failing: [String: Date] = [:]
    var missed: [DeadlineKind: Missed] = [:]
    var stages: StageFailures
    var teams: Teams
    var settings: AlarmSettings
    /// The config on the disk could not be put in force.
    var refusal: (since: Date, sentence: String)?
  }

  let state: Mutex<State>
  let time: any Time
  private let startedAt: Date

  /// - Parameter stages: those that are not off, in order.
  public init(
    connectors: [ConnectorUnit], stages: [PipelineStage], teams: Teams, settings: AlarmSettings,
    time: any Time
  ) {
    let now = time.now
    state = Mutex(
      State(
        connectors: Self.polls(connectors, before: [:], now: now), stages: Self.failures(stages),
        teams: teams, settings: settings))
    self.time = time
    startedAt = now
  }

  public func observe(_ event: EngineEvent) {
    switch event {
    case .received, .decided, .sent, .notSent, .attempted, .incident, .step, .burst: return
    case .polled(let connector, let outcome): polled(connector, outcome)
    case .notified(_, let notifier), .told(_, let notifier):
      state.withLock { $0.failing[notifier] = nil }
    case .notTold(let notifier, _):
      let now = time.now
      state.withLock { $0.failing[notifier] = $0.failing[notifier] ?? now }
    case .deadline(let due): missed(due.kind)
    case .recovered: recovered()
    case .alarm(.store, _): storeFailed()
    case .alarm: return
    }
  }

  /// For the pipeline of the config in force.
  public var stages: StageFailures { state.withLock { $0.stages } }
}

extension Vitals {
  /// A test write begins.
  func probeBegan() {
    let now = time.now
    state.withLock { $0.probeSince = now }
  }

  /// Of the oldest handoff of which every notifier failed to tell.
  func unreached(since: Date?) { state.withLock { $0.unreachedSince = since } }

  /// One that succeeds ends the trouble, unless a real write failed just before it.
  func probeEnded(isSuccess: Bool) {
    let now = time.now
    state.withLock { state in
      let calm = state.settings.checkEvery.seconds
      state.probeSince = nil
      if !isSuccess {
        state.storeFailure = (state.storeFailure?.first ?? now, now)
      } else if let last = state.storeFailure?.last, abs(now.timeIntervalSince(last)) >= calm {
        state.storeFailure = nil
      }
    }
  }

  private func polled(_ connector: String, _ outcome: PollOutcome) {
    let now = time.now
    state.withLock { state in
      switch outcome {
      case .ok, .ended:
        state.connectors[connector]?.succeededAt = now
        state.connectors[connector]?.refusedSince = nil
        if outcome == .ended { state.connectors[connector]?.hasEnded = true }
      case .unauthorised:
        let since = state.connectors[connector]?.refusedSince ?? now
        state.connectors[connector]?.refusedSince = since
        state.connectors[connector]?.failure = (now, outcome)
      case .retry, .malformed, .store: state.connectors[connector]?.failure = (now, outcome)
      }
    }
  }

  private func missed(_ kind: DeadlineKind) {
    guard kind == .acknowledge || kind == .human else { return }
    let now = time.now
    state.withLock { state in
      var missed = state.missed[kind] ?? Missed(count: 0, first: now, last: now)
      if abs(now.timeIntervalSince(missed.last)) > Self.windowCalm.seconds {
        missed = Missed(count: 0, first: now, last: now)
      }
      missed.count += 1
      missed.last = now
      state.missed[kind] = missed
    }
  }

  /// What lay before the recovery is no silence.
  private func recovered() {
    let now = time.now
    state.withLock { state in
      state.isRecovered = true
      for id in state.connectors.keys { state.connectors[id]?.succeededAt = now }
    }
  }

  private func storeFailed() {
    let now = time.now
    state.withLock { $0.storeFailure = ($0.storeFailure?.first ?? now, now) }
  }
}

extension Vitals {
  /// All that is wrong now, in a stable order.
  func troubles() -> [Trouble] {
    let now = time.now
    let state = state.withLock { $0 }
    var found: [Trouble] = []
    if !state.isRecovered {
      found.append(
        Trouble(.recovering, since: startedAt, "start-up has not finished looking at the store"))
    }
    if let failure = state.storeFailure {
      found.append(
        Trouble(
          .storeNotWritable, since: failure.first,
          "the store cannot be written: nothing is taken in or sent; free space on its disk, and "
            + "see the log"))
    } else if let since = state.probeSince, now > since + Self.probeLimit {
      found.append(
        Trouble(.storeNotWritable, since: since, "the store does not answer; look at its disk"))
    }
    found += state.isRecovered ? silent(state, now) : []
    if let since = state.unreachedSince {
      found.append(
        Trouble(
          .handoffUnreached, since: since,
          "nobody could be told of a handoff: every notifier failed; see `replyd handoffs`"))
    }
    found += unreachable(state) + failingStages(state, now) + missedWindows(state, now)
    if let refusal = state.refusal {
      found.append(Trouble(.configRefused, since: refusal.since, refusal.sentence))
    }
    return found
  }

  private func silent(_ state: State, _ now: Date) -> [Trouble] {
    state.connectors.sorted { $0.key < $1.key }.flatMap { id, polls -> [Trouble] in
      var found: [Trouble] = []
      let limit = max(
        polls.every * state.settings.silentPolls, state.settings.silentAtLeast)
      let silence = now.timeIntervalSince(polls.succeededAt)
      if !polls.hasEnded, silence > limit.seconds {
        found.append(
          Trouble(
            .connectorSilent, id, since: polls.succeededAt,
            "\(id): no successful poll for \(Int(silence)) s; see the log for the reason"))
      }
      if let since = polls.refusedSince {
        found.append(
          Trouble(
            .tokenRefused, id, since: since,
            "\(id): the platform refuses our credentials; replace them"))
      }
      return found
    }
  }

  /// A team of whose first level every notifier failed when last tried.
  private func unreachable(_ state: State) -> [Trouble] {
    state.teams.byName.sorted { $0.key < $1.key }.compactMap { name, team in
      let since = team.notify.compactMap { state.failing[$0] }
      guard !since.isEmpty, since.count == team.notify.count, let last = since.max() else {
        return nil
      }
      return Trouble(
        .teamUnreachable, name, since: last,
        "team \(name) cannot be told of handoffs: every notifier of it fails "
          + "(\(team.notify.joined(separator: ", ")))")
    }
  }

  private func failingStages(_ state: State, _ now: Date) -> [Trouble] {
    state.stages.inARow.compactMap { name, count in
      guard count >= state.settings.stageFailures else { return nil }
      return Trouble(
        .stageFailing, name, since: now,
        "stage \(name) failed \(count) times in a row; its messages go to people")
    }
  }

  private func missedWindows(_ state: State, _ now: Date) -> [Trouble] {
    DeadlineKind.allCases.compactMap { kind in
      guard let missed = state.missed[kind],
        abs(now.timeIntervalSince(missed.last)) < Self.windowCalm.seconds
      else { return nil }
      let windows = missed.count == 1 ? "1 response window" : "\(missed.count) response windows"
      return Trouble(
        .windowMissed, kind.rawValue, since: missed.first,
        "\(windows) missed (\(kind.rawValue)) since \(missed.first.formatted(.iso8601)); "
          + "see `replyd status`")
    }
  }
}

extension Vitals {
  /// After a reload: what is gone is forgotten, what is new starts without a trouble.
  public func adopt(
    connectors: [ConnectorUnit], stages: [PipelineStage], teams: Teams, settings: AlarmSettings
  ) {
    let now = time.now
    state.withLock { state in
      state.connectors = Self.polls(connectors, before: state.connectors, now: now)
      state.stages = Self.failures(stages)
      state.teams = teams
      state.settings = settings
      // Every notifier was built anew.
      state.failing = [:]
    }
  }

  /// The config on the disk is not what runs, and why: places only, no value of it.
  public func refused(_ sentence: String) {
    let now = time.now
    state.withLock { $0.refusal = ($0.refusal?.since ?? now, sentence) }
  }

  /// What lies on the disk is in force.
  public func accepted() { state.withLock { $0.refusal = nil } }

  private static func polls(_ units: [ConnectorUnit], before: [String: Polls], now: Date)
    -> [String: Polls]
  {
    let polled = units.filter { $0.mode != .off }.map { unit -> (String, Polls) in
      guard var old = before[unit.id], old.instance == unit.instance else {
        return (
          unit.id, Polls(instance: unit.instance, every: unit.pollEvery, succeededAt: now)
        )
      }
      // A shorter pause is no silence of the past.
      if unit.pollEvery < old.every { old.succeededAt = now }
      old.every = unit.pollEvery
      return (unit.id, old)
    }
    return Dictionary(polled, uniquingKeysWith: { first, _ in first })
  }

  private static func failures(_ stages: [PipelineStage]) -> StageFailures {
    StageFailures(stages.filter { $0.mode != .off }.map(\.name))
  }
}
