import TextAnalysis

extension FAQIndex {
  /// Two questions of different entries that are alike.
  package struct Alike: Sendable, Hashable {
    package struct Side: Sendable, Hashable {
      /// The entry's position among those given.
      package var entry: Int
      package var question: String
    }

    package var first: Side
    package var second: Side
    /// Their cosine, half of it over words and half over runs of characters.
    package var similarity: Double
  }

  /// The questions that different entries of one language answer although they are alike, those
  /// most alike first. Time is quadratic in the questions.
  package func questionsAlike(from limit: Double) -> [Alike] {
    parts.flatMap { $0.questionsAlike(from: Float(limit)) }.sorted {
      ($1.similarity, $0.first.entry, $0.second.entry, $0.first.question)
        < ($0.similarity, $1.first.entry, $1.second.entry, $1.first.question)
    }
  }
}

extension FAQIndex.Part {
  fileprivate func questionsAlike(from limit: Float) -> [FAQIndex.Alike] {
    let asked = questions.indices.filter { !matcher.isAnswer[$0] }
    var found: [FAQIndex.Alike] = []
    for first in asked {
      let similarities = matcher.similarities(
        to: reader.message(NormalizedText(questions[first])))
      for second in asked where second > first && similarities[second] >= limit {
        let (one, two) = (side(first), side(second))
        guard one.entry != two.entry else { continue }
        found.append(
          FAQIndex.Alike(first: one, second: two, similarity: Double(min(similarities[second], 1))))
      }
    }
    return found
  }

  private func side(_ question: Int) -> FAQIndex.Alike.Side {
    .init(entry: entries[matcher.entryOfQuestion[question]], question: questions[question])
  }
}
