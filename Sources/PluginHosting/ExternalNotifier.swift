public import PluginKit

/// A notifier that is a program.
public struct ExternalNotifier: Notifier {
  public let hosted: HostedPlugin

  public init(_ launch: PluginLaunch) { hosted = HostedPlugin(launch) }

  public func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    try await tell(.wire(notification))
  }

  public func alarm(_ alarm: AlarmNotification) async throws(NotifyFailure) {
    try await tell(.wire(alarm))
  }

  private func tell(_ notification: JSONValue) async throws(NotifyFailure) {
    let params: JSONValue = ["notification": notification]
    do {
      _ = try await hosted.pool.call("notify", params.bytes).get()
    } catch {
      if error.kind == "refused" { throw .refused(error.description) }
      throw .retry(after: error.after, error.description)
    }
  }
}

extension JSONValue {
  fileprivate static func wire(_ notification: HandoffNotification) -> JSONValue {
    var members: [Member] = [
      .init("type", .string(notification.level == 0 ? "handoff.opened" : "handoff.escalated")),
      .init("key", .string(notification.key)), .init("handoff", .int(notification.handoff)),
      .init("team", .string(notification.team)), .init("level", .int(notification.level)),
      .init("reason", .string(notification.reason)),
      .init("openedAt", wire(notification.openedAt)),
      .init("replies", .array(notification.replies.map { .string($0) })),
      .init("message", wire(notification.message)),
    ]
    if let category = notification.category { members.append(.init("category", .string(category))) }
    if let due = notification.dueAt { members.append(.init("dueAt", wire(due))) }
    return .object(members)
  }

  fileprivate static func wire(_ alarm: AlarmNotification) -> JSONValue {
    var members: [Member] = [
      .init("type", .string("alarm.\(alarm.phase.rawValue)")), .init("key", .string(alarm.key)),
      .init("alarm", .string(alarm.kind)), .init("sentence", .string(alarm.sentence)),
      .init("since", wire(alarm.since)), .init("at", wire(alarm.at)),
    ]
    if let subject = alarm.subject { members.append(.init("subject", .string(subject))) }
    return .object(members)
  }
}
