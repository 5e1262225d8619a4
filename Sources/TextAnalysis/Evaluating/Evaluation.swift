/// How good a classifier was on labelled texts.
public struct Evaluation: Sendable {
  /// How many bins the calibration error uses, equally wide over the top probability.
  public static let calibrationBins = 10

  public let classes: [String]
  /// `confusion[truth][predicted]` counts texts.
  public let confusion: [[Int]]
  public let outcomes: [Outcome]

  public init(classes: [String], outcomes: [Outcome]) {
    self.classes = classes
    self.outcomes = outcomes
    var confusion = [[Int]](
      repeating: [Int](repeating: 0, count: classes.count), count: classes.count)
    for outcome in outcomes { confusion[outcome.truth][outcome.predicted] += 1 }
    self.confusion = confusion
  }

  public var count: Int { outcomes.count }

  /// The share of right predictions; 0 without texts.
  public var accuracy: Double {
    ratio(classes.indices.reduce(0) { $0 + confusion[$1][$1] }, count)
  }

  /// Of the texts predicted as the class, the share that are; 0 if none was predicted.
  public func precision(of index: Int) -> Double {
    ratio(confusion[index][index], confusion.reduce(0) { $0 + $1[index] })
  }

  /// Of the class's texts, the share predicted as such; 0 if there are none.
  public func recall(of index: Int) -> Double {
    ratio(confusion[index][index], confusion[index].reduce(0, +))
  }

  /// The harmonic mean of precision and recall.
  public func f1(of index: Int) -> Double {
    let (precision, recall) = (precision(of: index), recall(of: index))
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
  }

  public var macroF1: Double { mean(f1) }

  public var macroRecall: Double { mean(recall) }

  /// Mean squared distance between the probabilities and the truth as 0 and 1, summed over
  /// classes: 0 is perfect, 2 the worst.
  public var brierScore: Double {
    let total = outcomes.reduce(0.0) { total, outcome in
      outcome.probabilities.indices.reduce(total) { total, index in
        let distance = outcome.probabilities[index] - (index == outcome.truth ? 1 : 0)
        return total + distance * distance
      }
    }
    return total / Double(max(count, 1))
  }

  /// Expected calibration error: how far the top probability is from the share of right
  /// predictions, on average over `calibrationBins`.
  public var calibrationError: Double {
    var bins = [(count: Int, right: Int, sum: Double)](
      repeating: (0, 0, 0), count: Self.calibrationBins)
    for outcome in outcomes {
      let top = outcome.probabilities[outcome.predicted]
      let bin = min(Int(top * Double(Self.calibrationBins)), Self.calibrationBins - 1)
      bins[bin].count += 1
      bins[bin].right += outcome.predicted == outcome.truth ? 1 : 0
      bins[bin].sum += top
    }
    let total = bins.reduce(0) { $0 + abs($1.sum - Double($1.right)) }
    return total / Double(max(count, 1))
  }
}

extension Evaluation {
  private func ratio(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }

  private func mean(_ value: (Int) -> Double) -> Double {
    classes.indices.reduce(0) { $0 + value($1) } / Double(max(classes.count, 1))
  }
}
