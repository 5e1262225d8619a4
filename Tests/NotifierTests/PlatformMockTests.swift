import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// Our requests against the platforms' own specs.
@Suite(.serialized) struct PlatformMockTests {
  static let plugins: [(CardPlugin, String)] = [
    (.slackBot, "slack"), (.discord, "discord"), (.telegram, "telegram"),
  ]

  /// nil, and says so, where the specs are not.
  func mocks(_ name: String) async throws -> PlatformMocks? {
    guard let mocks = try PlatformMocks.shared.get() else {
      print("NOT RUN: \(name) against its spec: no servers/specs in REPLYD_SHARED or ../shared")
      return nil
    }
    try await mocks.reset(name)
    return mocks
  }

  @Test(arguments: plugins)
  func allThatIsSentKeepsToTheSpec(plugin: CardPlugin, name: String) async throws {
    guard let mocks = try await mocks(name) else { return }
    let notifier = try plugin.notifier(mocks.server(name))
    var count = 0
    for text in Hostile.texts {
      for occasion in HandoffNotification.Occasion.allCases {
        try await notifier.notify(
          .full(text, name: text, occasion: occasion, thread: text, others: count % 13))
        count += 1
      }
      try await notifier.notify(.full(text, post: text, linked: false))
      try await notifier.digest(.waiting(25, text))
      try await notifier.digest(.daily(text))
      count += 3
    }
    for phase in AlarmNotification.Phase.allCases {
      try await notifier.alarm(.make(phase, subject: Hostile.texts[0], sentence: Hostile.texts[4]))
      count += 1
    }
    #expect(try await mocks.violations(name) == [])
    #expect(try await mocks.sent(name).count == count)
  }

  @Test(arguments: plugins)
  func faultsAreTriedAgain(plugin: CardPlugin, name: String) async throws {
    guard let mocks = try await mocks(name) else { return }
    let notifier = try plugin.notifier(mocks.server(name))
    let faults: [(JSONValue, TargetTests.Outcome, Int)] = [
      (["status": 429, "headers": ["Retry-After": "7"]], .retry(.seconds(7)), 0),
      (["status": 500, "body": "oops"], .retry(nil), 0),
      (["drop": "before"], .retry(nil), 0), (["drop": "after"], .retry(nil), 1),
    ]
    var taken = 0
    for (fault, expected, kept) in faults {
      try await mocks.control(name, "fault", fault)
      let error = await TargetTests().failure { try await notifier.notify(.full()) }
      #expect(TargetTests.Outcome(error) == expected, "\(fault.text())")
      #expect(error?.description.contains(CardPlugin.secret) == false)
      try await notifier.notify(.full())
      taken += kept + 1
      #expect(try await mocks.sent(name).count == taken, "\(fault.text())")
    }
    #expect(try await mocks.violations(name) == [])
  }

  @Test func telegramsWaitIsInItsBody() async throws {
    guard let mocks = try await mocks("telegram") else { return }
    try await mocks.control(
      "telegram", "fault",
      [
        "status": 429,
        "body": [
          "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 14",
          "parameters": ["retry_after": 14],
        ],
      ])
    let notifier = try CardPlugin.telegram.notifier(mocks.server("telegram"))
    let error = await TargetTests().failure { try await notifier.notify(.full()) }
    #expect(TargetTests.Outcome(error) == .retry(.seconds(14)))
  }

  @Test func aRevokedDiscordWebhookIsNotCalledAgain() async throws {
    guard let mocks = try await mocks("discord") else { return }
    try await mocks.control(
      "discord", "fault",
      ["status": 404, "body": ["message": "Unknown Webhook", "code": 10015]])
    let notifier = try CardPlugin.discord.notifier(mocks.server("discord"))
    for _ in 0..<2 {
      let error = await TargetTests().failure { try await notifier.notify(.full()) }
      #expect(TargetTests.Outcome(error) == .refused)
    }
    #expect(try await mocks.sent("discord").isEmpty)
  }

  @Test func slackRepliesInTheThread() async throws {
    guard let mocks = try await mocks("slack") else { return }
    let notifier = try CardPlugin.slackBot.notifier(mocks.server("slack"))
    for level in 0..<3 { try await notifier.notify(.full(level: level)) }
    let sent = try await mocks.sent("slack")
    #expect(sent.count == 3 && sent[0]["thread_ts"] == nil)
    #expect(sent[1]["thread_ts"] != nil && sent[1]["thread_ts"] == sent[2]["thread_ts"])
    #expect(try await mocks.violations("slack") == [])
  }
}
