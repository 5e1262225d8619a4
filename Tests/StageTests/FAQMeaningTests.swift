import Embedding
import FAQStagePlugin
import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// Paraphrases and follow-ups, with the real sentence encoder, where `make test` could fetch it.
@Suite(.enabled(if: TestPaths.encoder != nil))
struct FAQMeaningTests {
  /// Counts what it is asked.
  private final class Counting: SentenceEncoder {
    let encoder: ONNXEncoder
    let asked = Counter()

    init(_ encoder: ONNXEncoder) { self.encoder = encoder }

    var identity: String { encoder.identity }
    func reads(_ language: String) -> Bool { encoder.reads(language) }
    func vectors(of texts: [String], isKept: Bool) throws -> [SentenceVector] {
      try encoder.vectors(of: texts, isKept: isKept)
    }
    func vector(of text: String) async throws -> SentenceVector {
      await asked.add(text)
      return try await encoder.vector(of: text)
    }
  }

  private actor Counter {
    private(set) var texts: [String] = []
    func add(_ text: String) { texts.append(text) }
  }

  private static let settings = #"""
    {"entries": ["faq.json"], "answerAbove": 0.6}
    """#
  private static let faq = #"""
    {"entries": [
      {"id": "track", "language": "en", "answer": "Here is the link.", "questions": [
        "Where is my order?", "How can I track my delivery?", "When will my package arrive?"]},
      {"id": "return", "language": "en", "answer": "Print a label.", "questions": [
        "How do I return an item?", "Can I send something back?", "I want a refund"]},
      {"id": "pay", "language": "en", "answer": "By card.", "questions": [
        "Which payment methods do you accept?", "Can I pay by card?", "Do you take PayPal?"]},
      {"id": "login", "language": "en", "answer": "Reset it.", "questions": [
        "I forgot my password", "I cannot log in", "How do I reset my password?"]},
      {"id": "oeffnung", "language": "de", "answer": "Um neun.", "questions": [
        "Wann habt ihr offen?", "Wie sind die Öffnungszeiten?", "Ist samstags geöffnet?"]}
    ]}
    """#

  private let folder: TemporaryFolder
  private let encoder: Counting
  private let stage: any Stage
  private let words: any Stage

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.faq, to: "faq.json")
    let counting = Counting(
      try ONNXEncoder(folder: #require(TestPaths.encoder), threads: 1, cache: nil))
    encoder = counting
    var environment = PluginEnvironment.make()
    environment.encoder = { counting }
    stage = try faqStage.make(
      settings: Self.settings, in: folder.url, environment: environment)
    words = try faqStage.make(settings: Self.settings, in: folder.url)
  }

  private func top(
    _ stage: any Stage, _ text: String, in language: String = "en"
  ) async throws -> String? {
    let opinion = try await stage.evaluate(.make(text, language: language), in: .make())
    return opinion.findings.first?.value["candidates"]?.array?.first?["entry"]?.string
  }

  /// None of them shares a telling word with the questions of its entry.
  @Test(arguments: [
    ("the parcel still has not turned up", "track"), ("has my stuff been shipped yet", "track"),
    ("these shoes don't fit, I'd like my money again", "return"),
    ("is mastercard fine", "pay"), ("my account won't let me in", "login"),
    ("the site says wrong credentials", "login"),
  ])
  func aParaphraseFindsItsEntry(_ text: String, _ entry: String) async throws {
    #expect(try await top(stage, text) == entry)
  }

  @Test func wordsAloneFindFewerOfThem() async throws {
    var found = 0
    for (text, entry) in [
      ("the parcel still has not turned up", "track"), ("has my stuff been shipped yet", "track"),
      ("is mastercard fine", "pay"), ("the site says wrong credentials", "login"),
    ] where try await top(words, text) == entry {
      found += 1
    }
    #expect(found < 4)
  }

  @Test(arguments: [
    "what a beautiful sunset over the lake", "who won the football match last night",
    "my cat is asleep on the sofa", "happy birthday to the whole team",
  ])
  func whatNoEntryIsAboutIsNotAnswered(_ text: String) async throws {
    #expect(try await stage.evaluate(.make(text), in: .make()).proposals.isEmpty)
  }

  @Test func aFollowUpIsReadWithWhatItFollows() async throws {
    let before = History.Entry(
      isOurs: false, text: "I would like to send these boots back", at: .distantPast)
    let context = StageContext.make(history: History(entries: [before]))
    let opinion = try await stage.evaluate(.make("how does that work", language: "en"), in: context)
    let candidates = opinion.findings.first?.value["candidates"]?.array
    #expect(candidates?.first?["entry"]?.string == "return")
    #expect(await encoder.asked.texts.count == 2)
  }

  @Test func aMessageIsEncodedOnceForAllStages() async throws {
    let context = StageContext.make()
    let message = Message.make("@northwind where is it https://a.example/x ?")
    _ = try await stage.evaluate(message, in: context)
    _ = try await stage.evaluate(message, in: context)
    #expect(await encoder.asked.texts == [" where is it  ?"])
  }

  @Test func whatTheEncoderDoesNotReadIsMatchedByWords() async throws {
    #expect(try await top(stage, "wie sind die öffnungszeiten samstags", in: "de") == "oeffnung")
    _ = try await stage.evaluate(.make("Wann habt ihr offen?", language: "de"), in: .make())
    #expect(await encoder.asked.texts.isEmpty)
  }
}
