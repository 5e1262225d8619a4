import Foundation
import Logging
import PluginKit

/// Tells of a handoff by one line of the log. Never fails, so it suits as a last resort.
struct LogNotifier: Notifier {
  /// Of everything but the customer's text.
  static let maxField = 200

  let logger: Logger
  let maxText: Int

  func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    logger.warning("\(line(notification))")
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
