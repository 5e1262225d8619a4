import TextAnalysis
import Testing

@testable import Training

@Suite struct LinearModelTrainerTests {
  static let rows: [(String, Int)] = [
    ("great service thank you", 1), ("love it, great", 1), ("best shop, thank you", 1),
    ("awful service", 0), ("worst shop, awful", 0), ("broken again, worst", 0),
    ("love this", 1), ("hate this", 0),
  ]
  static let heads = [
    LinearModel.Head(name: "mood", classes: ["bad", "good"]),
    LinearModel.Head(name: "service", classes: ["no", "yes"]),
  ]

  /// Every row ten times; only the even ones have a label for the second head.
  static func trained(heldOutFrom first: Int = 0) -> LinearModel {
    var set = TrainingSet(heads: heads, bits: 12)
    for (number, row) in (0..<10).flatMap({ _ in rows }).enumerated() {
      let second = number % 2 == 0 ? (row.0.contains("service") ? 1 : 0) : nil
      set.add(
        NormalizedText(row.0), labels: [row.1, second], isHeldOut: number % 9 == first)
    }
    var options = LinearModelTrainer.Options()
    options.l2 = 0.1
    return LinearModelTrainer(options: options).train(set)
  }

  @Test func theSameRowsGiveTheSameBytes() {
    #expect(Self.trained().serialized() == Self.trained().serialized())
    #expect(Self.trained().serialized() != Self.trained(heldOutFrom: 1).serialized())
  }

  @Test func eachHeadLearnsItsOwnLabels() {
    let model = Self.trained()
    for (text, label) in Self.rows {
      #expect(model.probabilities(of: 0, for: NormalizedText(text))[label] > 0.5)
    }
    #expect(model.probabilities(of: 1, for: NormalizedText("great service"))[1] > 0.5)
    #expect(model.probabilities(of: 1, for: NormalizedText("love it, great"))[1] < 0.5)
  }

  @Test func theMinimumIsFound() {
    // (x − 3)² + 10·(y + 1)²
    var optimizer = LBFGS(start: [0, 0]) { point, gradient in
      let (x, y) = (point[0] - 3, point[1] + 1)
      gradient = [2 * x, 20 * y]
      return Double(x * x + 10 * y * y)
    }
    while optimizer.step() {}
    #expect(abs(optimizer.point[0] - 3) < 1e-3 && abs(optimizer.point[1] + 1) < 1e-3)
  }

  @Test func theGradientIsThatOfTheLoss() {
    var set = TrainingSet(heads: Self.heads, bits: 8)
    for row in Self.rows { set.add(NormalizedText(row.0), labels: [row.1, nil]) }
    let loss = LogisticLoss(set: set, classWeights: [1, 2, 1, 1])
    let rows = Array(0..<set.count)
    var point = (0..<(4 << 8) + 4).map { Float($0 % 7) / 10 }
    var gradient = [Float](repeating: 0, count: point.count)
    _ = loss.value(of: rows, at: point, gradient: &gradient)
    var ignored = gradient
    for index in [Int(set.buckets[0]) * 4, Int(set.buckets[0]) * 4 + 1, point.count - 4] {
      let kept = point[index]
      point[index] = kept + 0.01
      let above = loss.value(of: rows, at: point, gradient: &ignored)
      point[index] = kept - 0.01
      let below = loss.value(of: rows, at: point, gradient: &ignored)
      point[index] = kept
      #expect(abs(Float((above - below) / 0.02) - gradient[index]) < 0.02)
    }
  }
}
