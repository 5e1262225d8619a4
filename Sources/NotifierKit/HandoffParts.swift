import Foundation
import PluginKit

/// What a card shows of one handoff, most important first: what does not fit goes from the end.
struct HandoffParts {
  /// In characters.
  static let maxText = 4000
  static let maxLine = 500
  /// The latest entries of the conversation.
  static let maxEntries = 8
  static let maxReplies = 4
  static let maxEvidence = 8
  static let maxOthers = 10
  static let maxMedia = 10

  let notification: HandoffNotification
  /// Without links the card names the command.
  let hasLinks: Bool

  var all: [Card.Part] {
    let isOver = notification.occasion == .ended
    let ending = notification.ending.map { Card.Part.text(PlainText.block($0, limit: 500)) }
    let parts =
      [ending, words, .facts(facts)]
      + (isOver ? [] : [resources, suggestion, conversation, replies])
    return (parts + [others]).compactMap { $0 }
  }

  private var message: Message { notification.message }

  private func line(_ text: String, _ limit: Int = 200) -> String {
    PlainText.line(text, limit: limit)
  }

  /// The customer's words, with what is attached.
  private var words: Card.Part {
    var text = PlainText.block(message.text, limit: Self.maxText)
    if let warning = message.contentWarning, !warning.isEmpty {
      text = "[\(line(warning))]\n\(text)"
    }
    for medium in message.media.prefix(Self.maxMedia) {
      let description = medium.description.map { ": \(line($0))" } ?? ""
      text += "\(text.isEmpty ? "" : "\n")[\(medium.kind.rawValue)\(description)]"
    }
    let heading = "\(HandoffTitle.name(message.author)) wrote"
    return .quote(heading: heading, text: text.isEmpty ? "(no text)" : text)
  }

  private var facts: [Card.Fact] {
    let isOver = notification.occasion == .ended
    let rows: [(String, String?)] = [
      ("Due", isOver ? nil : notification.reader.due ?? notification.dueAt?.formatted(.iso8601)),
      ("Urgency", notification.urgency.name),
      ("Who has it", notification.takenBy ?? (isOver ? nil : "nobody yet")),
      ("Handoff", "\(notification.handoff)"),
      ("Take it", isOver || hasLinks ? nil : "replyd handoffs take \(notification.handoff)"),
      ("Reason", notification.reason), ("Category", notification.category),
      ("Asked", HandoffTitle.times(notification.timesAsked)),
      ("Intent", notification.insight.intent), ("Sentiment", notification.insight.sentiment),
      ("Severity", severity), ("Evidence", evidence),
      ("Rating", message.rating.map { "\($0) of 5" }),
      ("Customer", customer), ("Visibility", message.visibility.name), ("Team", notification.team),
      ("Told", notification.reader.name),
    ]
    return rows.compactMap { name, value in
      guard let value else { return nil }
      let shown = line(value)
      return shown.isEmpty ? nil : Card.Fact(name, shown)
    }
  }

  private var customer: String {
    let followers = message.author.followers.map { ", \($0) followers" } ?? ""
    return "\(message.author.name) \(message.author.handle)\(followers)"
  }

  private var severity: String? {
    notification.insight.severity.map { "\(JSONValue.rounded($0, digits: 2).text()) of 1" }
  }

  private var evidence: String? {
    let words = notification.insight.evidence.prefix(Self.maxEvidence).map { line($0, 60) }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  private var resources: Card.Part? {
    let lines = notification.resources.map { line($0, Self.maxLine) }
    return lines.isEmpty ? nil : .list(heading: "What you may offer", lines: lines)
  }

  private var suggestion: Card.Part? {
    notification.suggestion.map {
      .quote(heading: "Suggested reply, not sent", text: PlainText.block($0, limit: Self.maxText))
    }
  }

  private var conversation: Card.Part? {
    let entries = notification.conversation
    guard !entries.isEmpty else { return nil }
    let customer = HandoffTitle.name(message.author)
    let lines = entries.suffix(Self.maxEntries).map { entry in
      "\(entry.isOurs ? "We" : customer): \(line(entry.text, Self.maxLine))"
    }
    let left = entries.count - lines.count
    let heading = left > 0 ? "Said before (\(left) more not shown)" : "Said before"
    return .list(heading: heading, lines: lines)
  }

  private var replies: Card.Part? {
    let lines = notification.replies.prefix(Self.maxReplies).map { line($0, Self.maxLine) }
    return lines.isEmpty ? nil : .list(heading: "Already answered by replyd", lines: lines)
  }

  private var others: Card.Part? {
    let others = notification.others
    guard !others.isEmpty else { return nil }
    var lines = others.prefix(Self.maxOthers).map(Self.line)
    if others.count > lines.count { lines.append("and \(others.count - lines.count) more") }
    return .list(heading: "Told with this one", lines: lines)
  }

  private static func line(_ brief: HandoffBrief) -> String {
    let urgency = brief.urgency == .normal ? "" : " (\(brief.urgency.name))"
    let author = PlainText.line(brief.author, limit: HandoffTitle.maxName)
    let due = brief.due.map { ", due \(PlainText.line($0, limit: 80))" } ?? ""
    let post = WebAddress.link(brief.post).map { ", \($0)" } ?? ""
    let text = PlainText.line(brief.text, limit: 120)
    return "\(brief.handoff)\(urgency) \(author): \(text)\(due)\(post)"
  }
}
