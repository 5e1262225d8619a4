package import TextAnalysis

/// All entries of an FAQ, searchable, in one or more languages; built once.
package struct FAQIndex: Sendable {
  package struct Entry: Sendable, Hashable {
    package var questions: [String]
    /// Its words count as well; empty without.
    package var answer: String
    /// BCP 47; nil is read as English.
    package var language: String?

    package init(questions: [String], answer: String = "", language: String? = nil) {
      self.questions = questions
      self.answer = answer
      self.language = language
    }
  }

  package struct Options: Sendable, Hashable {
    /// Groups of words and phrases that mean the same to the brand.
    package var synonyms: [[String]]
    /// How many of all messages no entry answers, 0...1.
    package var unanswerableShare: Double
    /// The brand's own messages that no entry answers.
    package var negatives: [String]

    package init(
      synonyms: [[String]] = [], unanswerableShare: Double = 0.5, negatives: [String] = []
    ) {
      self.synonyms = synonyms
      self.unanswerableShare = unanswerableShare
      self.negatives = negatives
    }
  }

  /// An entry and how likely the message asks for it, 0...1.
  package struct Candidate: Sendable, Hashable {
    /// Its position among those given.
    package var entry: Int
    package var score: Double
  }

  /// What one message asks for.
  package struct Answer: Sendable {
    /// The likeliest entries, best first, at most five.
    package var candidates: [Candidate] = []
    /// The probability that the first answers the message, and that one of the first two does.
    package var confidence = 0.0
    package var confidenceOfTwo = 0.0
    /// The question of the first entry that is most like the message.
    package var question: String?
    fileprivate var part = 0
  }

  /// The entries in one language.
  struct Part: Sendable {
    var language: String
    /// By the matcher's number: the entry's position.
    var entries: [Int]
    var questions: [String]
    var reader: TermReader
    var matcher: Matcher
    var calibration: Calibration
  }

  let parts: [Part]

  /// How many numbers the confidence is computed from.
  package static let inputCount = Evidence().inputs.count

  /// - Parameter isRehearsed: without, its confidence is not the brand's own; for training.
  package init(
    _ entries: [Entry], _ options: Options = Options(), model: FAQModel, isRehearsed: Bool = true
  ) {
    let byLanguage = Dictionary(grouping: entries.indices) { position in
      (entries[position].language ?? "en").prefix { $0 != "-" && $0 != "_" }.lowercased()
    }
    parts = byLanguage.sorted { $0.key < $1.key }.map { language, positions in
      Self.part(language, positions, entries, options, model, isRehearsed)
    }
  }

  private static func part(
    _ language: String, _ positions: [Int], _ entries: [Entry], _ options: Options,
    _ model: FAQModel, _ isRehearsed: Bool
  ) -> Part {
    let rarity = language == "en" ? model.rarity : WordRarity()
    var reader = TermReader(language: language, synonyms: options.synonyms, rarity: rarity)
    var asked: [Asked] = []
    var questions: [String] = []
    let answers = Dictionary(positions.map { (entries[$0].answer, 1) }, uniquingKeysWith: +)
    for (number, position) in positions.enumerated() {
      for question in entries[position].questions {
        let text = NormalizedText(question)
        asked.append(Asked(entry: number, said: Said(reader.question(text), in: text)))
        questions.append(question)
      }
      let answer = NormalizedText(entries[position].answer)
      // What several entries say tells them not apart.
      guard !answer.tokens.isEmpty, answers[entries[position].answer] == 1 else { continue }
      let said = Said(reader.question(answer), in: answer)
      asked.append(Asked(entry: number, said: said, isAnswer: true))
      questions.append(entries[position].answer)
    }
    let texts = (language == "en" ? model.negatives : []) + options.negatives
    let negatives = texts.map { reader.message(NormalizedText($0)) }
    let trials = isRehearsed
      ? Rehearsal(asked, entries: positions.count, negatives: negatives, rarity: rarity).trials : []
    return Part(
      language: language, entries: positions, questions: questions, reader: reader,
      matcher: Matcher(asked, entries: positions.count, negatives: negatives, rarity: rarity),
      calibration: Calibration(
        model.weights, trials, unanswerableShare: options.unanswerableShare))
  }

  /// - Parameters:
  ///   - language: of the message, BCP 47; nil if unknown: all are tried.
  ///   - mayBe: whether an entry may answer now; one that may not is no candidate, and a message
  ///     that asks for it is not answered by another.
  package func answer(
    to text: NormalizedText, language: String? = nil, mayBe: (Int) -> Bool = { _ in true }
  ) -> Answer {
    let code = language.map { $0.prefix { $0 != "-" && $0 != "_" }.lowercased() }
    let spoken = parts.indices.filter { parts[$0].language == code }
    let found = (spoken.isEmpty ? Array(parts.indices) : spoken).map { part in
      answer(to: text, part, mayBe)
    }
    guard var best = found.max(by: { $0.confidence < $1.confidence }) else { return Answer() }
    // The first stays the one that the confidence is about.
    let others = found.filter { $0.part != best.part }.flatMap(\.candidates)
      .sorted { ($0.score, $1.entry) > ($1.score, $0.entry) }
    let least = best.candidates.last?.score ?? 0
    best.candidates += others.prefix(5 - best.candidates.count).map {
      Candidate(entry: $0.entry, score: min($0.score, least))
    }
    return best
  }

  /// Whether the answer is so sure that of all such answers the share `precision` is right.
  package func isSure(_ answer: Answer, at precision: Double) -> Bool {
    isSure(answer.confidence, of: answer, at: precision)
  }

  /// From which confidence on the answer is that sure; 1 without entries.
  package func leastConfidence(of answer: Answer, at precision: Double) -> Double {
    guard parts.indices.contains(answer.part) else { return 1 }
    return parts[answer.part].calibration.threshold(for: precision)
  }

  /// Whether it is that sure of the first two entries together, but of neither alone.
  package func isTornBetweenTwo(_ answer: Answer, at precision: Double) -> Bool {
    guard answer.candidates.count > 1 else { return false }
    let isClose = answer.candidates[1].score > answer.candidates[0].score / 3
    return isClose && !isSure(answer, at: precision)
      && isSure(answer.confidenceOfTwo, of: answer, at: precision)
  }

  /// What the confidence is computed from, and the likeliest entry; for training.
  package func inputs(for text: NormalizedText) -> (inputs: [Double], top: Int?) {
    guard let part = parts.first else { return (Evidence().inputs, nil) }
    let match = part.matcher.match(Said(part.reader.message(text), in: text))
    return (match.evidence.inputs, match.best.first.map { part.entries[$0] })
  }

  private func isSure(_ confidence: Double, of answer: Answer, at precision: Double) -> Bool {
    guard confidence > 0, parts.indices.contains(answer.part) else { return false }
    return confidence >= leastConfidence(of: answer, at: precision)
  }

  private func answer(
    to text: NormalizedText, _ part: Int, _ mayBe: (Int) -> Bool
  ) -> Answer {
    let (reader, matcher) = (parts[part].reader, parts[part].matcher)
    let entries = parts[part].entries
    let match = matcher.match(Said(reader.message(text), in: text)) { mayBe(entries[$0]) }
    let calibration = parts[part].calibration
    var both = match.evidence
    both.top += both.second
    both.isShared = false
    both.second = match.best.count > 2 ? match.chances[match.best[2]] : 0
    return Answer(
      candidates: match.best.map {
        Candidate(entry: entries[$0], score: Double(match.chances[$0]))
      },
      confidence: calibration.probability(match.evidence),
      confidenceOfTwo: calibration.probability(both),
      question: match.question.map { parts[part].questions[$0] }, part: part)
  }
}
