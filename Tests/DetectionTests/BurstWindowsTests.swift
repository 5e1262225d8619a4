import Detection
import Testing

struct BurstWindowsTests {
  private let labels = BurstWindows(rowCount: 2000, windows: [1000...1099, 1500...1599])

  @Test func silenceIsZero() {
    let tally = labels.score(detections: [])
    for profile in ScoringProfile.all { #expect(tally.score(profile) == 0) }
  }

  @Test func firstRowsOfAllWindowsAreHundred() {
    let tally = labels.score(detections: [1000, 1500])
    for profile in ScoringProfile.all { #expect(abs(tally.score(profile) - 100) < 1e-9) }
  }

  @Test func onlyTheEarliestDetectionInAWindowCounts() {
    #expect(labels.score(detections: [1050, 1060]) == labels.score(detections: [1050]))
    #expect(labels.score(detections: [1050]).earliness > labels.score(detections: [1051]).earliness)
  }

  @Test(arguments: [(800, -1.0), (1397, -1.0), (1100, -0.0252), (1198, -0.9866)])
  func falseDetectionCostsLessSoonAfterAWindow(row: Int, lateness: Double) {
    let tally = labels.score(detections: [row])
    #expect(tally.falseDetections == 1)
    #expect(abs(tally.lateness - lateness) < 1e-3)
  }

  @Test func probationIsIgnored() {
    #expect(labels.probation == 300)
    #expect(labels.score(detections: 0..<300) == labels.score(detections: []))
    #expect(BurstWindows(rowCount: 15_902, windows: []).probation == 750)
  }

  @Test func sweepPrefersTheHighestOfEquals() throws {
    var scores = [Double](repeating: 0.1, count: 2000)
    scores[1000] = 0.9
    scores[1500] = 0.8
    scores[700] = 0.4
    let sweep = try #require(
      ThresholdSweep(
        [(labels, scores)], candidates: [0.05, 0.3, 0.5, 0.8, 0.95], profile: .standard))
    #expect(sweep.threshold == 0.8)
    #expect(abs(sweep.score - 100) < 1e-9)
  }
}
