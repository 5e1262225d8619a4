import Models
import PluginKit
import TextAnalysis
import Testing

@testable import Matching

struct FAQIndexTests {
  private let model: FAQModel

  init() throws {
    model = try FAQModel(
      fileBytes: Array(
        UnsafeRawBufferPointer(start: replyd_faq_model(), count: replyd_faq_model_size())))
  }

  private static let shop: [FAQIndex.Entry] = [
    .init(questions: ["Where is my parcel?", "How can I track my delivery?", "When does it arrive?"]),
    .init(questions: ["How do I return something?", "Can I send it back?", "Where is the label?"]),
    .init(questions: ["How can I pay?", "Do you take credit cards?", "Is PayPal possible?"]),
    .init(questions: ["How do I reset my password?", "I forgot my password", "I cannot log in"]),
    .init(questions: ["Do you ship abroad?", "Is delivery to Norway possible?"]),
  ]

  @Test func theSameQuestionsGiveTheSameAnswers() throws {
    let text = NormalizedText("how do i track the parcel")
    let (a, b) = (try FAQIndex(Self.shop, model: model), try FAQIndex(Self.shop, model: model))
    #expect(a.answer(to: text).confidence == b.answer(to: text).confidence)
    #expect(a.answer(to: text).candidates == b.answer(to: text).candidates)
  }

  @Test(arguments: [
    ("can i track my parcel pls", 0), ("I want to send smth back", 1),
    ("do u take paypal or credit card", 2), ("forgot pasword", 3), ("shipping to norway??", 4),
  ])
  func theEntryThatIsMeantComesFirst(_ text: String, _ entry: Int) throws {
    let answer = try FAQIndex(Self.shop, model: model).answer(to: NormalizedText(text))
    #expect(answer.candidates.first?.entry == entry)
    #expect(answer.candidates.count == 5)
  }

  @Test func aStoredQuestionIsSureAndNonsenseIsNot() throws {
    let index = try FAQIndex(Self.shop, model: model)
    let stored = index.answer(to: NormalizedText("How do I reset my password?"))
    #expect(index.isSure(stored, at: 0.95))
    #expect(stored.question == "How do I reset my password?")
    for text in ["", "???", "lovely weather in town today", "🙂"] {
      #expect(!index.isSure(index.answer(to: NormalizedText(text)), at: 0.5), "\(text)")
    }
  }

  @Test func whatMayNotAnswerIsNoCandidateAndGivesItsPlaceToNobody() throws {
    let index = try FAQIndex(Self.shop, model: model)
    let text = NormalizedText("How do I reset my password?")
    let answer = index.answer(to: text) { $0 != 3 }
    #expect(!answer.candidates.contains { $0.entry == 3 })
    #expect(!index.isSure(answer, at: 0.5))
  }

  @Test func eachLanguageIsAskedInItsOwn() throws {
    let entries: [FAQIndex.Entry] = [
      .init(questions: ["Wo ist mein Paket?", "Wann kommt die Lieferung?"], language: "de"),
      .init(questions: ["Wie kann ich bezahlen?", "Nehmt ihr Kreditkarten?"], language: "de"),
      .init(questions: ["Where is my parcel?", "When does it arrive?"], language: "en"),
    ]
    let index = try FAQIndex(entries, model: model)
    let text = NormalizedText("Lieferungen kommen wann?")
    #expect(index.answer(to: text, language: "de-AT").candidates.first?.entry == 0)
    #expect(index.answer(to: text).candidates.first?.entry == 0)
    #expect(index.answer(to: text, language: "en").candidates.map(\.entry) == [2])
  }

  /// Of a message in a language that nobody named, the confidence is about the first candidate.
  @Test(arguments: [
    "Is PayPal possible?", "Nehmt ihr PayPal?", "PayPal", "forgot passwort", "parcel paket", "Hallo",
  ])
  func theConfidenceIsAboutTheFirstCandidate(_ text: String) throws {
    let german: [FAQIndex.Entry] = [
      .init(questions: ["Wo ist mein Paket?", "Wann kommt es an?"], language: "de"),
      .init(questions: ["Nehmt ihr PayPal?", "Wie kann ich bezahlen?"], language: "de"),
      .init(questions: ["Passwort vergessen", "Wie komme ich rein?"], language: "de"),
    ]
    let index = try FAQIndex(Self.shop + german, model: model)
    let answer = index.answer(to: NormalizedText(text))
    let first = answer.candidates[0].entry
    let alone = index.answer(
      to: NormalizedText(text), language: first < Self.shop.count ? "en" : "de")
    #expect(alone.candidates[0].entry == first)
    #expect(alone.confidence == answer.confidence)
    #expect(answer.candidates.map(\.score) == answer.candidates.map(\.score).sorted(by: >))
    #expect(answer.candidates.count == 5)
    #expect(Set(answer.candidates.map(\.entry)).count == 5)
  }

