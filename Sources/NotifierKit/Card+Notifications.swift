public import PluginKit

/// What each kind of notification puts on its card.
extension Card {
  public init(_ notification: HandoffNotification) {
    self.init(
      key: notification.key, thread: notification.thread,
      phase: notification.occasion == .ended ? .over : .open, urgency: notification.urgency,
      title: notification.reason, parts: [])
  }

  public init(_ digest: DigestNotification) {
    self.init(
      key: digest.key, thread: digest.key, phase: digest.kind == .waiting ? .open : .note,
      urgency: digest.handoffs.map(\.urgency).max() ?? .normal, title: digest.title, parts: [])
  }

  public init(_ alarm: AlarmNotification) {
    self.init(
      key: alarm.key, thread: "alarm-\(alarm.kind)-\(alarm.subject ?? "")",
      phase: alarm.phase == .over ? .over : .open, urgency: .high, title: alarm.sentence,
      parts: [])
  }
}
