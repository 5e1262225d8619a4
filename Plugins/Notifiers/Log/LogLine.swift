import Foundation
import PluginKit

/// Notifications as one line each: words and `name="value"`. What is as usual is left out.
enum LogLine {
  /// Of everything but the customer's text, in characters.
  static let maxField = 200
  /// Handoffs and facts that a digest's line names.
  static let maxListed = 50

  static func of(_ notification: HandoffNotification, maxText: Int) -> String {
    let message = notification.message
    var parts = [
      "\(occasion(notification)) \(notification.handoff)",
      "to team=\(quoted(notification.team))", "reason=\(quoted(notification.reason))",
    ]
    if notification.urgency != .normal { parts.append("urgency=\(notification.urgency.name)") }
    parts += fields([("category", notification.category)])
    parts.append("message=\(quoted(message.id.description))")
    parts.append("author=\(quoted(message.author.handle))")
    if maxText > 0 { parts.append("text=\(quoted(message.text, maxText))") }
    parts += fields([("url", message.url)])
    parts.append("replies=\(notification.replies.count)")
    parts += insights(notification)
    if maxText > 0, let suggestion = notification.suggestion {
      parts.append("suggestion=\(quoted(suggestion, maxText))")
    }
    parts.append("opened=\(notification.openedAt.formatted(.iso8601))")
    if let due = notification.dueAt { parts.append("due=\(due.formatted(.iso8601))") }
    parts += fields([("takenBy", notification.takenBy), ("ending", notification.ending)])
    if !notification.others.isEmpty {
      let others = notification.others.prefix(maxListed).map { "\($0.handoff)" }
      parts.append("others=\(others.joined(separator: ","))")
    }
    parts.append("key=\(quoted(notification.key))")
    return parts.joined(separator: " ")
  }

  static func of(_ digest: DigestNotification) -> String {
    var parts = ["digest \(digest.kind.rawValue)"]
    parts += fields([("team", digest.team), ("title", digest.title)])
    if digest.kind == .waiting {
      let ids = digest.handoffs.prefix(maxListed).map { "\($0.handoff)" }
      parts.append("count=\(digest.handoffs.count) handoffs=\(ids.joined(separator: ","))")
    }
    parts += digest.facts.prefix(maxListed).map { fact in
      "\(quoted(fact.name))=\(quoted(fact.value))"
    }
    parts.append("key=\(quoted(digest.key))")
    return parts.joined(separator: " ")
  }

  static func of(_ alarm: AlarmNotification) -> String {
    var parts = ["alarm \(alarm.phase.rawValue)", "kind=\(quoted(alarm.kind))"]
    parts += fields([("subject", alarm.subject)])
    parts.append("what=\(quoted(alarm.sentence))")
    parts.append("since=\(alarm.since.formatted(.iso8601))")
    parts.append("key=\(quoted(alarm.key))")
    return parts.joined(separator: " ")
  }

  private static func occasion(_ notification: HandoffNotification) -> String {
    switch notification.occasion {
    case .opened: return "handoff"
    case .escalated: return "escalation \(notification.level) of handoff"
    case .warning:
      let share = notification.windowUsed.map { "\($0)% of the" } ?? "most of the"
      return "\(share) time is over for handoff"
    case .overdue: return "overdue handoff"
    case .reassigned: return "reassigned handoff"
    case .woken: return "snooze over for handoff"
    case .incident: return "incident in handoff"
    case .failed: return "reply not sent for handoff"
    case .taken: return "taken handoff"
    case .ended: return "end of handoff"
    }
  }

  private static func insights(_ notification: HandoffNotification) -> [String] {
    let insight = notification.insight
    var parts = notification.timesAsked > 1 ? ["asked=\(notification.timesAsked)"] : []
    parts += fields([("intent", insight.intent), ("sentiment", insight.sentiment)])
    if let severity = insight.severity {
      parts.append("severity=\(JSONValue.rounded(severity, digits: 2).text())")
    }
    return parts
  }

  private static func fields(_ fields: [(String, String?)]) -> [String] {
    fields.compactMap { name, value in value.map { "\(name)=\(quoted($0))" } }
  }

  private static func quoted(_ text: String, _ limit: Int = maxField) -> String {
    "\"\(TerminalText.escaped(text, limit: limit))\""
  }
}