  @Test func theAnswersOwnWordsCount() throws {
    var entries = Self.shop
    let text = NormalizedText("is there a locker")
    entries[0].answer = "You can fetch it from any locker."
    let index = try FAQIndex(entries, model: model)
    #expect(index.answer(to: text).candidates.first?.entry == 0)
    let without = try FAQIndex(Self.shop, model: model).answer(to: text)
    for number in entries.indices { entries[number].answer = "You can fetch it from any locker." }
    let shared = try FAQIndex(entries, model: model).answer(to: text)
    #expect(shared.candidates == without.candidates, "what all say tells nothing")
  }

  @Test func anFAQOfOneQuestionOrNoneWorks() throws {
    let one = try FAQIndex([.init(questions: ["Where is my parcel?"])], model: model)
    #expect(one.isSure(one.answer(to: NormalizedText("Where is my parcel?")), at: 0.95))
    #expect(!one.isSure(one.answer(to: NormalizedText("Do you like jazz?")), at: 0.95))
    let none = try FAQIndex([], model: model)
    #expect(none.answer(to: NormalizedText("Where?")).candidates.isEmpty)
  }

  /// Twice the same questions: nobody can say which entry is meant.
  @Test func twoEntriesThatFitAreToldFromOne() throws {
    let twins = Self.shop + [
      .init(questions: ["Where is my parcel now?", "How can I track a delivery?", "When will it arrive?"])
    ]
    let index = try FAQIndex(twins, model: model)
    let answer = index.answer(to: NormalizedText("can i track the delivery of my parcel"))
    #expect(Set(answer.candidates.prefix(2).map(\.entry)) == [0, 5])
    #expect(answer.confidenceOfTwo > answer.confidence)
  }

  @Test func theMeasureCountsWhatWasAnsweredAndWhatWasNot() throws {
    let index = try FAQIndex(Self.shop, model: model)
    let questions = Self.shop.enumerated().map { number, entry in
      FAQMeasure.Question(text: NormalizedText(entry.questions[0]), entry: number)
    }
    let nothing = ["lovely weather today", "who won the match"].map {
      FAQMeasure.Question(text: NormalizedText($0), entry: nil)
    }
    let measure = FAQMeasure(index, questions + nothing)
    #expect(measure.answerable == 5 && measure.unanswerable == 2 && measure.accuracy == 1)
    let point = measure.point(at: 0.95)
    #expect(point.coverage == 1 && point.precision == 1 && point.silence == 1)
    #expect(abs(point.correlation - 1) < 1e-9)
    #expect(measure.curve.count == 7)
    #expect(measure.curve[4].coverage == 1 && measure.curve[4].precision == 1)
  }

  @Test func oneTrainedTwiceIsTheSame() {
    let examples = (0..<40).map { number in
      EntryClassifier.Example(
        features: [UInt32(number % 4), UInt32(4 + number % 3)], values: [1, 0.5],
        meaning: SentenceVector([Float(number % 4) / 4, Float(number % 3) / 3]), entry: number % 4)
    }
    let (a, b) = (
      EntryClassifier(examples, classes: 4, features: 7, dimension: 2),
      EntryClassifier(examples, classes: 4, features: 7, dimension: 2)
    )
    for feature in 0..<4 {
      let row = QuestionIndex.Row(features: [UInt32(feature)], values: [1], words: 1)
      #expect(a.sums(row, nil) == b.sums(row, nil))
      let sums = a.sums(row, nil)
      #expect(sums.indices.max { sums[$0] < sums[$1] } == feature)
    }
  }

  /// Four meanings, without a word between them.
  @Test func meaningsAloneTellEntriesApart() {
    let meanings = (0..<4).map { entry in
      SentenceVector((0..<4).map { $0 == entry ? 1 : 0 })
    }
    let examples = (0..<40).map { number in
      EntryClassifier.Example(
        features: [], values: [], meaning: meanings[number % 4], entry: number % 4)
    }
    let classifier = EntryClassifier(examples, classes: 4, features: 0, dimension: 4)
    for (entry, meaning) in meanings.enumerated() {
      let sums = classifier.sums(QuestionIndex.Row(), meaning)
      #expect(sums.indices.max { sums[$0] < sums[$1] } == entry)
    }
  }
}
