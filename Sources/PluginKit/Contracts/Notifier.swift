/// Tells humans about a handoff, about what waits for them, and about replyd's own troubles.
public protocol Notifier: Sendable {
  /// Returns once the target has taken it. Called at least once per notification: pass `key` on
  /// where the target deduplicates.
  func notify(_ notification: HandoffNotification) async throws(NotifyFailure)

  /// Many handoffs at once, an incident of many messages, or the report of a day. By default each
  /// handoff by itself.
  func digest(_ digest: DigestNotification) async throws(NotifyFailure)

  /// The same for an alarm. A notifier that cannot carry one refuses it.
  func alarm(_ alarm: AlarmNotification) async throws(NotifyFailure)

  /// Whether it is also told when somebody took a handoff, and when one ended: for targets that
  /// keep an alert open until then. False by default.
  var wantsEndings: Bool { get }
}

extension Notifier {
  public var wantsEndings: Bool { false }

  public func digest(_ digest: DigestNotification) async throws(NotifyFailure) {
    guard digest.kind == .waiting else {
      throw .refused("this notifier carries no reports and no incidents: name another")
    }
    for notification in digest.handoffs { try await notify(notification) }
  }

  public func alarm(_ alarm: AlarmNotification) async throws(NotifyFailure) {
    throw .refused("this notifier carries no alarms; name another in \"alarms\".\"notify\"")
  }
}

/// Why nobody was told.
public enum NotifyFailure: Error, Sendable, Hashable, CustomStringConvertible {
  case retry(after: Duration?, String)
  /// The target refuses this for good: its settings need a human.
  case refused(String)

  public var description: String {
    switch self {
    case .retry(_, let why), .refused(let why): why
    }
  }
}
