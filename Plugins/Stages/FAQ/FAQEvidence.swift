import Foundation

/// What is known about the top entry of one message.
struct FAQEvidence: Sendable, Hashable {
  /// Cosine of the top entry.
  var score: Double
  /// How far the second entry is behind.
  var margin: Double
  /// What message and entry share, word by word.
  var shares: FAQVocabulary.Shares

  /// The inputs of the logistic model, about 0...1 each; the first is its bias.
  var inputs: [Double] {
    [
      1, score, margin, score * margin, shares.known, shares.message, shares.question,
      shares.message * shares.question, min(log2(1 + Double(shares.words)), 6) / 6,
    ]
  }

  /// The probability that the top entry answers the message.
  var confidence: Double {
    score > 0 ? FAQConfidence.confidence(inputs, FAQConfidence.weights) : 0
  }
}
