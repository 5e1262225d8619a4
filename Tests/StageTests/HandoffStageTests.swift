import HandoffStagePlugin
import PluginKit
import PluginTesting
import Testing

@Suite struct HandoffStageTests {
  @Test(arguments: [
    (#"{"team": "care"}"#, HandoffRequest.Strength.fallback),
    (#"{"team": "care", "as": "fallback"}"#, .fallback),
    (#"{"team": "care", "as": "required"}"#, .required),
  ])
  func everyMessageIsHandedOffWithTheStrengthThatWasSet(
    _ settings: String, _ strength: HandoffRequest.Strength
  ) async throws {
    let stage = try handoffStage.make(settings: settings)
    let handoff = try await stage.evaluate(.make("hello"), in: .make()).handoff
    #expect(handoff?.team == "care")
    #expect(handoff?.strength == strength)
    #expect(handoff?.reason.isEmpty == false)
  }

  @Test func aConditionLimitsIt() async throws {
    let stage = try handoffStage.make(
      settings:
        #"{"team": "vip", "as": "required", "when": {"minFollowers": 1000}, "category": "vip"}"#)
    let star = Message.make(author: .make(followers: 5000))
    #expect(try await stage.evaluate(star, in: .make()).handoff?.category == "vip")
    #expect(try await stage.evaluate(.make(), in: .make()) == .none)
  }

  @Test(arguments: ["{}", #"{"team": ""}"#, #"{"team": "care", "as": "always"}"#])
  func settingsThatNameNobodyAreRefused(_ settings: String) {
    #expect(throws: SettingsIssues.self) { try handoffStage.make(settings: settings) }
  }
}
