import Foundation

/// A probability from a text's meaning: logistic regression on the vectors of one sentence encoder.
///
/// A text file: the line `replyd-meaning 1`, a line with the card in JSON, the encoder's identity,
/// and a line of weights, the last of which is the bias.
public struct MeaningModel: TrainedFile {
  private static let firstLine = "replyd-meaning 1"

  public let card: String
  /// Of the encoder whose vectors it reads; those of others mean nothing to it.
  public let encoder: String
  private let weights: [Double]

  /// - Parameter weights: of each number of a vector, and the bias.
  public init(card: String, encoder: String, weights: [Double]) {
    (self.card, self.encoder, self.weights) = (card, encoder, weights)
  }

  public init(fileBytes: [UInt8]) throws(ModelError) {
    let lines = fileBytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard lines.first == Self.firstLine else { throw .notAModel }
    guard lines.count >= 4 else { throw .badHeader("it ends early") }
    let weights = lines[3].split(separator: " ").compactMap { Double($0) }
    guard weights.count > 1, weights.allSatisfy(\.isFinite) else {
      throw .badHeader("\(weights.count) weights")
    }
    self.init(card: lines[1], encoder: lines[2], weights: weights)
  }

  public var fileBytes: [UInt8] {
    let numbers = weights.map { String(format: "%.4f", $0) }.joined(separator: " ")
    return Array(([Self.firstLine, card, encoder, numbers].joined(separator: "\n") + "\n").utf8)
  }

  /// nil if the vector is of another length.
  public func probability(of vector: [Float]) -> Double? {
    guard vector.count == weights.count - 1, let bias = weights.last else { return nil }
    let sum = zip(vector, weights).reduce(bias) { $0 + Double($1.0) * $1.1 }
    return 1 / (1 + exp(-sum))
  }
}
