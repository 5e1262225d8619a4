public import Foundation
public import PluginKit

/// The moment at which all fixtures happen: 2025-06-15T15:06:40Z, where `ManualTime` starts.
public let fixtureTime = Date(timeIntervalSince1970: 1_750_000_000)

extension Author {
  public static func make(
    id: String = "a1", handle: String = "@ana@example.social", name: String = "Ana",
    isBot: Bool = false, followers: Int? = nil
  ) -> Author {
    Author(id: id, handle: handle, name: name, isBot: isBot, followers: followers)
  }
}

extension Message {
  public static func make(
    _ text: String = "Where is my order?", id: String = "1", connector: String = "test",
    platform: String = "test", author: Author = .make(), createdAt: Date = fixtureTime,
    editedAt: Date? = nil, conversation: String? = nil, inReplyTo: String? = nil,
    language: String? = nil, rating: Int? = nil, visibility: Visibility = .public,
    url: String? = nil, contentWarning: String? = nil, isAutomated: Bool = false,
    media: [Medium] = [], isAddressed: Bool? = nil, rules: [EligibilityRule] = []
  ) -> Message {
    Message(
      id: ID(connector: connector, remote: id), platform: platform, author: author, text: text,
      createdAt: createdAt, editedAt: editedAt, conversation: conversation, inReplyTo: inReplyTo,
      language: language, rating: rating, visibility: visibility, url: url,
      contentWarning: contentWarning, isAutomated: isAutomated,
      media: media, isAddressed: isAddressed, rules: rules)
  }
}

extension Reply {
  public static func make(
    _ text: String = "It is on its way.", key: String = "reply-1", kind: Kind = .answer,
    language: String? = nil, visibility: Visibility = .public, parent: Message = .make()
  ) -> Reply {
    Reply(
      key: key, kind: kind, text: text, language: language, visibility: visibility,
      parent: parent)
  }
}

extension Reply.Draft {
  public static func make(
    _ text: String = "It is on its way.", language: String? = nil, template: String? = nil
  ) -> Reply.Draft {
    Reply.Draft(text: text, language: language, template: template)
  }
}

extension HandoffRequest {
  public static func make(
    team: String? = nil, strength: Strength = .fallback, reason: String = "a human knows better",
    category: String? = nil
  ) -> HandoffRequest {
    HandoffRequest(team: team, strength: strength, reason: reason, category: category)
  }
}

extension HandoffNotification {
  public static func make(
    key: String = "handoff-1/0", handoff: Int64 = 1, team: String = "care", level: Int = 0,
    reason: String = "a human knows better", category: String? = nil, message: Message = .make(),
    replies: [String] = [], openedAt: Date = fixtureTime, dueAt: Date? = nil
  ) -> HandoffNotification {
    HandoffNotification(
      key: key, handoff: handoff, team: team, level: level, reason: reason, category: category,
      message: message, replies: replies, openedAt: openedAt, dueAt: dueAt)
  }
}

extension Brand {
  public static func make(name: String = "Northwind", timeZone: TimeZone = .gmt) -> Brand {
    Brand(name: name, timeZone: timeZone)
  }
}

extension StageContext {
  public static func make(
    now: Date = fixtureTime, brand: Brand = .make(), findings: [Finding] = [],
    history: History = History()
  ) -> StageContext {
    StageContext(now: now, brand: brand, findings: Findings(findings), history: history)
  }
}

extension ConnectorTraits {
  public static func make(
    maxLength: Int = 500, idempotency: Idempotency = .naturalKey,
    surfacesWithin: Duration = .seconds(30), maxInFlight: Int = 8,
    postingBudget: PostingBudget? = nil, eligibility: [EligibilityRule] = [],
    waitsForNews: Bool = false, length: @escaping @Sendable (String) -> Int = { $0.count }
  ) -> ConnectorTraits {
    ConnectorTraits(
      maxLength: maxLength, idempotency: idempotency, surfacesWithin: surfacesWithin,
      maxInFlight: maxInFlight, postingBudget: postingBudget, eligibility: eligibility,
      waitsForNews: waitsForNews, length: length)
  }
}

extension PluginEnvironment {
  public static func make(
    id: String = "test", brand: Brand = .make(), time: any Time = ManualTime()
  ) -> PluginEnvironment {
    PluginEnvironment(id: id, brand: brand, time: time)
  }
}
