import Foundation
public import PluginKit

/// What happened, after it was committed: for the live view and the log.
public enum EngineEvent: Sendable {
  case received(connector: String, IntakeResult)
  case decided(Message, Decided)
  case sent(Reply, Receipt)
  case notSent(Reply, String)
  case notified(HandoffNotification, by: String)
  /// Somebody was told of an incident of many messages.
  case told(DigestNotification, by: String)
  case deadline(DueDeadline)
  /// A step of a procedure is done, and what it came to.
  case step(DueStep, String)
  /// Many messages became one incident.
  case burst(PlannedBurst)
  case recovered(RecoveryReport)
  /// One poll of a connector ended so.
  case polled(connector: String, PollOutcome)
  /// One post ended so.
  case attempted(connector: String, AttemptOutcome)
  /// A notifier failed to tell of a handoff; it is tried again, or it never will be.
  case notTold(by: String, NotifyFailure)
  /// Something that lasts began, still lasts, or is over.
  case incident(AlarmNotification)
  /// An operator should look: a sentence that says at what.
  case alarm(AlarmKind, String)
}

/// How one poll ended.
public enum PollOutcome: String, Sendable, CaseIterable {
  case ok
  /// The recording has ended: no more polls.
  case ended
  case retry, unauthorised, malformed
  /// The platform answered, and the store could not take it.
  case store
}

/// What an alarm is about.
public enum AlarmKind: String, Sendable, CaseIterable {
  case store, poll
  /// What we would reply to could not be looked at.
  case parents
  /// The platform asks for a pause.
  case throttled
  case notifier
  /// The config on the disk cannot be put in force.
  case config
}

/// Sees the engine's events; must return at once.
public protocol EngineObserver: Sendable {
  func observe(_ event: EngineEvent)
}
