import Foundation

/// A stream of ordinary counts with a daily and weekly shape.
package struct OrdinaryStream: Sendable {
  /// Mean count of a bucket.
  package var rate: Double
  /// Variance of the rate relative to its square; 0 is Poisson.
  package var dispersion: Double
  package var interval: Int
  package var days: Int
  package var start: Int
  package var seed: UInt64

  package init(
    rate: Double, dispersion: Double, interval: Int = 300, days: Int = 60,
    start: Int = 1_420_416_000, seed: UInt64 = 1
  ) {
    self.rate = rate
    self.dispersion = dispersion
    self.interval = interval
    self.days = days
    self.start = start
    self.seed = seed
  }

  /// The rate in a second, bursts apart.
  package func rate(at second: Int) -> Double {
    let hour = Double(second % 86_400) / 3600
    let weekday = (second / 86_400 + 4) % 7
    let day = 1 + 0.8 * sin(2 * .pi * (hour - 9) / 24)
    return rate * day * (weekday == 0 || weekday == 6 ? 0.5 : 1.2)
  }

  /// Start of each bucket and its count; `factor` multiplies the rate.
  package func buckets(factor: (Int) -> Double = { _ in 1 }) -> [(second: Int, count: Double)] {
    var random = SeededRandom(seed: seed)
    return (0..<days * 86_400 / interval).map { bucket in
      let second = start + bucket * interval
      var mean = rate(at: second) * factor(second)
      if dispersion > 0 { mean *= random.gamma(dispersion: dispersion) }
      return (second, random.poisson(mean))
    }
  }
}
