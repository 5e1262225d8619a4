import Foundation

/// SplitMix64, with the distributions that counts need.
package struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  package mutating func uniform() -> Double {
    (Double(next() >> 11) + 0.5) / 9_007_199_254_740_992
  }

  package mutating func normal() -> Double {
    sqrt(-2 * log(uniform())) * cos(2 * .pi * uniform())
  }

  /// Marsaglia and Tsang, 2000. Mean 1, variance `dispersion`.
  package mutating func gamma(dispersion: Double) -> Double {
    let shape = 1 / dispersion
    let boost = shape < 1 ? pow(uniform(), 1 / shape) : 1
    let d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
    let c = 1 / sqrt(9 * d)
    while true {
      let x = normal()
      let v = pow(1 + c * x, 3)
      if v > 0, log(uniform()) < 0.5 * x * x + d - d * v + d * log(v) {
        return d * v * boost / shape
      }
    }
  }

  package mutating func poisson(_ mean: Double) -> Double {
    if mean > 50 { return max(0, (mean + sqrt(mean) * normal()).rounded()) }
    var count = 0.0
    var product = uniform()
    let limit = exp(-mean)
    while product > limit {
      count += 1
      product *= uniform()
    }
    return count
  }
}
