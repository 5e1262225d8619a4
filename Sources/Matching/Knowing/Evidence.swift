import Foundation

/// What is known about the top entry of one message; see `inputs`.
struct Evidence: Sendable, Hashable {
  /// The classifier's probability of the top entry, among all entries and "none of them".
  var top: Float = 0
  var second: Float = 0
  var none: Float = 0
  /// The classifier's raw sum for the top entry.
  var raw: Float = 0
  /// Cosine of the top entry's best question, and of the best one of any other entry.
  var cosine: Float = 0
  var otherCosine: Float = 0
  /// Of the message's words, weighed by rarity: those in any question, those in the top entry's.
  var known: Float = 0
  var covered: Float = 0
  /// Of the best question's words, weighed by rarity: those in the message.
  var asked: Float = 0
  /// Whether the message is a question of this entry, word for word, and of another.
  var isVerbatim = false
  var isShared = false
  var words = 0
  var clauses = 0
  var questionMarks = 0
  var entries = 1
  var questionsPerEntry: Float = 1
  /// nil without a sentence encoder.
  var meaning: Meaning?

  /// What the sentence encoder makes of it.
  struct Meaning: Sendable, Hashable {
    /// The top entry's question that is nearest in meaning.
    var question: Int?
    /// Its cosine, and that of the nearest question of any other entry.
    var cosine: Float = 0
    var otherCosine: Float = 0

    var inputs: [Double] {
      [
        Double(cosine), Double(cosine - otherCosine), Double(cosine * cosine),
        cosine > otherCosine ? 1 : 0,
      ]
    }
  }

  /// How many inputs there are, without and with an encoder.
  static let inputCounts = (Evidence().inputs.count, Evidence(meaning: Meaning()).inputs.count)

  /// Of the answers to less alike questions, in words or in meaning, not one in seven was right on
  /// the sets of `replyd train faq`.
  private static let (leastCosine, leastMeaning): (Float, Float) = (0.2, 0.3)

  /// Whether the message has enough in common with a question of the entry; a small FAQ would
  /// else be sure of anything.
  var isFounded: Bool {
    guard words > 0 else { return false }
    return meaning.map { $0.cosine >= Self.leastMeaning } ?? (cosine >= Self.leastCosine)
  }

  /// The inputs of the logistic model, about 0...1 each; the first is its bias.
  var inputs: [Double] {
    [
      1, logit(top), logit(top / max(top + second, 1e-6)), logit(top / max(1 - none, 1e-6)),
      logit(none), Double(raw) / 5, Double(cosine), Double(cosine - otherCosine), Double(known),
      Double(covered), Double(asked), Double(cosine * covered),
      min(log2(1 + Double(words)), 6) / 6, questionMarks == 1 ? 1 : 0,
      questionMarks > 1 ? 1 : 0, Double(min(clauses, 5)) / 5,
      log2(Double(questionsPerEntry)) / 6, log2(Double(entries)) / 8,
    ] + (meaning?.inputs ?? [])
  }

  private func logit(_ share: Float) -> Double {
    let share = Double(min(max(share, 0), 1))
    return log((share + 1e-4) / (1 - share + 1e-4)) / 4
  }
}
