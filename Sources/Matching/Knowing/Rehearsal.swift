import Foundation
import TextAnalysis

/// What an FAQ would make of its own questions if it did not know them: each is asked of an index
/// without it, and of one without its whole entry, which then is a near miss that nothing answers.
struct Rehearsal: Sendable {
  struct Trial: Sendable {
    var evidence: Evidence
    /// Whether an entry that answers was there to be found.
    var isAnswerable: Bool
    var isRight: Bool
  }

  private static let folds = 5
  /// From so many questions on, one fold says enough.
  private static let large = 1500
  /// So many of one fold are asked.
  private static let asked = 400

  let trials: [Trial]

  init(_ questions: [Asked], entries: Int, negatives: [Said], rarity: WordRarity) {
    guard entries > 1, questions.count * entries <= Matcher.trainable else {
      trials = []
      return
    }
    let rounds = questions.count > Self.large ? 1 : Self.folds
    var found = [[Trial]](repeating: [], count: rounds * 2)
    found.withUnsafeMutableBufferPointer { found in
      // Each round writes its own place.
      nonisolated(unsafe) let found = found
      DispatchQueue.concurrentPerform(iterations: rounds * 2) { round in
        let isOut: (Int) -> Bool =
          round < rounds
          ? { Self.place($0) == round && !questions[$0].isAnswer }
          : { Self.place(questions[$0].entry) == round - rounds }
        found[round] = Self.trials(questions, entries, isOut, negatives, rarity)
      }
    }
    trials = found.flatMap(\.self)
  }

  /// Asks the questions that are out of an index of the others.
  private static func trials(
    _ questions: [Asked], _ entries: Int, _ isOut: (Int) -> Bool, _ negatives: [Said],
    _ rarity: WordRarity
  ) -> [Trial] {
    let kept = questions.indices.filter { !isOut($0) }.map { questions[$0] }
    let here = Set(kept.map(\.entry)).sorted()
    guard here.count > 1 else { return [] }
    let numbers = Dictionary(uniqueKeysWithValues: here.enumerated().map { ($1, $0) })
    let known = kept.compactMap { question in
      numbers[question.entry].map { number in
        var moved = question
        moved.entry = number
        return moved
      }
    }
    let matcher = Matcher(known, entries: here.count, negatives: negatives, rarity: rarity)
    let out = questions.indices.filter { isOut($0) && !questions[$0].isAnswer }
    let step = max(1, out.count / asked)
    return stride(from: 0, to: out.count, by: step).map { position in
      let question = questions[out[position]]
      let match = matcher.match(question.said)
      let number = numbers[question.entry]
      return Trial(
        evidence: match.evidence, isAnswerable: number != nil,
        isRight: number != nil && match.best.first == number)
    }
  }

  /// Spreads neighbours over the folds, the same way each time.
  private static func place(_ number: Int) -> Int {
    Int((UInt64(number) &* 0x9E37_79B9_7F4A_7C15) >> 40) % folds
  }
}
