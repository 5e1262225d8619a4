import Foundation

/// Turns evidence into the probability that the top entry answers the message, and a precision that
/// the operator asks for into the least probability that earns it.
struct Calibration: Sendable {
  /// A message that is a stored question word for word is answered by it at least so surely.
  static let verbatim = 0.97
  /// One that is also a question of another entry is answered by it at most so surely.
  private static let even = 0.5

  /// Some near misses read just like a stored question: of the surest answers to the brands left
  /// out, this share was right.
  private static let ceiling = 0.98

  /// How much the brand's own questions may change what was learnt on other brands': pseudo-counts
  /// for the slope and for the intercept, against at most `most` trials.
  private static let (slopeStrength, interceptStrength, most) = (10.0, 1.0, 400.0)
  /// Fewer trials say nothing of a threshold.
  private static let fewest = 20

  private let weights: [Double]
  private let unanswerableShare: Double
  private var (slope, intercept) = (1.0, 0.0)
  /// The trials' probabilities, falling, with the mean of all from the first up to each.
  private var probabilities: [Double] = []
  private var precisions: [Double] = []

  init(_ weights: [Double], _ trials: [Rehearsal.Trial], unanswerableShare: Double) {
    self.weights = weights
    self.unanswerableShare = unanswerableShare
    let inside = Double(trials.count(where: \.isAnswerable))
    let outside = Double(trials.count) - inside
    guard trials.count >= Self.fewest, inside > 0, outside > 0 else { return }
    let total = min(inside + outside, Self.most)
    let cases = trials.map { trial in
      Logistic.Case(
        inputs: [logOdds(trial.evidence), 1], isRight: trial.isRight,
        weight: total
          * (trial.isAnswerable ? (1 - unanswerableShare) / inside : unanswerableShare / outside))
    }
    let fitted = Logistic.fit(
      cases, prior: [1, 0], strength: [Self.slopeStrength, Self.interceptStrength])
    (slope, intercept) = (fitted[0], fitted[1])
    let sorted = cases.map {
      (Self.ceiling * Logistic.probability($0.inputs, fitted), $0.weight)
    }.sorted { $0.0 > $1.0 }
    var (sum, weight) = (0.0, 0.0)
    for (probability, share) in sorted {
      sum += probability * share
      weight += share
      probabilities.append(probability)
      precisions.append(sum / weight)
    }
  }

  func probability(_ evidence: Evidence) -> Double {
    guard evidence.top > 0, evidence.isFounded else { return 0 }
    var found =
      Self.ceiling * Logistic.probability([logOdds(evidence), 1], [slope, intercept])
    // Few entries are easily told from one another, and from nothing else.
    if probabilities.isEmpty {
      found = min(found, Double(max(evidence.cosine, evidence.meaning?.cosine ?? 0)))
    }
    if evidence.isShared { return min(found, Self.even) }
    return evidence.isVerbatim ? max(found, Self.verbatim) : found
  }

  /// The least probability at which, of all that is answered, the share `precision` is right; the
  /// precision itself if the FAQ is too small to say.
  func threshold(for precision: Double) -> Double {
    guard let last = precisions.lastIndex(where: { $0 >= precision }) else { return precision }
    return min(probabilities[last], precision)
  }

  /// As learnt on other brands, with as many unanswerable messages as here.
  private func logOdds(_ evidence: Evidence) -> Double {
    let learnt = Logistic.logOdds(Logistic.probability(evidence.inputs, weights))
    let share = min(max(unanswerableShare, 0.01), 0.99)
    return learnt + log((1 - share) / share)
  }
}
