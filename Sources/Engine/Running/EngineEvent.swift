import Foundation
public import PluginKit

/// What happened, after it was committed: for the live view and the log.
public enum EngineEvent: Sendable {
  case received(connector: String, IntakeResult)
  case decided(Message, Decided)
  case sent(Reply, Receipt)
  case notSent(Reply, String)
  case notified(HandoffNotification, by: String)
  case deadline(DueDeadline)
  case recovered(RecoveryReport)
  /// An operator should look: a sentence that says at what.
  case alarm(String)
}

/// Sees the engine's events; must return at once.
public protocol EngineObserver: Sendable {
  func observe(_ event: EngineEvent)
}
