import TextAnalysis

/// The questions of all entries, searchable; built once.
struct FAQIndex: Sendable {
  private static let candidateCount = 5

  private let index: TFIDFIndex
  private let vocabulary: FAQVocabulary

  init(_ questions: [(entry: String, text: String)]) throws {
    let normalized = questions.map {
      TFIDFIndex.Question(entry: $0.entry, text: NormalizedText($0.text))
    }
    index = try TFIDFIndex(normalized)
    vocabulary = FAQVocabulary(normalized.map { (entry: $0.entry, text: $0.text) })
  }

  /// The five best entries; those that share nothing with the text fill up with score 0.
  func candidates(for text: NormalizedText) -> [FAQCandidate] {
    var found = index.top(text, k: Self.candidateCount).map {
      FAQCandidate(entry: $0.entry, score: $0.score, question: $0.question)
    }
    for entry in index.entries where found.count < Self.candidateCount {
      if !found.contains(where: { $0.entry == entry }) {
        found.append(FAQCandidate(entry: entry, score: 0, question: nil))
      }
    }
    return found
  }

  /// What the confidence is computed from.
  func evidence(_ candidates: [FAQCandidate], for text: NormalizedText) -> FAQEvidence {
    let top = candidates.first?.score ?? 0
    let second = candidates.count > 1 ? candidates[1].score : 0
    let shares = vocabulary.shares(of: text, question: candidates.first?.question)
    return FAQEvidence(score: top, margin: top - second, shares: shares)
  }
}

/// An entry and how like the message its best question is: a cosine, 0...1.
struct FAQCandidate: Sendable, Hashable {
  var entry: String
  var score: Double
  /// The position of the best question, nil when nothing is shared.
  var question: Int?
}
