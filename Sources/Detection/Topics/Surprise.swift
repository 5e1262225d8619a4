import Foundation

/// How surprising a count is, in nats: the log-likelihood ratio of a Poisson count against its
/// expectation, zero where there are no more than expected. It is what Kulldorff's scan statistic
/// compares ("A spatial scan statistic", 1997).
public func surprise(of count: Double, expecting expected: Double) -> Double {
  guard count > expected, expected > 0 else { return 0 }
  return count * log(count / expected) - (count - expected)
}
