import Foundation
public import PluginKit
import Synchronization

/// A connector as the operator placed it.
public struct ConnectorUnit: Sendable {
  public var id: String
  public var mode: Mode
  public var pollEvery: Duration
  public var connector: any Connector
  /// Tells this instance from one that replaced it under the same id.
  let instance: Int

  private static let made = Atomic(0)

  public init(id: String, mode: Mode, pollEvery: Duration, connector: any Connector) {
    self.id = id
    self.mode = mode
    self.pollEvery = pollEvery
    self.connector = connector
    instance = Self.made.wrappingAdd(1, ordering: .relaxed).newValue
  }

  private init(_ placed: ConnectorUnit, keeping old: ConnectorUnit) {
    id = placed.id
    mode = placed.mode
    pollEvery = placed.pollEvery
    connector = old.connector
    instance = old.instance
  }

  /// This unit with the running instance of `old`: what it knows of rate limits is not lost.
  public func keeping(_ old: ConnectorUnit) -> ConnectorUnit { Self(self, keeping: old) }
}

/// What all loops of one daemon share.
struct EngineParts: Sendable {
  let store: any Store
  let time: any Time
  let current: Current
  let observer: any EngineObserver
  let gate: HoldGate
  let lifetime: Lifetime
  /// The longest any loop waits before it looks again: the clock may be set. A simulation, whose
  /// clock jumps, waits longer.
  let maxPause: Duration
  /// nil where notifications carry no links.
  var links: (any LinkMaking)?
  let worker = Signal()
  let escalator = Signal()
  /// Raised when an incident opened.
  let responder = Signal()
  let bursts = BurstWatch()
  /// Raised at the end, for the loop that waits for time to pass.
  let watcher = Signal()
  /// Raised after a reload: there may be connectors to serve.
  let supervisor = Signal()

  var teams: Teams { current.teams }

  /// Whether loops that serve this instance shall end: the daemon drains, or it was replaced.
  func isOver(_ unit: ConnectorUnit) -> Bool {
    lifetime.isStopping || Task.isCancelled || current.unit(unit.id)?.instance != unit.instance
  }

  /// Until `due` (nil: nothing is), but never long, and never zero.
  func pause(until due: Date?) -> Duration {
    guard let due else { return maxPause }
    return min(max(.seconds(due.timeIntervalSince(time.now)), .milliseconds(5)), maxPause)
  }

  /// Wakes whatever a change of replies or handoffs concerns.
  func wake(connector: String) {
    current.signal(of: connector)?.raise()
    escalator.raise()
  }

  /// Ends all waiting, so that loops see that they shall stop.
  func wakeAll() {
    worker.raise()
    escalator.raise()
    responder.raise()
    watcher.raise()
    supervisor.raise()
    for signal in current.signals { signal.raise() }
  }
}
