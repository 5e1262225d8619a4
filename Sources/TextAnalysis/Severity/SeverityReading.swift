import Foundation

/// How severe a text is: what a linear model, whose first class is "none" and whose others are
/// kinds of severe texts, and what listed phrases say, as one.
///
/// severity = σ(log Σ exp(scores of the kinds) − score of none + weight · strongest phrase); among
/// the kinds it is shared by the softmax of their scores, to which the phrases add as well. A text
/// may be of several kinds, so each gets `1 − (1 − share) ^ sharpness` of the severity.
public struct SeverityReading: Sendable, Equatable {
  /// What a sure phrase adds to the severity's log-odds.
  package static let phraseWeight = 3.0
  /// What a sure phrase adds to the score of its kind beside the others.
  private static let kindWeight = 3.0
  private static let sharpness = 1.5

  /// 0...1, at least as high as each kind's.
  public let severity: Double
  /// One a kind, 0...1.
  public let kinds: [Double]

  /// - Parameters:
  ///   - scores: the model's, that of "none" first.
  ///   - phrases: what listed phrases prove, one a kind, 0...1.
  ///   - floors: what a kind is at least, whatever stands around its phrases; none if empty.
  public init(scores: [Float], phrases: [Double], floors: [Double] = []) {
    precondition(scores.count == phrases.count + 1)
    let odds = Self.logOdds(scores: scores.map(Double.init), phrases: phrases)
    let severity = 1 / (1 + exp(-odds))
    let shares = LinearModel.softmax(
      zip(scores.dropFirst(), phrases).map { Double($0) + Self.kindWeight * $1 })
    let kinds = shares.map { severity * (1 - pow(1 - $0, Self.sharpness)) }
    self.kinds = floors.isEmpty ? kinds : zip(kinds, floors).map(max)
    self.severity = max(severity, floors.max() ?? 0)
  }

  /// - Parameter temperature: divides the scores.
  package static func logOdds(
    scores: [Double], phrases: [Double], temperature: Double = 1
  ) -> Double {
    let scaled = scores.map { $0 / temperature }
    let top = scaled.dropFirst().max() ?? 0
    let kinds = top + log(scaled.dropFirst().reduce(0) { $0 + exp($1 - top) })
    return kinds - scaled[0] + phraseWeight * (phrases.max() ?? 0)
  }
}
