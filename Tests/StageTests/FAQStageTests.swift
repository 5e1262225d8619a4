import FAQStagePlugin
import PluginKit
import PluginTesting
import Testing

@Suite struct FAQStageTests {
  private let stage: any Stage

  init() throws { stage = try ShippedStage.sample(faqStage, "FAQ") }

  @Test func aStoredQuestionIsAnswered() async throws {
    let opinion = try await stage.evaluate(.make("@northwind Where is my order?"), in: .make())
    #expect(opinion.answer?.template == "faq:late-order")
    #expect(opinion.answer?.text.hasPrefix("Hello Ana, ") == true)
    #expect(opinion.findings.first?.value["answered"] == .bool(true))
  }

  @Test(arguments: [
    "", "@northwind", "Do you deliver pizza?", "What is the capital of France?",
    "I love my new boots", "My cat ate the gift", "Is the moon open on my order?",
  ])
  func whatNoEntryKnowsIsNotAnswered(_ text: String) async throws {
    let opinion = try await stage.evaluate(.make(text), in: .make())
    #expect(opinion.proposals.isEmpty)
    #expect(opinion.findings.first?.value["answered"] == .bool(false))
  }

  @Test(arguments: [
    Finding.intent("complaint", complaintSeverity: 0.6), .crisis(0.5),
  ])
  func aComplaintOrACrisisIsNeverAnsweredByAFAQ(_ finding: Finding) async throws {
    let opinion = try await stage.evaluate(.make(), in: .make(findings: [finding]))
    #expect(opinion.proposals.isEmpty)
  }

  @Test(
    arguments: [("en", true), ("en-GB", true), ("de", false), ("und", true), (nil, true)]
      as [(String?, Bool)])
  func anAnswerIsInTheCustomersLanguage(_ language: String?, _ answers: Bool) async throws {
    let opinion = try await stage.evaluate(.make(language: language), in: .make())
    #expect((opinion.answer != nil) == answers)
  }

  @Test(arguments: ["Where is my order?", "zzzz", ""])
  func fiveCandidatesAreAlwaysListedBestFirst(_ text: String) async throws {
    let value = try await stage.evaluate(.make(text), in: .make()).findings.first?.value
    let scores = value?["candidates"]?.array?.compactMap { $0["score"]?.number } ?? []
    #expect(scores.count == 5)
    #expect(scores == scores.sorted(by: >))
    guard case .object(let members)? = value else {
      Issue.record("no object")
      return
    }
    #expect(members.map(\.key) == ["answered", "confidence", "candidates"])
  }

  @Test(arguments: [
    (
      #"{"id":"a","questions":["q"],"answer":"x"},{"id":"a","questions":["q"],"answer":"x"}"#,
      "twice"
    ),
    (#"{"id":"a","questions":[],"answer":"x"}"#, "questions"),
    (
      #"{"id":"a","questions":["q"],"answer":"{{order.id}}"}"#,
      "entries[0].answer: unknown variable \"order.id\""
    ),
    (#"{"id":"a","questions":["q"],"anwser":"x"}"#, "did you mean \"answer\""),
  ])
  func aWrongEntryIsRefusedByName(_ entries: String, _ reason: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(#"{"entries":[\#(entries)]}"#, to: "f.json")
    let failure = #expect(throws: SettingsIssues.self) {
      _ = try faqStage.make(settings: #"{"entries":["f.json"]}"#, in: folder.url)
    }
    #expect(failure?.description.contains(reason) == true, "\(failure?.description ?? "")")
  }
}
