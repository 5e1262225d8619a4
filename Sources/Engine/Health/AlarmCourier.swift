import Foundation
import PluginKit
import Synchronization

/// Brings alarms to one notifier, at least once each. Its own failures are logged when they begin,
/// and are never an alarm themselves.
final class AlarmCourier: Sendable {
  private struct Parcel: Sendable {
    var alarm: AlarmNotification
    var attempts = 0
    var due: Date
  }
  private struct State: Sendable {
    /// One an incident at most: a newer one replaces what was not delivered.
    var parcels: [Parcel] = []
    var isFailing = false
  }

  private let name: String
  /// Today's; nil when nobody is told by this name any more.
  private let notifier: @Sendable () -> (any Notifier)?
  private let observer: any EngineObserver
  private let state = Mutex(State())

  init(
    _ name: String, observer: any EngineObserver,
    notifier: @escaping @Sendable () -> (any Notifier)?
  ) {
    self.name = name
    self.notifier = notifier
    self.observer = observer
  }

  func add(_ alarms: [AlarmNotification], now: Date) {
    state.withLock { state in
      for alarm in alarms {
        state.parcels.removeAll { $0.alarm.isSameIncident(as: alarm) }
        state.parcels.append(Parcel(alarm: alarm, due: now))
      }
    }
  }

  /// Delivers what is due, again and again, until it is cancelled.
  func run(every pause: @Sendable () -> Duration, on time: any Time) async {
    while !Task.isCancelled {
      await deliver(time)
      do { try await time.sleep(for: pause()) } catch { return }
    }
  }

  func deliver(_ time: any Time) async {
    let now = time.now
    guard let notifier = notifier() else { return state.withLock { $0.parcels = [] } }
    // A clock that was set back must not lengthen the wait.
    let due = state.withLock { state in
      state.parcels.filter { $0.due <= now || $0.due > now + Backoff.longest * 2 }
    }
    for parcel in due {
      do throws(NotifyFailure) {
        try await notifier.alarm(parcel.alarm)
        settle(parcel, nil, now: time.now)
      } catch {
        settle(parcel, error, now: time.now)
      }
    }
  }

  private func settle(_ parcel: Parcel, _ failure: NotifyFailure?, now: Date) {
    let isNews = state.withLock { state in
      let isNews = failure != nil && !state.isFailing
      state.isFailing = failure != nil
      // It may have been replaced meanwhile.
      guard let place = state.parcels.firstIndex(where: { $0.alarm.key == parcel.alarm.key }) else {
        return isNews
      }
      guard case .retry(let after, _)? = failure else {
        state.parcels.remove(at: place)
        return isNews
      }
      state.parcels[place].attempts += 1
      let backoff = Backoff.delay(after: state.parcels[place].attempts, seed: 0)
      state.parcels[place].due = now + max(min(after ?? .zero, Backoff.longest), backoff)
      return isNews
    }
    if isNews, let failure {
      observer.observe(.alarm(.notifier, "\(name) could not be told of an alarm: \(failure)"))
    }
  }
}

extension AlarmNotification {
  fileprivate func isSameIncident(as other: AlarmNotification) -> Bool {
    kind == other.kind && subject == other.subject
  }
}
