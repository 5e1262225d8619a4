import Testing

@testable import TextAnalysis

struct QuestionTermsTests {
  @Test(arguments: [0, 1, 64, 65, 1000]) func keysAreSorted(_ count: Int) {
    var state: UInt64 = 1
    let keys = (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt32(truncatingIfNeeded: state >> 33)
    }
    #expect(QuestionTerms.sorted(keys) == keys.sorted())
  }

  @Test func eachKeyIsThereOnceAndTellsItsKind() {
    let text = String(repeating: "Where is my order? ", count: 20)
    let terms = QuestionTerms(of: NormalizedText(text), Stemmer(language: "en"))
    #expect(terms.words.count == 80)
    // Four stems and four pairs, the last of them across the sentences.
    #expect(terms.wordKeys.count == 8)
    #expect(terms.wordKeys == Set(terms.wordKeys).sorted())
    #expect(terms.characterKeys == Set(terms.characterKeys).sorted())
    #expect(terms.characterKeys.allSatisfy(QuestionTerms.isCharacters))
    #expect(!terms.wordKeys.contains(where: QuestionTerms.isCharacters))
  }

  @Test func hostileTextCostsLittle() {
    for text in [String(repeating: "a", count: 100_000), String(repeating: "e\u{301}", count: 9000)] {
      let terms = QuestionTerms(of: NormalizedText(text), Stemmer(language: "en"))
      #expect(terms.words.count == 1)
    }
  }
}
