import Foundation
package import PluginKit
package import TextAnalysis

/// How an index does on labelled messages.
package struct FAQMeasure: Sendable {
  /// A message and the entry that answers it; nil: none does.
  package struct Question: Sendable {
    package var text: NormalizedText
    package var entry: Int?
    /// If the index has an encoder.
    package var meaning: SentenceVector?

    package init(text: NormalizedText, entry: Int?, meaning: SentenceVector? = nil) {
      self.text = text
      self.meaning = meaning
      self.entry = entry
    }
  }

  /// At one precision asked for.
  package struct Point: Sendable {
    /// Of the answerable messages: those answered rightly.
    package var coverage: Double
    /// Of the answers, were `share` of all messages unanswerable: those that are right. 1 without.
    package var precision: Double
    /// Of the unanswerable messages: those not answered.
    package var silence: Double
    /// Matthews correlation over all entries and "none" (Gorodkin's R_K, 2004).
    package var correlation: Double
  }

  /// What was found for one message.
  package struct Outcome: Sendable {
    package var truth: Int?
    /// The likeliest entry; -1 without any.
    package var top: Int
    package var answer: FAQIndex.Answer
  }

  private let index: FAQIndex
  /// In the order of the messages.
  package let outcomes: [Outcome]

  package init(_ index: FAQIndex, _ questions: [Question], progress: (Int) -> Void = { _ in }) {
    self.index = index
    outcomes = questions.enumerated().map { number, question in
      let answer = index.answer(to: question.text, meaning: question.meaning)
      progress(number + 1)
      return Outcome(
        truth: question.entry, top: answer.candidates.first?.entry ?? -1, answer: answer)
    }
  }

  package var answerable: Int { outcomes.count { $0.truth != nil } }
  package var unanswerable: Int { outcomes.count - answerable }

  /// Of the answerable messages: those whose top entry is right, however sure.
  package var accuracy: Double {
    share(of: outcomes.filter { $0.truth != nil }) { $0.top == $0.truth }
  }

  /// The number of each message that is answered at this precision.
  package func answered(at precision: Double) -> [Bool] {
    outcomes.map { index.isSure($0.answer, at: precision) }
  }

  /// - Parameter share: how many of all messages are unanswerable; nil: as many as here.
  package func point(at precision: Double, share: Double? = nil) -> Point {
    let isAnswered = answered(at: precision)
    let all = zip(outcomes, isAnswered).map { (outcome: $0, isAnswered: $1) }
    let inside = all.filter { $0.outcome.truth != nil }
    let outside = all.filter { $0.outcome.truth == nil }
    let right = self.share(of: inside) { $0.isAnswered && $0.outcome.top == $0.outcome.truth }
    let wrong = self.share(of: inside) { $0.isAnswered && $0.outcome.top != $0.outcome.truth }
    let spoken = self.share(of: outside) { $0.isAnswered }
    let share = share ?? Double(outside.count) / Double(max(all.count, 1))
    let said = (1 - share) * (right + wrong) + share * spoken
    return Point(
      coverage: right, precision: said > 0 ? (1 - share) * right / said : 1, silence: 1 - spoken,
      correlation: Self.correlation(
        all.map { (truth: $0.outcome.truth ?? -1, said: $0.isAnswered ? $0.outcome.top : -1) }))
  }

  /// The messages in the order of their confidence, and how right those before are: coverage and
  /// precision after each, of the messages as they are.
  package var curve: [(confidence: Double, coverage: Double, precision: Double)] {
    let sorted = outcomes.sorted { $0.answer.confidence > $1.answer.confidence }
    var right = 0
    return sorted.enumerated().map { number, outcome in
      if outcome.top == outcome.truth { right += 1 }
      return (
        outcome.answer.confidence, Double(right) / Double(max(answerable, 1)),
        Double(right) / Double(number + 1)
      )
    }
  }

  private func share<Element>(of all: [Element], _ isSo: (Element) -> Bool) -> Double {
    all.isEmpty ? 0 : Double(all.count(where: isSo)) / Double(all.count)
  }

  private static func correlation(_ pairs: [(truth: Int, said: Int)]) -> Double {
    var (truths, saids): ([Int: Double], [Int: Double]) = ([:], [:])
    for pair in pairs {
      truths[pair.truth, default: 0] += 1
      saids[pair.said, default: 0] += 1
    }
    let count = Double(pairs.count)
    let right = Double(pairs.count { $0.truth == $0.said })
    let together = truths.reduce(0) { $0 + $1.value * (saids[$1.key] ?? 0) }
    let said = count * count - saids.values.reduce(0) { $0 + $1 * $1 }
    let truth = count * count - truths.values.reduce(0) { $0 + $1 * $1 }
    let spread = (said * truth).squareRoot()
    return spread > 0 ? (right * count - together) / spread : 0
  }
}
