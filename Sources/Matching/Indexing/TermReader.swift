import TextAnalysis

/// Reads questions and messages alike: stems of one language, the brand's synonyms, and, once the
/// questions are known, customers' misspellings of their words.
struct TermReader: Sendable {
  let language: String
  private let synonyms: Synonyms
  private let rarity: WordRarity
  private var known: Set<UInt32> = []
  private var typos = TypoTable()

  init(language: String, synonyms: [[String]], rarity: WordRarity) {
    self.language = language
    self.synonyms = Synonyms(synonyms, language: language)
    self.rarity = rarity
  }

  /// A question, whose words become known.
  mutating func question(_ text: NormalizedText) -> QuestionTerms {
    let stemmer = Stemmer(language: language)
    var read: [(stem: UInt32, word: Range<Int>)] = []
    let terms = QuestionTerms(of: text, stemmer) {
      read = $0
      return synonyms.rewrite($0.map(\.stem))
    }
    for word in read where known.insert(word.stem).inserted {
      typos.add(text.bytes[word.word], stem: word.stem)
    }
    return terms
  }

  func message(_ text: NormalizedText) -> QuestionTerms {
    let stemmer = Stemmer(language: language)
    return QuestionTerms(of: text, stemmer) { read in
      synonyms.rewrite(read.map { stem, word in
        if known.contains(stem) || rarity.knows(stem) { return stem }
        return typos.stem(near: text.bytes[word]) ?? stem
      })
    }
  }
}
