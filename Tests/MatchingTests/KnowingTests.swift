import TextAnalysis
import Testing

@testable import Matching

struct KnowingTests {
  /// A probability that the weights of `weights` read off `top` alone.
  private func trial(_ chance: Float, isAnswerable: Bool, isRight: Bool) -> Rehearsal.Trial {
    var evidence = Evidence()
    (evidence.top, evidence.words, evidence.cosine) = (chance, 3, 0.5)
    return .init(evidence: evidence, isAnswerable: isAnswerable, isRight: isRight)
  }

  private var weights: [Double] {
    var weights = [Double](repeating: 0, count: FAQIndex.inputCounts.0)
    weights[1] = 4
    return weights
  }

  /// As often right as the chance says; what is wrong had no answer.
  private var trials: [Rehearsal.Trial] {
    stride(from: Float(0.02), to: 1, by: 0.04).flatMap { chance in
      (0..<50).map { number in
        let isRight = Float(number) < chance * 50
        return trial(chance, isAnswerable: isRight, isRight: isRight)
      }
    }
  }

  @Test(arguments: [0.6, 0.8, 0.9])
  func ofWhatIsAnsweredTheShareAskedForIsRight(_ precision: Double) {
    let calibration = Calibration(weights, trials, unanswerableShare: 0.5)
    let threshold = calibration.threshold(for: precision)
    let answered = trials.filter { calibration.probability($0.evidence) >= threshold }
    let right = Double(answered.count(where: \.isRight)) / Double(answered.count)
    #expect(right >= precision && right < precision + 0.05)
  }

  @Test func moreUnanswerableMessagesAskForMore() {
    let few = Calibration(weights, trials, unanswerableShare: 0.2)
    let many = Calibration(weights, trials, unanswerableShare: 0.8)
    let evidence = trials[0].evidence
    #expect(many.probability(evidence) < few.probability(evidence))
  }

  @Test func withoutTrialsTheThresholdIsThePrecisionItself() {
    let calibration = Calibration(weights, [], unanswerableShare: 0.5)
    #expect(calibration.threshold(for: 0.95) == 0.95)
  }

  @Test func aMessageWithoutWordsIsNeverSure() {
    let calibration = Calibration(weights, trials, unanswerableShare: 0.5)
    #expect(calibration.probability(Evidence()) == 0)
  }

  @Test func newtonFindsTheWeightsOfALogisticModel() {
    let truth = [0.5, -1.5]
    let cases = stride(from: -4.0, through: 4, by: 0.5).flatMap { x -> [Logistic.Case] in
      let chance = Logistic.probability([1, x], truth)
      return [
        .init(inputs: [1, x], isRight: true, weight: chance * 1000),
        .init(inputs: [1, x], isRight: false, weight: (1 - chance) * 1000),
      ]
    }
    let fitted = Logistic.fit(cases, prior: [0, 0], strength: [0.01, 0.01])
    #expect(abs(fitted[0] - truth[0]) < 0.01 && abs(fitted[1] - truth[1]) < 0.01)
  }

  /// Plain Newton steps away from such a prior for ever.
  @Test(arguments: [1.0, 20, 300]) func newtonFindsTheWeightsFromFarAway(_ far: Double) {
    let cases = stride(from: -1.0, through: 1, by: 0.1).flatMap { x in
      [0.25, 0.75].map { share in
        Logistic.Case(inputs: [x * far, 1], isRight: (x > 0) == (share > 0.5), weight: 400 * share)
      }
    }
    let fitted = Logistic.fit(cases, prior: [1, 0], strength: [1e-3, 1e-3])
    #expect(fitted.allSatisfy { $0.isFinite })
    #expect(Logistic.probability([far, 1], fitted) > 0.6)
    #expect(Logistic.probability([-far, 1], fitted) < 0.4)
  }

  @Test func theModelFileReadsBack() throws {
    let model = FAQModel(
      card: #"{"model":"faq"}"#, weights: weights,
      meaningWeights: weights + [0.5, 1, 0, 2], stems: [("order", 4.5), ("the", 0.25)],
      negatives: ["Nice weather!", ""])
    let read = try FAQModel(fileBytes: model.fileBytes)
    #expect(read == model)
    #expect(read.stems.map(\.stem) == ["order", "the"])
    #expect(read.fileBytes == model.fileBytes)
  }

  private static func weights(_ count: Int) -> String {
    Array(repeating: "1", count: count).joined(separator: " ")
  }

  @Test(arguments: [
    "", "replyd-faq 1\n", "replyd-faq 2\n{}\n1 2 3\nrarity 0\nnegatives 0\n",
    "replyd-faq 2\n{}\n\(weights(18))\n\(weights(22))\nrarity 9\n",
    "replyd-faq 2\n{}\n\(weights(18))\n\(weights(22))\nrarity -1\n",
    "replyd-faq 2\n{}\n\(weights(18))\n\(weights(18))\nrarity 0\nnegatives 0\n",
  ])
  func aDamagedModelIsRefused(_ text: String) {
    #expect(throws: ModelError.self) { try FAQModel(fileBytes: Array(text.utf8)) }
  }
}
