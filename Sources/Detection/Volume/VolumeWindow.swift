import Foundation

/// One time scale on which a stream is watched, with what is usual on it.
struct VolumeWindow: Sendable, Equatable, Codable {
  enum Shape: Sendable, Equatable, Codable {
    /// The last so many buckets: for spikes.
    case recent(buckets: Int)
    /// Faded sums (Roberts's EWMA chart, Technometrics 1, 1959): for changes of level.
    case faded(keep: Double)
  }

  let shape: Shape
  private var faded = WindowSums()
  private(set) var dispersion = Dispersion()
  private var tail: ExcessTail

  /// Counts added to both sides of a ratio, and to a mean, so that few messages are no burst.
  private static let ratioPrior = 1.5
  private static let meanPrior = 0.1

  /// Windows a day that `significance` is meant for; the more there are, the more evidence each
  /// must have.
  private static let referenceWindows = 288.0

  init(_ shape: Shape, settings: DetectorSettings, bucketsPerDay: Double) {
    self.shape = shape
    tail = ExcessTail(
      meanExcess: settings.initialMeanExcess, share: settings.tailShare,
      buckets: bucketsPerDay * settings.tailPriorDays)
  }

  private var isFaded: Bool {
    if case .faded = shape { true } else { false }
  }

  /// Non-overlapping windows in a day.
  private func windowsPerDay(_ bucketsPerDay: Double) -> Double {
    switch shape {
    case .recent: max(bucketsPerDay, Self.referenceWindows)
    case .faded(let keep): -log(keep) * bucketsPerDay
    }
  }

  /// Passes over buckets that were not observed.
  mutating func skip(_ missing: Int) {
    if case .faded(let keep) = shape { faded.fade(pow(keep, Double(missing))) }
  }

  /// Judges the window that ends with a bucket, then learns it.
  ///
  /// - Parameters:
  ///   - bucket: one bucket; its reference is the seasonal rate for a faded window.
  ///   - learnsTail: whether the hour of week was seen before; a faded window's excess over a
  ///     week's shape not yet known is no part of the tail.
  ///   - observed: buckets observed before this one.
  /// - Returns: 1 at the threshold of an alarm, in proportion above and below.
  mutating func observe(
    _ bucket: WindowSums, recent: RecentBuckets, unseenDispersion: Double, learnsTail: Bool,
    observed: Double, bucketsPerDay: Double, settings: DetectorSettings
  ) -> Double {
    let sums: WindowSums
    switch shape {
    case .recent(let buckets):
      sums = recent.sums(buckets)
    case .faded(let keep):
      faded.fade(keep)
      faded.add(bucket)
      sums = faded
    }
    let mean = sums.expected + Self.meanPrior
    let evidence = NegativeBinomial.excessEvidence(
      count: sums.count, mean: mean, dispersion: dispersion.value + unseenDispersion)
    let excess = log((sums.count + Self.ratioPrior) / (sums.reference + Self.ratioPrior))
    let usual = tail.tail(share: settings.tailShare)
    let extremeness = (excess - usual.threshold) / usual.meanExcess
    // A baseline that is still too high for this hour says nothing about counts above it.
    if !isFaded || sums.count > mean {
      dispersion.learn(
        count: sums.count, mean: mean,
        weight: max(1 / (bucketsPerDay * settings.dispersionMemoryDays), 1 / (observed + 50)))
    }
    if learnsTail || !isFaded {
      tail.learn(excess, memory: bucketsPerDay * settings.tailMemoryDays)
    }
    let opportunities = log(windowsPerDay(bucketsPerDay) / Self.referenceWindows)
    return min(
      evidence / (settings.significance + opportunities), extremeness / settings.extremeness)
  }
}
