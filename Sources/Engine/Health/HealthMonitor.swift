public import Foundation
public import PluginKit
import Synchronization

/// Watches over the daemon from outside its executor: tries the store, raises alarms, says whether
/// replyd is ready. It never stops or delays the engine.
public final class HealthMonitor: Sendable {
  private struct State: Sendable {
    var incidents: Incidents
    /// Every alarm that was raised, by kind, since the start.
    var raised: [String: Int] = [:]
    var notifiers: [String: any Notifier]
    var settings: AlarmSettings
  }

  private let vitals: Vitals
  private let store: any WatchedStore
  private let time: any Time
  private let observer: any EngineObserver
  private let state: Mutex<State>

  /// - Parameter observer: gets incidents, and what went wrong in telling of them.
  public init(
    vitals: Vitals, store: any WatchedStore, notifiers: [String: any Notifier],
    settings: AlarmSettings, time: any Time, observer: any EngineObserver
  ) {
    self.vitals = vitals
    self.store = store
    self.time = time
    self.observer = observer
    state = Mutex(
      State(incidents: Incidents(settings), notifiers: notifiers, settings: settings))
  }

  /// After a reload. Incidents last across it, and so does what is not yet told.
  public func adopt(notifiers: [String: any Notifier], settings: AlarmSettings) {
    state.withLock { state in
      state.notifiers = notifiers
      state.settings = settings
      state.incidents.adopt(settings)
    }
  }

  private var settings: AlarmSettings { state.withLock { $0.settings } }

  /// nil where alarms do not go by this name any more.
  private func notifier(_ name: String) -> (any Notifier)? {
    state.withLock { $0.settings.notify.contains(name) ? $0.notifiers[name] : nil }
  }

  public func readiness() -> Readiness { Readiness(vitals.troubles()) }

  /// What is wrong now, also what does not keep the daemon from its work.
  public func standing() -> [Standing] {
    vitals.troubles().map {
      Standing(
        kind: $0.key.kind.rawValue, subject: $0.key.subject, since: $0.since,
        sentence: $0.sentence)
    }
  }

  /// One thing that is wrong.
  public struct Standing: Sendable, Hashable {
    public var kind: String
    public var subject: String?
    public var since: Date
    public var sentence: String
  }

  /// How many incidents last now, by kind.
  public var lasting: [String: Int] { state.withLock { $0.incidents.counts } }

  /// How many began since the start, by kind.
  public var raised: [String: Int] { state.withLock { $0.raised } }

  /// Every kind there is.
  public static let kinds = Trouble.Kind.allCases.filter(\.isAlarm).map(\.rawValue)

  /// Runs until it is cancelled. The test writes, the looks and each notifier's deliveries do not
  /// wait for each other: what hangs is told of, and hides nothing else.
  public func run() async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.probeStore() }
      var couriers: [String: AlarmCourier] = [:]
      while !Task.isCancelled {
        for name in settings.notify where couriers[name] == nil {
          let courier = AlarmCourier(name, observer: observer) { self.notifier(name) }
          couriers[name] = courier
          group.addTask { await courier.run(every: { self.settings.checkEvery }, on: self.time) }
        }
        let told = look()
        for alarm in told { observer.observe(.incident(alarm)) }
        for courier in couriers.values { courier.add(told, now: time.now) }
        do { try await time.sleep(for: settings.checkEvery) } catch { return }
      }
    }
  }

  private func probeStore() async {
    while !Task.isCancelled {
      vitals.probeBegan()
      do {
        try await store.probe(at: time.now)
        vitals.unreached(since: try await store.unreachedSince())
        vitals.probeEnded(isSuccess: true)
      } catch {
        vitals.probeEnded(isSuccess: false)
      }
      do { try await time.sleep(for: settings.checkEvery) } catch { return }
    }
  }

  private func look() -> [AlarmNotification] {
    let troubles = vitals.troubles()
    let now = time.now
    return state.withLock { state in
      let told = state.incidents.update(troubles, now: now)
      for alarm in told where alarm.phase == .raised { state.raised[alarm.kind, default: 0] += 1 }
      return told
    }
  }
}
