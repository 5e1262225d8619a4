/// The dispersion of a stream's counts in a window, learnt from censored squared deviations.
struct Dispersion: Sendable, Equatable, Codable {
  private(set) var value = 0.5

  private static let least = 0.01
  /// A squared deviation counts for at most so many variances: bursts widen little.
  private static let censoring = 3.0

  /// `weight` is the share of the new observation.
  mutating func learn(count: Double, mean: Double, weight: Double) {
    let square = mean * mean
    let deviation = ((count - mean) * (count - mean) - mean) / square
    let censored = min(deviation, Self.censoring * (1 / mean + value))
    value = max(value + weight * (censored - value), Self.least)
  }
}
