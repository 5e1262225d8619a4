import Foundation
import PluginKit
import PluginTesting
import SlackNotifierPlugin
import Synchronization
import TestSupport
import Testing

@testable import class SlackNotifierPlugin.SlackBot

@Suite struct SlackBotTests {
  func bodies(_ receiver: LoopbackReceiver) throws -> [JSONValue] {
    try receiver.requests.map { try JSONReader.read($0.body).plain }
  }

  @Test func oneConversationIsOneThread() async throws {
    let count = Mutex(0)
    let receiver = try LoopbackReceiver { _ in
      let number = count.withLock { count -> Int in
        count += 1
        return count
      }
      return .init(200, #"{"ok":true,"ts":"\#(number).000100"}"#)
    }
    let notifier = try CardPlugin.slackBot.notifier(receiver.url)
    try await notifier.notify(.full(thread: "a"))
    try await notifier.notify(.full(thread: "b"))
    try await notifier.notify(.full(occasion: .escalated, level: 1, thread: "a"))
    try await notifier.notify(.full(occasion: .ended, thread: "a"))
    let bodies = try bodies(receiver)
    #expect(
      bodies.map { $0["thread_ts"]?.string } == [nil, nil, "1.000100", "1.000100"])
    #expect(bodies.map { $0["reply_broadcast"]?.bool } == [nil, nil, true, false])
    #expect(bodies.allSatisfy { $0["channel"]?.string == "C111CHAN1" })
    let headers = try #require(receiver.requests.first).headers
    #expect(headers["authorization"] == "Bearer xoxb-\(CardPlugin.secret)")
  }

  @Test func aDeletedThreadBeginsAnew() async throws {
    let receiver = try LoopbackReceiver { request in
      String(decoding: request.body, as: UTF8.self).contains("thread_ts")
        ? .init(200, #"{"ok":false,"error":"thread_not_found"}"#)
        : .init(200, #"{"ok":true,"ts":"5.000100"}"#)
    }
    let notifier = try CardPlugin.slackBot.notifier(receiver.url)
    try await notifier.notify(.full())
    try await notifier.notify(.full())
    #expect(receiver.requests.count == 3)
    #expect(try bodies(receiver)[2]["thread_ts"] == nil)
  }

  @Test(arguments: [
    ("channel_not_found", TargetTests.Outcome.refused), ("invalid_auth", .refused),
    ("is_archived", .refused), ("internal_error", .retry(nil)), ("ratelimited", .retry(nil)),
    ("", .retry(nil)),
  ])
  func anErrorUnderTheStatus200IsOne(error: String, expected: TargetTests.Outcome) async throws {
    let receiver = try LoopbackReceiver { _ in
      .init(200, #"{"ok":false,"error":"\#(error)"}"#)
    }
    let notifier = try CardPlugin.slackBot.notifier(receiver.url)
    let failure = await TargetTests().failure { try await notifier.notify(.full()) }
    #expect(TargetTests.Outcome(failure) == expected)
    #expect(error.isEmpty || failure?.description.contains(error) == true)
  }

  @Test func memoryIsBounded() {
    let bot = SlackBot(server: "", token: Secret(""), channel: "")
    for index in 0..<3000 { bot.remember("\(index)", for: "t\(index)") }
    #expect(bot.parent(of: "t0") == nil && bot.parent(of: "t1999") == nil)
    #expect(bot.parent(of: "t2000") == "2000" && bot.parent(of: "t2999") == "2999")
    bot.remember("later", for: "t2999")
    #expect(bot.parent(of: "t2999") == "2999")
    bot.forget("t2999")
    #expect(bot.parent(of: "t2999") == nil)
  }

  @Test(arguments: [
    ["webhook": ["env": "S"], "token": ["env": "S"], "channel": "C1"] as JSONValue,
    ["token": ["env": "S"]], ["channel": "C1"], [:], ["webhook": ["env": "S"], "channel": "C1"],
  ])
  func eitherAWebhookOrABot(settings: JSONValue) {
    #expect(throws: SettingsIssues.self) {
      try slackNotifier.built(settings, variables: ["S": "https://hooks.slack.com/services/1"])
    }
  }
}
