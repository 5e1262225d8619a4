import Foundation
import Logging
import PluginKit

/// Tells of a handoff or an alarm by one line of the log. Never fails, so it suits as a last
/// resort.
struct LogNotifier: Notifier {
  /// Of everything but the customer's text.
  static let maxField = 200

  let logger: Logger
  let maxText: Int

  func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    logger.warning("\(line(notification))")
  }

  func alarm(_ alarm: AlarmNotification) async throws(NotifyFailure) {
    logger.warning("\(line(alarm))")
  }

  func line(_ alarm: AlarmNotification) -> String {
    func quoted(_ text: String) -> String {
      "\"\(TerminalText.escaped(text, limit: Self.maxField))\""
    }
    var parts = ["alarm \(alarm.phase.rawValue)", "kind=\(quoted(alarm.kind))"]
    if let subject = alarm.subject { parts.append("subject=\(quoted(subject))") }
    parts.append("what=\(quoted(alarm.sentence))")
    parts.append("since=\(alarm.since.formatted(.iso8601))")
    parts.append("key=\(quoted(alarm.key))")
    return parts.joined(separator: " ")
  }

  func line(_ notification: HandoffNotification) -> String {
    let message = notification.message
    func quoted(_ text: String, _ limit: Int = Self.maxField) -> String {
      "\"\(TerminalText.escaped(text, limit: limit))\""
    }
    var parts = [
      notification.level == 0 ? "handoff" : "escalation \(notification.level) of handoff",
      "\(notification.handoff)", "to team=\(quoted(notification.team))",
      "reason=\(quoted(notification.reason))",
    ]
    if let category = notification.category { parts.append("category=\(quoted(category))") }
    parts.append("message=\(quoted(message.id.description))")
    parts.append("author=\(quoted(message.author.handle))")
    if maxText > 0 { parts.append("text=\(quoted(message.text, maxText))") }
    if let url = message.url { parts.append("url=\(quoted(url))") }
    parts.append("replies=\(notification.replies.count)")
    parts.append("opened=\(notification.openedAt.formatted(.iso8601))")
    if let due = notification.dueAt { parts.append("due=\(due.formatted(.iso8601))") }
    parts.append("key=\(quoted(notification.key))")
    return parts.joined(separator: " ")
  }
}
