/// The threshold that scores best over some series, for use, frozen, on others.
public struct ThresholdSweep: Sendable, Equatable {
  public let threshold: Double
  /// What the threshold scores on the series that chose it.
  public let score: Double

  /// Tries every threshold in `candidates` on all the series together.
  ///
  /// - Returns: nil if there is no candidate or no window. Among equals the highest threshold.
  public init?(
    _ series: [(windows: BurstWindows, scores: [Double])], candidates: some Sequence<Double>,
    profile: ScoringProfile
  ) {
    var best: (threshold: Double, score: Double)?
    for candidate in candidates.sorted(by: >) {
      let tally = series.reduce(ScoredDetections()) {
        $0 + $1.windows.score($1.scores, threshold: candidate)
      }
      let score = tally.score(profile)
      if !score.isNaN, score > best?.score ?? -.infinity { best = (candidate, score) }
    }
    guard let best else { return nil }
    (threshold, score) = best
  }
}
