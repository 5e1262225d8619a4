import PluginKit

/// The one line that says who wants what, and why somebody is told now.
enum HandoffTitle {
  static let maxTitle = 200
  static let maxName = 40

  static func text(_ notification: HandoffNotification) -> String {
    let urgency = notification.urgency
    let level = urgency == .normal ? "" : " (\(urgency.name))"
    var title = "\(occasion(notification))\(level): \(subject(notification))"
    if let times = times(notification.timesAsked) { title += ", \(times)" }
    if !notification.others.isEmpty { title += ", and \(notification.others.count) more" }
    return PlainText.line(title, limit: maxTitle)
  }

  /// `complaint from Ana on mastodon`.
  static func subject(_ notification: HandoffNotification) -> String {
    let kind = PlainText.line(
      notification.insight.intent ?? notification.category ?? "message", limit: maxName)
    let platform = PlainText.line(notification.message.platform, limit: maxName)
    return "\(kind) from \(name(notification.message.author)) on \(platform)"
  }

  /// What a reader calls the customer: never empty.
  static func name(_ author: Author) -> String {
    let names = [author.name, author.handle, author.id].map { PlainText.line($0, limit: maxName) }
    return names.first { !$0.isEmpty } ?? "somebody"
  }

  private static func occasion(_ notification: HandoffNotification) -> String {
    switch notification.occasion {
    case .opened: return "New"
    case .escalated: return "Escalation \(notification.level)"
    case .warning:
      let share = notification.windowUsed.map { "\($0)%" } ?? "Most"
      return "\(share) of the time to answer is over"
    case .overdue: return "Overdue"
    case .reassigned:
      let name = notification.takenBy.map { " to \(PlainText.line($0, limit: maxName))" }
      return "Reassigned\(name ?? "")"
    case .woken: return "Snooze over"
    case .incident: return "Incident"
    case .failed: return "Your reply was not sent"
    case .taken: return "Taken"
    case .ended: return "Ended"
    }
  }

  /// nil for the first time.
  static func times(_ count: Int) -> String? {
    let words = [2: "second", 3: "third", 4: "fourth", 5: "fifth"]
    if let word = words[count] { return "\(word) time asked" }
    return count > 1 ? "asked \(count) times" : nil
  }
}
