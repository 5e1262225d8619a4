import PluginKit
import TextAnalysis

/// A question as an index reads it.
struct Asked: Sendable {
  /// The position of its entry.
  var entry: Int
  var said: Said
  /// It is no question but the entry's answer, whose words customers use as well.
  var isAnswer = false
}

/// A text and its form, as far as matching looks at it.
struct Said: Sendable {
  var terms: QuestionTerms
  var clauses: Int
  var questionMarks: Int
  /// nil without a sentence encoder.
  var meaning: SentenceVector?

  init(_ terms: QuestionTerms, in text: NormalizedText, meaning: SentenceVector?) {
    self.terms = terms
    self.meaning = meaning
    clauses = text.tokens.count(where: \.endsClause)
    questionMarks = text.tokens.count { token in
      token.kind == .mark && text.bytes[token.range].contains(UInt8(ascii: "?"))
    }
  }
}

/// Says which entry a message asks for and what speaks for it, from questions in one language.
///
/// A classifier over words and, with a sentence encoder, meanings ranks the entries; with meanings
/// the nearest questions have a say as well. How near single questions are is also evidence. An FAQ
/// too large to train at each start is ranked by that alone.
struct Matcher: Sendable {
  /// Above so many questions times entries, training would take longer than a start may.
  static let trainable = 4_000_000
  /// Similarities become chances by a softmax as steep as this, against "none" at that similarity.
  private static let (steepness, noneSimilarity): (Float, Float) = (14, 0.35)

  /// With meanings: what retrieval adds to the classifier's log-odds, how much words count in it
  /// beside meaning, and how near "none" is.
  private static let (retrieval, wordShare, noneNearness): (Float, Float, Float) = (4, 0.5, 0.6)

  /// From this similarity on, two texts say the same in the same words.
  private static let same: Float = 0.99

  let entryCount: Int
  private let index: QuestionIndex
  /// nil without a sentence encoder.
  private let meanings: MeaningIndex?
  private let rarity: WordRarity
  let entryOfQuestion: [Int]
  let isAnswer: [Bool]
  /// Of each question, in a fixed order and each once: sums over them come out the same.
  private let questionWords: [[UInt32]]
  private let entryWords: [Set<UInt32>]
  private let allWords: Set<UInt32>
  /// nil: ranked by similarity.
  private let classifier: EntryClassifier?

  /// - Parameter negatives: what no entry answers.
  init(_ questions: [Asked], entries: Int, negatives: [Said], rarity: WordRarity) {
    entryCount = entries
    self.rarity = rarity
    entryOfQuestion = questions.map(\.entry)
    isAnswer = questions.map(\.isAnswer)
    let index = QuestionIndex(
      questions.map(\.said.terms), entries: questions.map(\.entry),
      background: negatives.map(\.terms))
    self.index = index
    meanings = MeaningIndex(questions.map(\.said.meaning))
    questionWords = questions.map { Set($0.said.terms.words).sorted() }
    var entryWords = [Set<UInt32>](repeating: [], count: entries)
    for (words, entry) in zip(questionWords, entryOfQuestion) { entryWords[entry].formUnion(words) }
    self.entryWords = entryWords
    allWords = entryWords.reduce(into: []) { $0.formUnion($1) }
    guard questions.count * entries <= Self.trainable else {
      classifier = nil
      return
    }
    var examples = questions.map {
      EntryClassifier.Example(index.row(of: $0.said.terms), $0.said.meaning, entry: $0.entry)
    }
    examples += negatives.map { .init(index.row(of: $0.terms), $0.meaning, entry: entries) }
    classifier = EntryClassifier(
      examples, classes: entries + 1, features: index.featureCount,
      dimension: meanings?.dimension ?? 0)
  }

  /// What is found for one message.
  struct Match {
    /// Each entry's chance, and last that of none.
    var chances: [Float]
    /// The likeliest entries, best first, at most five.
    var best: [Int]
    /// Of the first.
    var evidence: Evidence
    /// The question of the first that is most like the message.
    var question: Int?
  }

