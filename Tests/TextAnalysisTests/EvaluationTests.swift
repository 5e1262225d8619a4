import Testing
import TextAnalysis

@Suite struct EvaluationTests {
  /// Truth and probabilities of class "yes"; the figures below are worked out by hand.
  private let evaluation = Evaluation(
    classes: ["no", "yes"],
    outcomes: [(1, 0.9), (1, 0.8), (1, 0.3), (0, 0.6), (0, 0.2)].map {
      Outcome(truth: $0.0, probabilities: [1 - $0.1, $0.1])
    })

  @Test func figuresMatchThoseByHand() {
    #expect(evaluation.confusion == [[1, 1], [1, 2]])
    #expect(isNear(evaluation.accuracy, 3.0 / 5))
    #expect(isNear(evaluation.precision(of: 1), 2.0 / 3))
    #expect(isNear(evaluation.recall(of: 1), 2.0 / 3))
    #expect(isNear(evaluation.f1(of: 0), 0.5))
    #expect(isNear(evaluation.macroF1, (0.5 + 2.0 / 3) / 2))
    #expect(isNear(evaluation.macroRecall, (0.5 + 2.0 / 3) / 2))
    #expect(isNear(evaluation.brierScore, 2 * (0.01 + 0.04 + 0.49 + 0.36 + 0.04) / 5))
  }

  @Test func calibrationErrorComparesConfidenceWithSuccess() {
    // Bins by top probability: .9 right; .8 right, .8 right; .7 wrong; .6 wrong.
    #expect(isNear(evaluation.calibrationError, (0.1 + 0.4 + 0.7 + 0.6) / 5))
  }

  @Test func theCurveCountsWhatIsClaimed() {
    let curve = evaluation.thresholdCurve(of: 1, steps: 2)
    #expect(curve.map(\.threshold) == [0, 0.5, 1])
    #expect(isNear(curve[1].precision, 2.0 / 3))
    #expect(isNear(curve[1].recall, 2.0 / 3))
    #expect(isNear(curve[1].coverage, 3.0 / 5))
    #expect(curve[0].recall == 1 && curve[2].coverage == 0 && curve[2].precision == 1)
  }

  @Test func nothingToEvaluateIsZero() {
    let empty = Evaluation(classes: ["no", "yes"], outcomes: [])
    #expect(empty.macroF1 == 0 && empty.accuracy == 0 && empty.calibrationError == 0)
    #expect(empty.description.contains("0 texts"))
  }

  @Test func theTextNamesTheFigures() {
    #expect(evaluation.description.contains("macro-F1 0.583"))
  }

  private func isNear(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) < 1e-9
  }
}
