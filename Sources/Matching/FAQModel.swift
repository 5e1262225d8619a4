import Foundation
package import TextAnalysis

/// What is known of FAQs before one is read: how sure which evidence makes, how rare words are, and
/// messages that no FAQ answers. Trained by `replyd train faq`.
///
/// A text file: the line `replyd-faq 2`, a line with the card in JSON, two lines of weights, those
/// without and with a sentence encoder, `rarity <count>` with a stem and its rarity a line, and
/// `negatives <count>` with a text a line.
package struct FAQModel: TrainedFile, Hashable {
  package static let firstLine = "replyd-faq 2"

  package let card: String
  package let weights: [Double]
  /// With a sentence encoder.
  package let meaningWeights: [Double]
  package let stems: [(stem: String, rarity: Float)]
  package let negatives: [String]
  let rarity: WordRarity

  package init(
    card: String, weights: [Double], meaningWeights: [Double],
    stems: [(stem: String, rarity: Float)], negatives: [String]
  ) {
    self.card = card
    self.weights = weights
    self.meaningWeights = meaningWeights
    self.stems = stems
    self.negatives = negatives
    rarity = WordRarity(
      Dictionary(
        stems.map { (QuestionTerms.key(ofWord: $0.stem.utf8), $0.rarity) },
        uniquingKeysWith: { first, _ in first }))
  }

  package init(fileBytes: [UInt8]) throws(ModelError) {
    let newline = UInt8(ascii: "\n")
    var lines = fileBytes.split(separator: newline, omittingEmptySubsequences: false)[...]
    func next() throws(ModelError) -> String {
      guard let line = lines.popFirst() else { throw .badHeader("it ends early") }
      return String(decoding: line, as: UTF8.self)
    }
    func count(_ name: String) throws(ModelError) -> Int {
      let words = try next().split(separator: " ")
      guard words.count == 2, words[0] == name, let count = Int(words[1]), count >= 0,
        count <= lines.count
      else { throw .badHeader("no count of \(name)") }
      return count
    }
    guard try next() == Self.firstLine else { throw .notAModel }
    let card = try next()
    func weights(_ count: Int) throws(ModelError) -> [Double] {
      let weights = try next().split(separator: " ").compactMap { Double($0) }
      guard weights.count == count, weights.allSatisfy(\.isFinite) else {
        throw .badHeader("\(weights.count) weights")
      }
      return weights
    }
    let plain = try weights(Evidence.inputCounts.0)
    let meaning = try weights(Evidence.inputCounts.1)
    var stems: [(stem: String, rarity: Float)] = []
    for _ in 0..<(try count("rarity")) {
      let words = try next().split(separator: " ")
      guard words.count == 2, let rarity = Float(words[1]), rarity.isFinite else {
        throw .badHeader("a stem without its rarity")
      }
      stems.append((String(words[0]), rarity))
    }
    var negatives: [String] = []
    for _ in 0..<(try count("negatives")) { negatives.append(try next()) }
    self.init(
      card: card, weights: plain, meaningWeights: meaning, stems: stems, negatives: negatives)
  }

  package var fileBytes: [UInt8] {
    var lines = [Self.firstLine, card]
    for weights in [weights, meaningWeights] {
      lines.append(weights.map { String(format: "%.4f", $0) }.joined(separator: " "))
    }
    lines.append("rarity \(stems.count)")
    lines += stems.map { "\($0.stem) \(String(format: "%.2f", $0.rarity))" }
    lines.append("negatives \(negatives.count)")
    lines += negatives
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.card == right.card && left.weights == right.weights
      && left.meaningWeights == right.meaningWeights && left.negatives == right.negatives
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(card) }
}
