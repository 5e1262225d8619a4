import Engine
import Foundation
import PluginKit

/// One handoff as the inbox shows it.
struct InboxRowText {
  /// Characters of the message.
  static let textLimit = 280

  static let tagLimit = 7

  let row: InboxRow
  let query: InboxQuery
  let presence: [Int64: [String]]
  let frame: PageFrame

  init(
    _ row: InboxRow, _ query: InboxQuery, _ presence: [Int64: [String]], _ frame: PageFrame
  ) {
    self.row = row
    self.query = query
    self.presence = presence
    self.frame = frame
  }

  var slots: Slots {
    let handoff = row.handoff
    let name = row.authorName.isEmpty ? handoff.author : row.authorName
    let due = DueText.slots(handoff, endedAt: row.endedAt, frame)
    var slots: Slots = [
      "id": "\(handoff.id)", "conversation": "\(handoff.conversation)", "due": due,
      "rowTone": due["tone"] ?? "", "customer": Cut.line(name, 60),
      "place": place,
      "pieces": Pieces(Cut.line(handoff.text, Self.textLimit)).slots, "tags": tags,
    ]
    if name != handoff.author { slots["handle"] = Cut.line(handoff.author, 60) }
    if let holder {
      slots["holder"] = holder
      slots["isMine"] = handoff.takenBy == query.name
    }
    if let viewing = PresenceText.words(presence[handoff.conversation] ?? []) {
      slots["viewing"] = viewing
    }
    return slots
  }

  private var place: String {
    let account =
      row.connector == row.platform ? row.platform : "\(row.platform), \(row.connector)"
    return "\(account) · \(frame.clock.moment(row.createdAt))"
  }

  private var holder: String? {
    let handoff = row.handoff
    if let by = handoff.takenBy { return by == query.name ? "yours" : "\(by) has it" }
    return handoff.assignee.map {
      $0 == query.person ? "for you" : "for \(frame.name($0))"
    }
  }

  private var tags: [Slots] {
    let handoff = row.handoff
    var tags: [(kind: String, value: String, tone: String)] = []
    if handoff.urgency == .critical { tags.append(("urgency", "critical", "bad")) }
    if handoff.urgency == .high { tags.append(("urgency", "high", "warn")) }
    if handoff.unreachedAt != nil { tags.append(("told", "nobody was reached", "bad")) }
    if row.draft != nil { tags.append(("reply", "draft waits", "good")) }
    tags.append(("team", handoff.team, ""))
    if let category = handoff.category { tags.append(("category", category, "")) }
    if let intent = row.intent, intent != handoff.category { tags.append(("intent", intent, "")) }
    if let sentiment = row.sentiment, sentiment != "neutral" {
      tags.append(("sentiment", sentiment, ""))
    }
    if let language = row.language, language != "en" { tags.append(("language", language, "")) }
    if !row.isPublic { tags.append(("visibility", "private", "")) }
    if row.messages > 1 { tags.append(("messages", "\(row.messages) messages", "")) }
    if handoff.timesAsked > 1 { tags.append(("asked", "asked \(handoff.timesAsked)×", "warn")) }
    if let followers = row.followers, followers >= 10_000 {
      tags.append(("followers", "\(followers / 1000)k followers", ""))
    }
    return tags.prefix(Self.tagLimit).map {
      ["kind": $0.kind, "value": Cut.line($0.value, 30), "tagTone": $0.tone]
    }
  }
}

/// Who looks at something now.
enum PresenceText {
  /// nil for nobody.
  static func words(_ names: [String]) -> String? {
    switch names.count {
    case 0: nil
    case 1: "\(names[0]) is viewing"
    case 2, 3: "\(names.joined(separator: ", ")) are viewing"
    default: "\(names[0]) and \(names.count - 1) more are viewing"
    }
  }
}
