import Engine
import Foundation
import PluginKit
import Synchronization

/// A notifier that keeps whom it told, and fails as often as it is told to.
final class KeepingNotifier: Notifier {
  private struct State {
    var calls: [HandoffNotification] = []
    var told: [HandoffNotification] = []
    var failures: [NotifyFailure] = []
    var alarms: [AlarmNotification] = []
    var alarmCalls = 0
  }
  private let state = Mutex(State())

  func nextFail(_ failures: NotifyFailure...) { state.withLock { $0.failures += failures } }
  /// Every call, also those that failed.
  var calls: [HandoffNotification] { state.withLock { $0.calls } }
  var told: [HandoffNotification] { state.withLock { $0.told } }

  /// Alarms that were taken, and every call.
  var alarms: [AlarmNotification] { state.withLock { $0.alarms } }
  var alarmCalls: Int { state.withLock { $0.alarmCalls } }

  func alarm(_ alarm: AlarmNotification) async throws(NotifyFailure) {
    let failure = state.withLock { state -> NotifyFailure? in
      state.alarmCalls += 1
      if !state.failures.isEmpty { return state.failures.removeFirst() }
      state.alarms.append(alarm)
      return nil
    }
    if let failure { throw failure }
  }

  func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    let failure = state.withLock { state -> NotifyFailure? in
      state.calls.append(notification)
      if !state.failures.isEmpty { return state.failures.removeFirst() }
      state.told.append(notification)
      return nil
    }
    if let failure { throw failure }
  }
}

/// Keeps the engine's alarms.
final class AlarmKeeper: EngineObserver {
  private let kept = Mutex<[String]>([])
  var alarms: [String] { kept.withLock { $0 } }

  func observe(_ event: EngineEvent) {
    if case .alarm(_, let sentence) = event { kept.withLock { $0.append(sentence) } }
  }
}

/// Lets everything out as it is.
struct PassingGuide: Vetting {
  func vet(_ reply: Reply, limits: ConnectorTraits) -> Verdict { .pass }
}
