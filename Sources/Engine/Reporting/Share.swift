import Foundation

/// A part of a whole, with the rate and its 95 % interval by Wilson's score (E. B. Wilson, JASA 22,
/// 1927), which stays sound for small counts and rates near 0 and 1.
public struct Share: Sendable, Hashable, Codable {
  /// Below this whole no rate is given.
  public static let fewest = 5
  /// The 97.5 % quantile of the normal distribution.
  static let z = 1.959963984540054

  public var count: Int
  public var of: Int
  /// 0...1; nil where `of` is below `fewest`, like the ends of the interval.
  public var rate: Double?
  public var low: Double?
  public var high: Double?

  public init(_ count: Int, of whole: Int) {
    self.count = count
    of = whole
    guard whole >= Self.fewest else { return }
    let n = Double(whole)
    let p = Double(count) / n
    let square = Self.z * Self.z
    let centre = (p + square / (2 * n)) / (1 + square / n)
    let spread =
      Self.z / (1 + square / n) * (p * (1 - p) / n + square / (4 * n * n)).squareRoot()
    rate = p
    // At the ends the exact value, which the sums miss by their rounding.
    low = count == 0 ? 0 : max(0, centre - spread)
    high = count == whole ? 1 : min(1, centre + spread)
  }
}
