import Foundation
import NotifierKit
import PluginKit
import PluginTesting
import Synchronization
import TestSupport
import Testing

@Suite struct PagerDutyTests {
  func bodies(_ receiver: LoopbackReceiver) throws -> [JSONValue] {
    try receiver.requests.map { try JSONReader.read($0.body).plain }
  }

  /// Accepted, but the answer is lost: the repeat goes to the same alert.
  @Test func aRepeatAfterALostAnswerHasTheSameKey() async throws {
    let isFirst = Mutex(true)
    let success = CardPlugin.pagerDuty.success
    let receiver = try LoopbackReceiver { _ in
      let wasFirst = isFirst.withLock { isFirst -> Bool in
        defer { isFirst = false }
        return isFirst
      }
      return wasFirst ? .init(500) : success
    }
    let notifier = try CardPlugin.pagerDuty.notifier(receiver.url)
    let error = await TargetTests().failure { try await notifier.notify(.full()) }
    #expect(TargetTests.Outcome(error) == .retry(nil))
    try await notifier.notify(.full())
    let bodies = try bodies(receiver)
    #expect(bodies.count == 2 && bodies[0] == bodies[1])
    #expect(bodies[0]["dedup_key"]?.string == "replyd-mastodon/100")
  }

  @Test func oneConversationIsOneAlertFromTriggerToResolve() async throws {
    let success = CardPlugin.pagerDuty.success
    let receiver = try LoopbackReceiver { _ in success }
    let notifier = try CardPlugin.pagerDuty.notifier(receiver.url)
    try await notifier.notify(.full(urgency: .low))
    try await notifier.notify(.full(occasion: .escalated, urgency: .high, level: 1))
    try await notifier.notify(.full(occasion: .overdue, urgency: .critical))
    try await notifier.notify(.full(occasion: .ended))
    let bodies = try bodies(receiver)
    #expect(Set(bodies.map { $0["dedup_key"]?.string }).count == 1)
    #expect(
      bodies.map { $0["event_action"]?.string } == ["trigger", "trigger", "trigger", "resolve"])
    #expect(
      bodies.map { $0["payload"]?["severity"]?.string } == ["info", "error", "critical", nil])
    let first = bodies[0]
    #expect(first["routing_key"]?.string == CardPlugin.secret)
    #expect(first["payload"]?["custom_details"]?["Handoff"] == "12")
    #expect(
      first["payload"]?["summary"]
        == "New (low): complaint from Ana on mastodon, third time asked")
    #expect(first["links"]?.array?.count == 4)
    #expect(bodies[3]["payload"] == nil)
  }

  @Test(arguments: Hostile.texts)
  func keysAndTextsKeepTheirLimits(text: String) async throws {
    let success = CardPlugin.pagerDuty.success
    let receiver = try LoopbackReceiver { _ in success }
    let notifier = try CardPlugin.pagerDuty.notifier(receiver.url)
    try await notifier.notify(.full(text, name: text, thread: text, others: 12))
    try await notifier.notify(.full("other", key: "other", level: 1, thread: text))
    let bodies = try bodies(receiver)
    let key = try #require(bodies[0]["dedup_key"]?.string)
    #expect((1...255).contains(key.utf8.count) && !key.contains { $0.isNewline })
    #expect(bodies[1]["dedup_key"]?.string == key)
    #expect((bodies[0]["payload"]?["summary"]?.string?.utf16.count ?? 9999) <= 1024)
    #expect(receiver.requests[0].body.count <= 512_000)
  }

  @Test func anIncidentIsOneAlertThatItsEndResolves() async throws {
    let success = CardPlugin.pagerDuty.success
    let receiver = try LoopbackReceiver { _ in success }
    let notifier = try CardPlugin.pagerDuty.notifier(receiver.url)
    try await notifier.digest(.incident())
    try await notifier.digest(.incident(isOver: true))
    let sent = try bodies(receiver)
    #expect(sent.map { $0["event_action"]?.string } == ["trigger", "resolve"])
    #expect(sent[0]["dedup_key"] == sent[1]["dedup_key"])
  }

  @Test func aTeamsDigestIsOneAlert() async throws {
    let success = CardPlugin.pagerDuty.success
    let receiver = try LoopbackReceiver { _ in success }
    let notifier = try CardPlugin.pagerDuty.notifier(receiver.url)
    try await notifier.digest(.waiting(3))
    var later = DigestNotification.waiting(5)
    later.key = "d-2"
    try await notifier.digest(later)
    #expect(
      try bodies(receiver).map { $0["dedup_key"]?.string }
        == ["replyd-waiting-care", "replyd-waiting-care"])
  }
}
