import TextAnalysis
import Testing

@testable import Training

@Suite struct CrisisTrainingTests {
  private static func scored(_ odds: Double, isSevere: Bool, times: Int = 1) -> [CrisisScored] {
    let row = CrisisRow(
      NormalizedText("x"), kinds: isSevere ? [1] : [],
      source: isSevere ? "first" : "airline", weight: 1, fold: 0, phrases: ([0], [0]))
    return [CrisisScored](repeating: CrisisScored(row, scores: [0, odds]), count: times)
  }

  /// Where as many severe rows as others have log-odds of 2, a population with two severe ones in a
  /// hundred makes them much less likely severe.
  @Test func theStatedShareOfSevereMessagesShiftsTheOdds() {
    let rows =
      Self.scored(2, isSevere: true, times: 50) + Self.scored(-2, isSevere: true, times: 10)
      + Self.scored(2, isSevere: false, times: 10) + Self.scored(-2, isSevere: false, times: 50)
    let calibration = CrisisCalibrating.fitted(CrisisCalibrating.weighed(rows))
    let severity = rows[0].reading(calibration).severity
    // 2% · 5/6 against 96% · 1/6: about one in eleven.
    #expect(abs(severity - 0.094) < 0.01)
  }

  @Test func equalValuesCountHalfOfTheArea() {
    #expect(CrisisReport.area([(0.1, false), (0.9, true)]) == 1)
    #expect(CrisisReport.area([(0.5, false), (0.5, true)]) == 0.5)
    #expect(CrisisReport.area([(0.9, false), (0.1, true)]) == 0)
  }

  @Test func theLargestWeightsMayBeKept() {
    // One weight of 100 beside 4,000 small ones.
    var weights = [Float](repeating: 1, count: 2 << 12)
    weights[0] = 100
    let heads = [LinearModel.Head(name: "h", classes: ["a", "b"])]
    let cut = Quantizing.model(weights + [0, 0], heads: heads, bits: 12)
    let kept = Quantizing.model(weights + [0, 0], heads: heads, bits: 12, share: 1)
    #expect(Float(cut.weights[0]) * cut.scales[0] < 2)
    #expect(abs(Float(kept.weights[0]) * kept.scales[0] - 100) < 0.01)
  }

  @Test func theHashIsFNV1a() {
    #expect(CrisisData.hash("a") == 0xAF63_DC4C_8601_EC8C)
  }
}
