package import PluginKit
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
    /// Without it matches words alone.
    var knowsMeanings: Bool
  }

  let parts: [Part]
  /// - Parameters:
  ///   - encoder: gives meanings to questions; messages need theirs then as well.
  ///   - isRehearsed: without, its confidence is not the brand's own; for training.
  /// - Throws: what the encoder throws.
  package init(
    _ entries: [Entry], _ options: Options = Options(), model: FAQModel,
    encoder: (any SentenceEncoder)? = nil, isRehearsed: Bool = true
  ) throws {
    let byLanguage = Dictionary(grouping: entries.indices) { position in
      (entries[position].language ?? "en").prefix { $0 != "-" && $0 != "_" }.lowercased()
    }
    parts = try byLanguage.sorted { $0.key < $1.key }.map { language, positions in
      try Self.part(language, positions, entries, options, model, encoder, isRehearsed)
    }
  }

  /// One in so many of the model's negatives is used with an encoder, and in other languages.
  private static let negativeStep = 3

  /// How many numbers the confidence is computed from, without and with an encoder.
  package static let inputCounts = Evidence.inputCounts

  private static func part(
    _ language: String, _ positions: [Int], _ entries: [Entry], _ options: Options,
    _ model: FAQModel, _ encoder: (any SentenceEncoder)?, _ isRehearsed: Bool
  ) throws -> Part {
    let rarity = language == "en" ? model.rarity : WordRarity()
    var reader = TermReader(language: language, synonyms: options.synonyms, rarity: rarity)
    var sources: [(text: String, entry: Int, isAnswer: Bool)] = []
    let answers = Dictionary(positions.map { (entries[$0].answer, 1) }, uniquingKeysWith: +)
    for (number, position) in positions.enumerated() {
      sources += entries[position].questions.map { ($0, number, false) }
      let answer = entries[position].answer
      // What several entries say tells them not apart.
      guard !answer.allSatisfy(\.isWhitespace), answers[answer] == 1 else { continue }
      sources.append((answer, number, true))
    }
    let encoder = encoder?.reads(language) == true ? encoder : nil
    // English ones tell a part in another language that much is none of its business; for that, and
    // where each costs the time of its meaning, a part of them says as much.
    let step = encoder == nil && language == "en" ? 1 : Self.negativeStep
    let known = model.negatives
    let outside =
      stride(from: 0, to: known.count, by: step).map { known[$0] } + options.negatives
    let meanings = try encoder?.vectors(
      of: sources.map(\.text) + outside, isKept: true)
    var asked: [Asked] = []
    for (number, source) in sources.enumerated() {
      let text = NormalizedText(source.text)
      let said = Said(reader.question(text), in: text, meaning: meanings?[number])
      asked.append(Asked(entry: source.entry, said: said, isAnswer: source.isAnswer))
    }
    let negatives = outside.enumerated().map { number, source in
      let text = NormalizedText(source)
      return Said(reader.message(text), in: text, meaning: meanings?[sources.count + number])
    }
    let trials = isRehearsed
      ? Rehearsal(asked, entries: positions.count, negatives: negatives, rarity: rarity).trials : []
    return Part(
      language: language, entries: positions, questions: sources.map(\.text), reader: reader,
      matcher: Matcher(asked, entries: positions.count, negatives: negatives, rarity: rarity),
      calibration: Calibration(
        encoder == nil ? model.weights : model.meaningWeights, trials,
        unanswerableShare: options.unanswerableShare),
      knowsMeanings: encoder != nil)
  }

  /// Whether the meaning of a message in this language counts.
  ///
  /// - Parameter language: BCP 47; nil if unknown.
  package func wantsMeaning(of language: String?) -> Bool {
    spoken(language).contains { parts[$0].knowsMeanings }
  }

  /// The parts that a message in this language is asked of: its own, or else all.
  private func spoken(_ language: String?) -> [Int] {
    let code = language.map { $0.prefix { $0 != "-" && $0 != "_" }.lowercased() }
    let spoken = parts.indices.filter { parts[$0].language == code }
    return spoken.isEmpty ? Array(parts.indices) : spoken
  }

  /// - Parameters:
  ///   - meaning: the message's, if the index has an encoder.
  ///   - language: of the message, BCP 47; nil if unknown: all are tried.
  ///   - mayBe: whether an entry may answer now; one that may not is no candidate, and a message
  ///     that asks for it is not answered by another.
  package func answer(
    to text: NormalizedText, meaning: SentenceVector? = nil, language: String? = nil,
    mayBe: (Int) -> Bool = { _ in true }
  ) -> Answer {
    let found = spoken(language).map { answer(to: text, meaning, $0, mayBe) }
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
  package func inputs(
    for text: NormalizedText, meaning: SentenceVector? = nil
  ) -> (inputs: [Double], top: Int?) {
    guard let part = parts.first else { return ([], nil) }
    let match = part.matcher.match(Said(part.reader.message(text), in: text, meaning: meaning))
    return (match.evidence.inputs, match.best.first.map { part.entries[$0] })
  }

  private func isSure(_ confidence: Double, of answer: Answer, at precision: Double) -> Bool {
    guard confidence > 0, parts.indices.contains(answer.part) else { return false }
    return confidence >= leastConfidence(of: answer, at: precision)
  }

  private func answer(
    to text: NormalizedText, _ meaning: SentenceVector?, _ part: Int, _ mayBe: (Int) -> Bool
  ) -> Answer {
    let (reader, matcher) = (parts[part].reader, parts[part].matcher)
    let entries = parts[part].entries
    let said = Said(
      reader.message(text), in: text, meaning: parts[part].knowsMeanings ? meaning : nil)
    let match = matcher.match(said) { mayBe(entries[$0]) }
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