  /// - Parameter mayBe: entries that it leaves out are not found, and what asks for one of them is
  ///   not taken for another.
  func match(_ said: Said, mayBe: (Int) -> Bool = { _ in true }) -> Match {
    let row = index.row(of: said.terms)
    let similarities = index.similarities(of: row)
    let cosines = said.meaning.flatMap { meanings?.cosines(to: $0) }
    var sums: [Float]
    if let classifier {
      sums = classifier.sums(row, said.meaning)
      if let cosines {
        let nearest = nearest(similarities, cosines)
        for entry in sums.indices { sums[entry] += Self.retrieval * nearest[entry] }
      }
    } else {
      sums = nearest(similarities, cosines).map { $0 * Self.steepness }
    }
    let raw = sums
    sums.withUnsafeMutableBufferPointer { Softmax.apply($0) }
    let best = Self.largest(5, sums.dropLast(), mayBe)
    var match = Match(chances: sums, best: best, evidence: Evidence())
    guard let top = best.first else { return match }
    match.question = question(of: top, similarities, said.terms, &match.evidence)
    if let cosines {
      match.evidence.meaning = evidence(of: top, cosines)
      match.question = match.evidence.meaning?.question ?? match.question
    }
    match.evidence.top = sums[top]
    match.evidence.second = best.count > 1 ? sums[best[1]] : 0
    match.evidence.none = sums[entryCount]
    match.evidence.raw = raw[top]
    match.evidence.clauses = said.clauses
    match.evidence.questionMarks = said.questionMarks
    match.evidence.entries = entryCount
    match.evidence.questionsPerEntry =
      Float(isAnswer.count { !$0 }) / Float(max(entryCount, 1))
    return match
  }

  /// How like each question is to this one, 0...1.
  func similarities(to terms: QuestionTerms) -> [Float] {
    index.similarities(of: index.row(of: terms))
  }

  /// Fills in what similarity and shared words say of the entry.
  private func question(
    of top: Int, _ similarities: [Float], _ terms: QuestionTerms, _ evidence: inout Evidence
  ) -> Int? {
    var best: Int?
    for (question, similarity) in similarities.enumerated()
    where similarity > 0 && !isAnswer[question] {
      if entryOfQuestion[question] != top {
        evidence.otherCosine = max(evidence.otherCosine, similarity)
      } else if similarity > evidence.cosine {
        (best, evidence.cosine) = (question, similarity)
      }
    }
    let total = weight(terms.words)
    if total > 0 {
      evidence.known = weight(terms.words.filter(allWords.contains)) / total
      evidence.covered = weight(terms.words.filter(entryWords[top].contains)) / total
    }
    evidence.words = terms.words.count
    guard let best else { return nil }
    let said = Set(terms.words)
    let asked = weight(questionWords[best])
    let met = weight(questionWords[best].filter(said.contains))
    evidence.asked = asked > 0 ? met / asked : 0
    evidence.isVerbatim =
      met == asked && evidence.covered == 1 && evidence.cosine > Self.same
    evidence.isShared = evidence.otherCosine > Self.same
    return best
  }

  private func evidence(of top: Int, _ cosines: [Float]) -> Evidence.Meaning {
    var found = Evidence.Meaning()
    for (question, cosine) in cosines.enumerated() where !isAnswer[question] {
      if entryOfQuestion[question] != top {
        found.otherCosine = max(found.otherCosine, cosine)
      } else if cosine > found.cosine {
        (found.question, found.cosine) = (question, cosine)
      }
    }
    return found
  }

  private func weight(_ words: some Sequence<UInt32>) -> Float {
    words.reduce(0) { $0 + rarity($1) + 0.1 }
  }

  /// How near each entry's nearest question is, and last how near none is. In words alone, or, with
  /// meanings, in both; then answers do not count, as they are nearer to what is said before them.
  private func nearest(_ similarities: [Float], _ cosines: [Float]?) -> [Float] {
    var best = [Float](repeating: 0, count: entryCount + 1)
    for (question, entry) in entryOfQuestion.enumerated() {
      var found = similarities[question]
      if let cosines {
        if isAnswer[question] { continue }
        found = cosines[question] + Self.wordShare * found
      }
      best[entry] = max(best[entry], found)
    }
    best[entryCount] = cosines == nil ? Self.noneSimilarity : Self.noneNearness
    return best
  }

  private static func largest(
    _ count: Int, _ values: ArraySlice<Float>, _ mayBe: (Int) -> Bool
  ) -> [Int] {
    var top: [Int] = []
    for index in values.indices {
      if top.count == count, values[index] <= values[top[count - 1]] { continue }
      guard mayBe(index) else { continue }
      top.insert(index, at: top.firstIndex { values[$0] < values[index] } ?? top.count)
      if top.count > count { top.removeLast() }
    }
    return top
  }
}

extension EntryClassifier.Example {
  fileprivate init(_ row: QuestionIndex.Row, _ meaning: SentenceVector?, entry: Int) {
    self.init(features: row.features, values: row.values, meaning: meaning, entry: entry)
  }
}
