/// Three quantiles of durations, in seconds, by nearest rank: the p-quantile of n sorted values is
/// the one at rank ⌈p·n⌉, counted from 1. It is always one of the values.
public struct Quantiles: Sendable, Hashable, Codable {
  public var count: Int
  /// nil where there are no values.
  public var p50Seconds: Double?
  public var p90Seconds: Double?
  public var p99Seconds: Double?

  public init(_ values: [Double]) {
    let sorted = values.sorted()
    count = sorted.count
    p50Seconds = Self.nearestRank(50, of: sorted)
    p90Seconds = Self.nearestRank(90, of: sorted)
    p99Seconds = Self.nearestRank(99, of: sorted)
  }

  /// - Parameter percent: whole, so that no rounding of p·n moves the rank.
  static func nearestRank(_ percent: Int, of sorted: [Double]) -> Double? {
    guard !sorted.isEmpty else { return nil }
    return sorted[max(1, (percent * sorted.count + 99) / 100) - 1]
  }
}
