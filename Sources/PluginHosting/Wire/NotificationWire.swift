import PluginKit

/// Notifications as docs/protocol.md writes them: what is not known is left out.
extension JSONValue {
  static func wire(_ notification: HandoffNotification) -> JSONValue {
    .object(
      [.init("type", .string("handoff.\(notification.occasion.rawValue)"))]
        + members(of: notification))
  }

  static func wire(_ digest: DigestNotification) -> JSONValue {
    var members: [Member] = [
      .init("type", .string("digest.\(digest.kind.rawValue)")),
      .init("key", .string(digest.key)), .init("title", .string(digest.title)),
      .init("handoffs", .array(digest.handoffs.map { .wire($0) })),
      .init(
        "facts",
        .array(digest.facts.map { ["name": .string($0.name), "value": .string($0.value)] })),
      .init("at", wire(digest.at)),
    ]
    if let team = digest.team { members.append(.init("team", .string(team))) }
    if let thread = digest.thread {
      members += [.init("thread", .string(thread)), .init("isOver", .bool(digest.isOver))]
    }
    return .object(members)
  }

  static func wire(_ alarm: AlarmNotification) -> JSONValue {
    var members: [Member] = [
      .init("type", .string("alarm.\(alarm.phase.rawValue)")), .init("key", .string(alarm.key)),
      .init("alarm", .string(alarm.kind)), .init("sentence", .string(alarm.sentence)),
      .init("since", wire(alarm.since)), .init("at", wire(alarm.at)),
    ]
    if let subject = alarm.subject { members.append(.init("subject", .string(subject))) }
    return .object(members)
  }

  private static func members(of notification: HandoffNotification) -> [Member] {
    [
      .init("key", .string(notification.key)), .init("handoff", .int(notification.handoff)),
      .init("team", .string(notification.team)), .init("level", .int(notification.level)),
      .init("reason", .string(notification.reason)),
      .init("openedAt", wire(notification.openedAt)),
      .init("replies", .array(notification.replies.map { .string($0) })),
      .init("message", wire(notification.message)),
      .init("urgency", .string(notification.urgency.name)),
      .init("timesAsked", .int(notification.timesAsked)),
      .init("thread", .string(notification.thread)),
      .init("conversation", .array(notification.conversation.map(entry))),
      .init("insight", insight(notification.insight)),
      .init("resources", .array(notification.resources.map { .string($0) })),
      .init("others", .array(notification.others.map(brief))),
    ]
      + known([
        ("category", notification.category), ("suggestion", notification.suggestion),
        ("takenBy", notification.takenBy), ("ending", notification.ending),
        ("readerName", notification.reader.name), ("readerDue", notification.reader.due),
      ])
      + [
        notification.dueAt.map { .init("dueAt", wire($0)) },
        notification.windowUsed.map { .init("windowUsed", .int($0)) },
        notification.links.map { .init("links", links($0)) },
      ].compactMap { $0 }
  }

  private static func known(_ texts: [(String, String?)]) -> [Member] {
    texts.compactMap { name, text in text.map { .init(name, .string($0)) } }
  }

  private static func links(_ links: HandoffLinks) -> JSONValue {
    [
      "take": .string(links.take), "snooze": .string(links.snooze), "close": .string(links.close),
    ]
  }

  private static func entry(_ entry: History.Entry) -> JSONValue {
    ["isOurs": .bool(entry.isOurs), "text": .string(entry.text), "at": wire(entry.at)]
  }

  private static func insight(_ insight: Insight) -> JSONValue {
    var members = known([("sentiment", insight.sentiment), ("intent", insight.intent)])
    if let severity = insight.severity { members.append(.init("severity", .rounded(severity))) }
    members.append(.init("evidence", .array(insight.evidence.map { .string($0) })))
    return .object(members)
  }

  private static func brief(_ brief: HandoffBrief) -> JSONValue {
    .object(
      [
        .init("handoff", .int(brief.handoff)), .init("author", .string(brief.author)),
        .init("text", .string(brief.text)), .init("urgency", .string(brief.urgency.name)),
      ] + known([("due", brief.due), ("post", brief.post)]))
  }
}
