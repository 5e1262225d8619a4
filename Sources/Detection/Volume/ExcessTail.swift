import Foundation

/// The upper tail of a stream's own excesses: how unusual one is for this very stream.
///
/// Peaks over threshold with an exponential tail: of the logarithm of a ratio, so the ratio's
/// tail is Pareto's (Hill, Annals of Statistics 3, 1975; Siffer et al., "Anomaly Detection in
/// Streams with Extreme Value Theory", KDD 2017). The threshold, a quantile, and the mean excess
/// above it come from a fading histogram that starts with an ordinary stream's tail.
struct ExcessTail: Sendable, Equatable, Codable {
  private var masses: [Float]
  private var total: Float
  /// Mass of the next observation: it grows instead of all others fading.
  private var weight: Float = 1

  private static let lowest = -1.0
  private static let width = 0.1
  private static let bins = 50
  /// Threshold of the ordinary tail: two and a half times the usual volume.
  private static let ordinaryThreshold = 0.916
  private static let leastMeanExcess = 0.05
  private static let greatestWeight: Float = 65_536

  /// - Parameter buckets: how many observations the ordinary tail stands for.
  init(meanExcess: Double, share: Double, buckets: Double) {
    func above(_ excess: Double) -> Double {
      min(1, share * exp((Self.ordinaryThreshold - excess) / meanExcess))
    }
    masses = (0..<Self.bins).map { bin in
      let lower = Self.lowest + Double(bin) * Self.width
      return Float(buckets * (above(lower) - above(lower + Self.width)))
    }
    total = masses.reduce(0, +)
  }

  /// The excess that only `share` of all exceed, and by how much those do in the mean.
  func tail(share: Double) -> (threshold: Double, meanExcess: Double) {
    let wanted = share * Double(total)
    var mass = 0.0
    var moment = 0.0
    for bin in stride(from: Self.bins - 1, through: 0, by: -1) {
      let here = Double(masses[bin])
      let lower = Self.lowest + Double(bin) * Self.width
      if mass + here >= wanted {
        let part = (wanted - mass) / here
        let threshold = lower + (1 - part) * Self.width
        moment += (wanted - mass) * (threshold + part * Self.width / 2)
        return (threshold, max(moment / wanted - threshold, Self.leastMeanExcess))
      }
      mass += here
      moment += here * (lower + Self.width / 2)
    }
    return (Self.lowest, Self.leastMeanExcess)
  }

  /// Learns an excess; `memory` is in buckets.
  mutating func learn(_ excess: Double, memory: Double) {
    let place = (excess - Self.lowest) / Self.width
    let bin = Int(min(max(place, 0), Double(Self.bins - 1)))
    masses[bin] += weight
    total += weight
    weight *= Float(1 + 1 / memory)
    if weight > Self.greatestWeight { normalize() }
  }

  private mutating func normalize() {
    for bin in masses.indices { masses[bin] /= weight }
    total = masses.reduce(0, +)
    weight = 1
  }
}
