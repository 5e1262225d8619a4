/// The threshold that scores best over some series, for use, frozen, on others.
public struct ThresholdSweep: Sendable, Equatable {
  public let threshold: Double
  /// What the threshold scores on the series that chose it.
  public let score: Double

  /// Tries every threshold in `candidates` on all the series together.
  ///
  /// - Parameter within: of the best score, so many points may be given up for a lower threshold,
  ///   which speaks earlier.
  /// - Returns: nil if there is no candidate or no window. Among equals the highest threshold.
  public init?(
    _ series: [(windows: BurstWindows, scores: [Double])], candidates: some Sequence<Double>,
    profile: ScoringProfile, within tolerance: Double = 0
  ) {
    var scored: [(threshold: Double, score: Double)] = []
    for candidate in candidates.sorted(by: >) {
      let tally = series.reduce(ScoredDetections()) {
        $0 + $1.windows.score($1.scores, threshold: candidate)
      }
      let score = tally.score(profile)
      if !score.isNaN { scored.append((candidate, score)) }
    }
    let best = scored.map(\.score).max() ?? 0
    let chosen =
      tolerance > 0
      ? scored.last { $0.score >= best - tolerance } : scored.first { $0.score >= best }
    guard let chosen else { return nil }
    (threshold, score) = chosen
  }
}
