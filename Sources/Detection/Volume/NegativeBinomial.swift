import Foundation

/// Counts whose Poisson rate itself varies by a Gamma distribution: variance m + dispersion·m².
enum NegativeBinomial {
  /// Half the deviance of a count above its mean, in nats; 0 for one that is not above.
  ///
  /// It is the log-likelihood ratio of the best mean to the usual one, at a fixed dispersion
  /// (McCullagh and Nelder, Generalized Linear Models, 2nd ed., chapter 2).
  static func excessEvidence(count: Double, mean: Double, dispersion: Double) -> Double {
    guard count > mean else { return 0 }
    let shape = 1 / dispersion
    let evidence =
      count * log(count / mean) - (count + shape) * log((count + shape) / (mean + shape))
    return max(evidence, 0)
  }
}
