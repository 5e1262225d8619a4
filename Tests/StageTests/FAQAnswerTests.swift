import FAQStagePlugin
import Foundation
import PluginKit
import PluginTesting
import Testing

/// What an entry's conditions and the operator's choices make of an answer.
struct FAQAnswerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func stage(_ extra: String = "", _ settings: String = "") throws -> any Stage {
    let entries = """
      {"id":"parcel","questions":["Where is my parcel?","How can I track my delivery?",
      "When does my order arrive?"],"answer":"Use the link in your mail."\(extra)},
      {"id":"return","questions":["How do I return something?","Can I send an item back?",
      "Where do I get a return label?"],"answer":"Print the label."},
      {"id":"pay","questions":["How can I pay?","Do you take credit cards?","Is PayPal possible?"],
      "answer":"By card."},
      {"id":"password","questions":["How do I reset my password?","I forgot my password",
      "I cannot log in"],"answer":"Use the reset page."}
      """
    try folder.write(#"{"entries":[\#(entries)]}"#, to: "faq.json")
    return try faqStage.make(
      settings: #"{"entries":["faq.json"]\#(settings)}"#, in: folder.url)
  }

  private func opinion(
    _ text: String, _ extra: String = "", _ settings: String = "",
    in context: StageContext = .make(), of message: (inout Message) -> Void = { _ in }
  ) async throws -> Opinion {
    var asked = Message.make(text)
    message(&asked)
    return try await stage(extra, settings).evaluate(asked, in: context)
  }

  @Test(arguments: [
    (#","validFrom":"2030-01-01""#, false), (#","validFrom":"2020-01-01""#, true),
    (#","validUntil":"2020-01-01""#, false), (#","validUntil":"2099-12-31""#, true),
    (#","validFrom":"2020-01-01T00:00:00Z","validUntil":"2020-06-01T12:00:00+02:00""#, false),
  ])
  func anAnswerIsGivenInItsTime(_ extra: String, _ isAnswered: Bool) async throws {
    let opinion = try await opinion("Where is my parcel?", extra)
    #expect((opinion.answer != nil) == isAnswered)
    let candidates = opinion.findings.first?.value["candidates"]?.array ?? []
    #expect(candidates.contains { $0["entry"] == "parcel" } == isAnswered)
  }

  @Test(arguments: [("direct", Visibility.public, false), ("direct", .direct, true),
    ("open", .public, true), ("open", .direct, false), ("everyone", .direct, true)])
  func anAnswerIsGivenToItsAudience(
    _ audience: String, _ visibility: Visibility, _ isAnswered: Bool
  ) async throws {
    let opinion = try await opinion("Where is my parcel?", #","audience":"\#(audience)""#) {
      $0.visibility = visibility
    }
    #expect((opinion.answer != nil) == isAnswered)
  }

  @Test func neverWhenForbidsAndOthersDoNotStepIn() async throws {
    let extra = #","neverWhen":["insured","customs*"]"#
    #expect(try await opinion("Where is my parcel?", extra).answer != nil)
    for text in ["Where is my parcel? It was insured", "Where is my parcel? customs' office has it"] {
      let opinion = try await opinion(text, extra, #","answerAbove":0.1"#)
      #expect(opinion.proposals.isEmpty, "\(text)")
    }
  }

  @Test func theSourceIsCited() async throws {
    let opinion = try await opinion("Where is my parcel?", #","source":"https://shop.example/track""#)
    #expect(opinion.answer?.text == "Use the link in your mail.\nhttps://shop.example/track")
  }

  @Test func onlyEntriesWithTheTagAnswer() async throws {
    let tagged = #","tags":["shipping"]"#
    #expect(
      try await opinion("Where is my parcel?", tagged, #","onlyTags":["shipping"]"#).answer != nil)
    #expect(
      try await opinion("Where is my parcel?", tagged, #","onlyTags":["shop"]"#).answer == nil)
  }

  @Test func betweenTheTwoLimitsItIsASuggestionWithTheNextBest() async throws {
    let text = "can i track my parcel pls"
    let settings = #","answerAbove":0.99,"suggestAbove":0.05"#
    let opinion = try await opinion(text, "", settings)
    #expect(opinion.answer?.isSuggestion == true)
    let value = try #require(opinion.findings.first?.value)
    #expect(value["answered"] == .bool(false))
    let suggestions = value["suggestions"]?.array ?? []
    #expect(suggestions.count == 3)
    #expect(suggestions.first?["entry"] == "parcel")
    #expect(suggestions.first?["text"] == "Use the link in your mail.")
    let without = try await self.opinion(text, "", #","answerAbove":0.99"#)
    #expect(without.proposals.isEmpty)
  }

  @Test func whoAsksTheSameAgainGetsAPerson() async throws {
    let said = History(entries: [
      .init(isOurs: true, text: "Use the link in your mail.", at: .now, template: "faq:parcel")
    ])
    let context = StageContext(
      now: .now, brand: .make(), history: said)
    #expect(try await opinion("Where is my parcel?", in: context).proposals.isEmpty)
  }

  @Test func aShortFollowUpIsReadWithWhatWasSaidBefore() async throws {
    let before = History(entries: [
      .init(isOurs: false, text: "How do I reset my password", at: .now)
    ])
    let context = StageContext(now: .now, brand: .make(), history: before)
    #expect(try await opinion("any idea?").answer == nil)
    #expect(
      try await opinion("any idea?", "", #","answerAbove":0.5"#, in: context).answer?.template
        == "faq:password")
  }

  /// `replyd faq check` warns of it; an FAQ of thousands of questions has a few such.
  @Test func aQuestionOfTwoEntriesIsNoReasonNotToStart() async throws {
    let twin = #"},{"id":"twin","questions":["where is my PARCEL"],"answer":"x""#
    let opinion = try await opinion("Where is my parcel?", twin, #","answerAbove":0.98"#)
    let best = opinion.findings.first?.value["candidates"]?.array?.prefix(2).map { $0["entry"] }
    #expect(Set(best ?? []) == ["parcel", "twin"])
    #expect(opinion.findings.first?.confidence ?? 1 < 0.9)
  }

  @Test func aLimitBelowTheOtherIsRefused() throws {
    let failure = #expect(throws: SettingsIssues.self) {
      _ = try stage("", #","answerAbove":0.5,"suggestAbove":0.7"#)
    }
    #expect(failure?.description.contains("must be below") == true)
  }

  @Test(arguments: [
    (#","validFrom":"tomorrow""#, "expected a day"),
    (#","validFrom":"2030-01-02","validUntil":"2030-01-01""#, "must be later"),
    (#","audience":"friends""#, "everyone"), (#","neverWhen":["…"]"#, "neverWhen"),
  ])
  func aWrongEntryIsRefused(_ extra: String, _ reason: String) throws {
    let failure = #expect(throws: SettingsIssues.self) { _ = try stage(extra) }
    #expect(failure?.description.contains(reason) == true, "\(failure?.description ?? "")")
  }

  @Test func synonymsAndTheBrandsOwnNegativesCount() async throws {
    let settings = #","answerAbove":0.5,"synonyms":[{"words":["parcel","bundle of joy"]}]"#
    #expect(try await opinion("Where is my bundle of joy?", "", settings).answer != nil)
    let text = "Where is my parcel insured?"
    let alone = try await opinion(text).findings.first?.confidence ?? 0
    try folder.write(
      #"{"messages":["Where is my parcel insured?","Is the parcel insured?"]}"#, to: "none.json")
    let learnt = try await opinion(text, "", #","outOfScope":"none.json""#)
    #expect(learnt.findings.first?.confidence ?? 1 < alone)
  }
}

/// Two entries that fit alike.
struct FAQTornTests {
  private func opinion(_ text: String, neverWhen: String = "zebra") async throws -> Opinion {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      {"entries":[
      {"id":"a","questions":["Where is my parcel?","Can I track it?"],"answer":"Here.",
      "neverWhen":["\(neverWhen)"]},
      {"id":"b","questions":["Where is my parcel?","Is it lost?"],"answer":"There."},
      {"id":"c","questions":["How can I pay?","Do you take cards?"],"answer":"By card."}]}
      """, to: "faq.json")
    let settings =
      #"{"entries":["faq.json"],"answerAbove":0.6,"askBack":"{{first}} Or: {{second}}"}"#
    let stage = try faqStage.make(settings: settings, in: folder.url)
    return try await stage.evaluate(.make(text), in: .make())
  }

  @Test func itAsksWhichIsMeantAndThatIsNoAnswer() async throws {
    let opinion = try await opinion("Where is my parcel?")
    #expect(opinion.answer?.template == "faq:askBack")
    #expect(opinion.answer?.text.contains(" Or: ") == true)
    #expect(opinion.findings.first?.value["answered"] == .bool(false))
  }

  @Test func itOffersNothingThatNeverWhenForbids() async throws {
    #expect(try await opinion("Where is my parcel?", neverWhen: "parcel").proposals.isEmpty)
  }
}
