import DiscordNotifierPlugin
import Foundation
import MicrosoftTeamsNotifierPlugin
import PagerDutyNotifierPlugin
import PluginKit
import PluginTesting
import SlackNotifierPlugin
import TelegramNotifierPlugin
import TestSupport

/// What a customer could try on the person who reads a notification.
enum Hostile {
  static let texts = [
    "<!channel> <!here> <@U123> <https://evil.example|our bank>",
    "@everyone @here <@1> <@&2> <#3> [our bank](https://evil.example) **bold** ||hid||",
    "<b>bold</b><a href=\"https://evil.example\">bank</a></blockquote>&lt;&amp;",
    "*bold* _it_ ~gone~ `code` ```block``` > quote\n# Head\n- item\n1. one\n> Due: never",
    "line\r\nDue: never\u{2028}Handoff: 99\u{85}x\u{0}\u{1B}[2J\u{7F}",
    "\u{202E}live\u{202C}\u{2066}\u{200B}\u{FEFF}\u{E0041}\u{34F}\u{3164}",
    "a" + String(repeating: "\u{301}", count: 5000), "<\u{338}!channel> <\u{338}b>",
    "\"},{\"text\":\"x\"}", "👩‍👩‍👧‍👦 é ไทย עברית العربية", "",
    String(repeating: "&<>\"*_@", count: 3000), String(repeating: "👩‍👩‍👧‍👦", count: 3000),
    String(repeating: "line\n", count: 4000),
  ]
}

extension HandoffNotification {
  /// Everything is known, and `text` is wherever a stranger could put it.
  static func full(
    _ text: String = "Still no refund!", name: String = "Ana", key: String = "h12-0",
    occasion: Occasion = .opened, urgency: Urgency = .normal, level: Int = 0,
    timesAsked: Int = 3, thread: String = "mastodon/100",
    post: String? = "https://example.social/@ana/117", linked: Bool = true, others: Int = 0
  ) -> HandoffNotification {
    HandoffNotification(
      key: key, handoff: 12, team: "care", level: level, occasion: occasion, urgency: urgency,
      reason: "a complaint needs a person", category: "refund",
      message: .make(
        text, id: "117", connector: "mastodon", platform: "mastodon",
        author: .make(name: name, followers: 40), language: "en", rating: 1, url: post,
        media: [Medium(kind: .image, description: text)]),
      conversation: (0..<12).map { index in
        History.Entry(isOurs: index % 2 == 1, text: "\(index) \(text)", at: fixtureTime)
      }, timesAsked: timesAsked, replies: ["Sorry! A colleague looks into it."],
      insight: Insight(
        sentiment: "negative", intent: "complaint", severity: 0.734, evidence: ["no refund", text]),
      suggestion: "We are sorry. \(text)", openedAt: fixtureTime,
      dueAt: fixtureTime + .hours(4), windowUsed: 75,
      reader: Reader(name: "Bea", due: "Fri 27 Nov 14:00 (Europe/Madrid), in 3 h 20 min"),
      links: linked
        ? HandoffLinks(
          take: "https://care.example/l/take?s=a_b&t=1", snooze: "https://care.example/l/snooze",
          close: "https://care.example/l/close") : nil,
      takenBy: occasion == .reassigned ? "Bea" : nil,
      ending: occasion == .ended ? "Bea answered it." : nil, thread: thread,
      others: (0..<others).map { index in
        HandoffBrief(
          handoff: Int64(20 + index), author: name, text: text, urgency: .high, due: "14:00",
          post: "https://example.social/\(index)")
      })
  }
}

extension DigestNotification {
  static func waiting(_ count: Int, _ text: String = "Where is it?") -> DigestNotification {
    DigestNotification(
      key: "d-1", kind: .waiting, team: "care", title: "\(count) handoffs wait for care",
      handoffs: (0..<count).map { .full(text, key: "h\($0)-0", urgency: .high) },
      at: fixtureTime)
  }

  static func incident(isOver: Bool = false) -> DigestNotification {
    DigestNotification(
      key: "i-1-\(isOver)", kind: .incident, team: nil, title: "Incident #1: 63 messages",
      facts: [.init(name: "example 1", value: "*charged* <twice>")], at: fixtureTime,
      thread: "replyd-incident-1", isOver: isOver)
  }

  static func daily(_ value: String = "41") -> DigestNotification {
    DigestNotification(
      key: "r-1", kind: .daily, team: nil, title: "15 June: 41 answered",
      facts: [.init(name: "Answered", value: value), .init(name: "Handed off", value: "3")],
      at: fixtureTime)
  }
}

extension AlarmNotification {
  static func make(
    _ phase: Phase = .raised, subject: String? = "toot", sentence: String = "No poll for 60 s."
  ) -> AlarmNotification {
    AlarmNotification(
      key: "a-\(phase.rawValue)", kind: "connectorSilent", subject: subject, phase: phase,
      sentence: sentence, since: fixtureTime, at: fixtureTime + .minutes(1))
  }
}

/// The plugins whose targets show cards.
enum CardPlugin: String, CaseIterable, Sendable {
  case slackWebhook, slackBot, discord, teams, telegram, pagerDuty

  /// Long enough to be a secret, and found nowhere else.
  static let secret = "S3cr3tS3cr3tS3cr3tS3cr3t"
  static let telegramToken = "123456:S3cr3tS3cr3tS3cr3tS3cr3t"

  /// What the target answers when it is well.
  var success: LoopbackReceiver.Answer {
    switch self {
    case .slackWebhook: .init(200, "ok")
    case .slackBot: .init(200, #"{"ok":true,"channel":"C1","ts":"1.000100"}"#)
    case .discord: .init(200, #"{"id":"1"}"#)
    case .teams: .init(202)
    case .telegram: .init(200, #"{"ok":true,"result":{}}"#)
    case .pagerDuty: .init(202, #"{"status":"success","message":"","dedup_key":"k"}"#)
    }
  }

  /// Whether its address is the secret, and ends with 404 and 410.
  var ends: Bool { [.slackWebhook, .discord, .teams].contains(self) }

  func notifier(
    _ server: String, isPrivate: Bool = true
  ) throws -> any Notifier {
    let more: [JSONValue.Member] = [.init("allowPrivateTargets", .bool(isPrivate))]
    let secret = Self.secret
    func built(
      _ plugin: NotifierPlugin, _ settings: [JSONValue.Member], _ variable: String
    ) throws -> any Notifier {
      try plugin.built(.object(settings + more), variables: ["S": variable])
    }
    let reference: JSONValue = ["env": "S"]
    switch self {
    case .slackWebhook:
      return try built(
        slackNotifier, [.init("webhook", reference)], "\(server)/services/T1/B1/\(secret)")
    case .slackBot:
      return try built(
        slackNotifier,
        [
          .init("token", reference), .init("channel", "C111CHAN1"),
          .init("server", .string(server)),
        ],
        "xoxb-\(secret)")
    case .discord:
      return try built(
        discordNotifier, [.init("url", reference)],
        "\(server)/api/v10/webhooks/123456789012345678/\(secret)")
    case .teams:
      return try built(
        microsoftTeamsNotifier, [.init("url", reference)],
        "\(server)/workflows/a/triggers/manual?api-version=1&sig=\(secret)")
    case .telegram:
      return try built(
        telegramNotifier,
        [.init("token", reference), .init("chat", "-100123"), .init("server", .string(server))],
        Self.telegramToken)
    case .pagerDuty:
      return try built(
        pagerDutyNotifier, [.init("routingKey", reference), .init("server", .string(server))],
        secret)
    }
  }
}
