import Foundation
public import PluginKit

/// A connector as the operator placed it.
public struct ConnectorUnit: Sendable {
  public var id: String
  public var mode: Mode
  public var pollEvery: Duration
  public var connector: any Connector

  public init(id: String, mode: Mode, pollEvery: Duration, connector: any Connector) {
    self.id = id
    self.mode = mode
    self.pollEvery = pollEvery
    self.connector = connector
  }
}

/// What all loops of one daemon share.
struct EngineParts: Sendable {
  let store: any Store
  let time: any Time
  let teams: Teams
  let observer: any EngineObserver
  let gate: HoldGate
  let lifetime: Lifetime
  /// The longest any loop waits before it looks again: the clock may be set. A simulation, whose
  /// clock jumps, waits longer.
  let maxPause: Duration
  let worker = Signal()
  let escalator = Signal()
  let dispatchers: [String: Signal]

  /// Until `due` (nil: nothing is), but never long, and never zero.
  func pause(until due: Date?) -> Duration {
    guard let due else { return maxPause }
    return min(max(.seconds(due.timeIntervalSince(time.now)), .milliseconds(5)), maxPause)
  }

  /// Wakes whatever a change of replies or handoffs concerns.
  func wake(connector: String) {
    dispatchers[connector]?.raise()
    escalator.raise()
  }

  /// Ends all waiting, so that loops see that they shall stop.
  func wakeAll() {
    worker.raise()
    escalator.raise()
    for signal in dispatchers.values { signal.raise() }
  }
}
