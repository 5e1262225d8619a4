import Testing

@testable import TextAnalysis

@Suite struct SeverityReadingTests {
  @Test func aPhraseRaisesTheSeverityAndItsKind() {
    let plain = SeverityReading(scores: [1, 0, 0], phrases: [0, 0])
    let named = SeverityReading(scores: [1, 0, 0], phrases: [0, 0.85])
    #expect(named.severity > plain.severity)
    #expect(named.kinds[1] > named.kinds[0])
  }

  @Test func noKindIsAboveTheSeverity() {
    for score in [-40, -3, 0, 3, 40] as [Float] {
      let reading = SeverityReading(scores: [0, score, 1], phrases: [0, 0.3])
      #expect(reading.kinds.allSatisfy { (0...reading.severity).contains($0) })
    }
  }

  @Test func theTemperatureIsWorthAsMuchAsScaledScores() {
    let scores = [2.0, -1, 3]
    let halved = SeverityReading.logOdds(scores: scores, phrases: [0, 0], temperature: 2)
    let scaled = SeverityReading.logOdds(scores: scores.map { $0 / 2 }, phrases: [0, 0])
    #expect(abs(halved - scaled) < 1e-9)
  }
}
