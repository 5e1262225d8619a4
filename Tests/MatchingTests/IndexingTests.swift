import TextAnalysis
import Testing

@testable import Matching

struct IndexingTests {
  private func words(_ text: String, _ reader: TermReader) -> [UInt32] {
    reader.message(NormalizedText(text)).words
  }

  private func reader(_ synonyms: [[String]] = [], _ questions: [String] = []) -> TermReader {
    var reader = TermReader(language: "en", synonyms: synonyms, rarity: WordRarity())
    for question in questions { _ = reader.question(NormalizedText(question)) }
    return reader
  }

  @Test(arguments: [
    ("en", "cancelling cancelled orders", "cancel cancelled order"),
    ("de", "Lieferungen", "lieferung"),
    ("fr", "livraisons", "livraison"),
    ("xx", "orders", "orders"),
  ])
  func wordsAreComparedByStem(_ language: String, _ left: String, _ right: String) {
    let stemmer = Stemmer(language: language)
    let (a, b) = (
      QuestionTerms(of: NormalizedText(left), stemmer),
      QuestionTerms(of: NormalizedText(right), stemmer)
    )
    #expect(a.words == b.words)
    let other = QuestionTerms(of: NormalizedText("gift cards"), stemmer)
    #expect(Set(a.words).isDisjoint(with: other.words))
  }

  @Test func synonymsAreReadAsTheFirstOfTheirGroup() {
    let reader = reader([["refund", "money back", "reimburse"]])
    #expect(words("I want my money back now", reader) == words("I want my refund now", reader))
    #expect(words("reimbursed", reader) == words("refund", reader))
    #expect(words("money", reader) != words("refund", reader))
  }

  @Test(arguments: ["delvery", "deliverry", "dalivery", "delievry"])
  func misspeltWordsAreReadAsTheQuestionsWords(_ word: String) {
    let reader = reader([], ["When is my delivery due?"])
    #expect(words(word, reader) == words("delivery", reader))
  }

  @Test func knownAndShortWordsAreNotCorrected() {
    let rarity = WordRarity([QuestionTerms.key(ofWord: "deliver".utf8): 5])
    var reader = TermReader(language: "en", synonyms: [], rarity: rarity)
    _ = reader.question(NormalizedText("Is delirium covered? Where is it?"))
    #expect(words("deliver", reader) != words("delirium", reader))
    #expect(words("whee", reader) != words("where", reader))
    let long = String(repeating: "long", count: 4000)
    _ = reader.question(NormalizedText(long))
    #expect(words(long + "x", reader) != words(long, reader))
  }

  @Test func aQuestionIsMostLikeItself() {
    let texts = ["Where is my order?", "How do I return it?", "Do you ship to Norway?"]
    let stemmer = Stemmer(language: "en")
    let terms = texts.map { QuestionTerms(of: NormalizedText($0), stemmer) }
    let index = QuestionIndex(terms, entries: [0, 1, 2])
    for (number, text) in terms.enumerated() {
      let similarities = index.similarities(of: index.row(of: text))
      #expect(abs(similarities[number] - 1) < 0.001)
      #expect(similarities.indices.max { similarities[$0] < similarities[$1] } == number)
    }
    let nothing = QuestionTerms(of: NormalizedText("zzz qqq"), stemmer)
    #expect(index.similarities(of: index.row(of: nothing)) == [0, 0, 0])
  }
}

struct RadixSortTests {
  @Test(arguments: [10, 50_000]) func itSortsAsSortingDoes(_ count: Int) {
    var state: UInt64 = 7
    var values = (0..<count).map { number -> UInt64 in
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return (state >> 40) << 32 | UInt64(number)
    }
    let sorted = values.sorted()
    RadixSort.byHighHalf(&values)
    #expect(values == sorted)
  }
}
