import CoursesStagePlugin
import CrisisStagePlugin
import FAQStagePlugin
import HandoffStagePlugin
import IntentStagePlugin
import PluginKit
import PluginTesting
import SentimentStagePlugin
import Testing

@Suite struct StageContractTests {
  static let shipped: [(String, StagePlugin)] = [
    ("Sentiment", sentimentStage), ("Intent", intentStage), ("Crisis", crisisStage),
    ("FAQ", faqStage), ("Courses", coursesStage), ("Handoff", handoffStage),
  ]
  static let contexts: [StageContext] = [
    .make(findings: [.intent("complaint", complaintSeverity: 1), .sentiment("negative")]),
    .make(findings: [.intent("praise"), .sentiment("positive")]),
    .make(findings: [.intent("other", wantsReply: 0), .crisis(1)]),
  ]

  @Test(arguments: shipped.map(\.0))
  func everyStageKeepsTheContract(_ name: String) async throws {
    let plugin = try #require(Self.shipped.first { $0.0 == name }?.1)
    let stage = try ShippedStage.sample(plugin, name)
    #expect(await violations(of: stage, contexts: Self.contexts) == [])
  }

  @Test(arguments: shipped.map(\.0))
  func anUnknownSettingIsRefusedByName(_ name: String) throws {
    let plugin = try #require(Self.shipped.first { $0.0 == name }?.1)
    let failure = #expect(throws: SettingsIssues.self) {
      _ = try plugin.make(settings: #"{"teem": 1}"#)
    }
    #expect(failure?.description.contains("unknown key \"teem\"") == true)
  }

  @Test func namesAreThoseOfTheConfig() {
    #expect(
      Self.shipped.map(\.1.name) == ["sentiment", "intent", "crisis", "faq", "courses", "handoff"])
  }

  @Test func theSuiteCatchesAStageThatBreaksItsPromises() async {
    struct Broken: Stage {
      func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
        Opinion(
          findings: [Finding(name: "x", value: ["p": .number(.nan)])],
          proposals: [.answer(Reply.Draft(text: " "))])
      }
    }
    let found = await violations(of: Broken())
    #expect(found.contains { $0.contains("x.p is nan") })
    #expect(found.contains { $0.contains("a reply without a text") })
  }
}
