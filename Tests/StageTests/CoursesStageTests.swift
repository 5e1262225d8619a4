import CoursesStagePlugin
import PluginKit
import PluginTesting
import Testing

@Suite struct CoursesStageTests {
  private static let praise = [Finding.intent("praise"), .sentiment("positive")]
  private let stage: any Stage

  init() throws { stage = try ShippedStage.sample(coursesStage, "Courses") }

  @Test func aComplaintIsAcknowledgedAndHandedOff() async throws {
    let opinion = try await stage.evaluate(
      .make("broken again"), in: .make(findings: [.intent("complaint"), .sentiment("negative")]))
    #expect(opinion.acknowledgement?.template?.hasPrefix("courses:complaint#") == true)
    #expect(opinion.handoff?.strength == .required)
    #expect(opinion.handoff?.category == "complaint")
  }

  @Test func praiseIsThankedOnceAWeek() async throws {
    let first = try await stage.evaluate(.make("lovely"), in: .make(findings: Self.praise))
    let thanks = try #require(first.answer)
    func later(_ days: Int) async throws -> Opinion {
      let sent = History.Entry(
        isOurs: true, text: thanks.text, at: fixtureTime - .hours(24 * days),
        template: thanks.template)
      return try await stage.evaluate(
        .make("lovely", id: "2"),
        in: .make(findings: Self.praise, history: History(repliesToAuthor: [sent])))
    }
    #expect(try await later(6).ignoreReason?.contains("already answered within 7d") == true)
    let second = try #require(try await later(8).answer)
    #expect(second.template != thanks.template)
  }

  @Test func sarcasmThatReadsNegativeIsNotThanked() async throws {
    let opinion = try await stage.evaluate(
      .make("great job, as always"),
      in: .make(findings: [.intent("praise"), .sentiment("negative")]))
    #expect(opinion == .none)
  }

  @Test func doubtfulPraiseIsNotThanked() async throws {
    var doubtful = Finding.intent("praise")
    doubtful.confidence = 0.6
    let opinion = try await stage.evaluate(
      .make("great job"), in: .make(findings: [doubtful, .sentiment("positive")]))
    #expect(opinion == .none)
  }

  @Test func anUnclearMessageGoesToAHumanOnlyIfNoStageAnswers() async throws {
    let opinion = try await stage.evaluate(
      .make("sunday hours"), in: .make(findings: [.intent("other", wantsReply: 0.5)]))
    #expect(opinion.handoff?.strength == .fallback)
  }

  /// A bare tag is passed over; a picture with it says something that only eyes can read.
  @Test func aPictureWithoutWordsIsNotPassedOver() async throws {
    let findings = [Finding.intent("other", wantsReply: 0.02)]
    let bare = try await stage.evaluate(.make("#northwind"), in: .make(findings: findings))
    #expect(bare.ignoreReason != nil)
    let picture = try await stage.evaluate(
      .make("#northwind", media: [Medium(kind: .image, description: "a torn bag")]),
      in: .make(findings: findings))
    #expect(picture.ignoreReason == nil)
  }

  @Test func variantsVaryOverMessages() async throws {
    var templates: Set<String> = []
    for id in 0..<40 {
      let opinion = try await stage.evaluate(
        .make("lovely", id: "\(id)"), in: .make(findings: Self.praise))
      templates.insert(opinion.answer?.template ?? "")
    }
    #expect(templates.count == 4)
  }

  @Test(
    arguments: [("de", "de"), ("de-AT", "de"), ("pt-BR", nil), ("fi", nil), (nil, "en")]
      as [(String?, String?)])
  func theCustomersLanguageIsKeptOrAHumanWrites(_ declared: String?, _ written: String?)
    async throws
  {
    let opinion = try await stage.evaluate(
      .make("...", language: declared), in: .make(findings: Self.praise))
    #expect(opinion.answer?.language == written)
    if written == nil {
      #expect(
        opinion.handoff?.reason.contains("no template in \(declared?.lowercased() ?? "")") == true)
    }
  }

  @Test(arguments: [
    ("RT @brand big sale", "repost"), ("@brand #sale https://x.example", "only tags"),
  ])
  func whatIsNoMessageIsIgnoredWithTheReason(_ text: String, _ reason: String) async throws {
    let opinion = try await stage.evaluate(
      .make(text), in: .make(findings: [.intent("other", wantsReply: 0.02), .sentiment("neutral")]))
    #expect(opinion.ignoreReason?.contains(reason) == true)
  }

  @Test func aQuestionIsLeftToTheStagesThatKnow() async throws {
    let opinion = try await stage.evaluate(
      .make("how do I reach you?"),
      in: .make(findings: [.intent("question"), .sentiment("neutral")]))
    #expect(opinion == .none)
  }

  @Test func aHostileNameStaysOutOfTheReply() async throws {
    let message = Message.make(
      "lovely", author: .make(name: "@all\nhttp://evil.example {{brand.name}}\u{202E}"))
    let text =
      try await stage.evaluate(message, in: .make(findings: Self.praise)).answer?.text ?? ""
    #expect(!text.isEmpty)
    #expect(!text.contains("evil") && !text.contains("@") && !text.contains("\n"))
  }

  @Test(arguments: [
    (
      #"{"id":"a","do":"answer","templates":{"en":["ok","{{authr.name}} hi"]}}"#,
      "courses[0].templates.en[1]: unknown variable \"authr.name\"; did you mean \"author.name\"?"
    ),
    (
      #"{"id":"a","do":"answer","templates":{"en":["{{#author.name}}"]}}"#,
      "courses[0].templates.en[0]: not a Mustache template: a {{#name}} or {{^name}} without"
    ),
    (
      #"{"id":"a","do":"answer","templates":{"de":["ok"]}}"#,
      "needs templates in the default language"
    ),
    (#"{"id":"a","do":"ignore"}"#, "\"reason\" is required here, because \"do\" is \"ignore\""),
    (#"{"id":"a","do":"answer"}"#, "\"templates\" is required here"),
    (#"{"id":"a","do":"handoff","templates":{"en":["x"]}}"#, "sends no text"),
    (#"{"id":"a","do":"handoff"},{"id":"a","do":"handoff"}"#, "there twice: \"a\""),
    (#"{"id":"a b","do":"handoff"}"#, "letters, digits and hyphens"),
    (#"{"id":"a","do":"shout"}"#, "expected one of"),
  ])
  func aWrongCourseIsRefusedByName(_ courses: String, _ reason: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(#"{"courses":[\#(courses)]}"#, to: "c.json")
    let failure = #expect(throws: SettingsIssues.self) {
      _ = try coursesStage.make(settings: #"{"file":"c.json"}"#, in: folder.url)
    }
    #expect(failure?.description.contains(reason) == true, "\(failure?.description ?? "")")
  }
}
