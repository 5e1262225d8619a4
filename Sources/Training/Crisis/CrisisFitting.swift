import TextAnalysis

/// Fits the one linear model that tells the categories apart and the severe from the rest.
///
/// A softmax of ten classes knows what each category sounds like, and what only sounds so. Two
/// classes, severe and not, know better what ordinary messages are like. Both are linear in the
/// same features: the second's weights go into the first's column of "none".
struct CrisisFitting {
  /// 2^17 buckets of ten bytes: 1.25 MiB.
  static let bits = 17
  /// The largest weights are those of handles and addresses, which most posts to a brand have:
  /// to cut them costs a third of the severe messages at the same number of false alarms.
  private static let keptShare = 1.0
  private static let binary = [LinearModel.Head(name: "severe", classes: ["no", "yes"])]

  let head: LinearModel.Head

  func model(_ rows: [CrisisRow], log: (String) -> Void) -> LinearModel {
    let kinds = trained(rows, heads: [head], l2: 1, iterations: 60, \.label)
    log("\(rows.count) rows, ten classes")
    let severe = trained(rows, heads: Self.binary, l2: 2, iterations: 100) { $0.isSevere ? 1 : 0 }
    log("\(rows.count) rows, two classes")
    return merged(kinds, severe)
  }

  private func trained(
    _ rows: [CrisisRow], heads: [LinearModel.Head], l2: Float, iterations: Int,
    _ label: (CrisisRow) -> Int
  ) -> LinearModel {
    var options = LinearModelTrainer.Options()
    options.l2 = l2
    options.iterationLimit = iterations
    options.smoothing = 0.5
    options.leastScale = 1
    options.keptShare = Self.keptShare
    var set = TrainingSet(heads: heads, bits: Self.bits)
    for row in rows { set.add(row.text, labels: [label(row)], weight: row.weight) }
    return LinearModelTrainer(options: options).train(set)
  }

  /// severity's log-odds = those of the ten classes + those of the two.
  private func merged(_ kinds: LinearModel, _ severe: LinearModel) -> LinearModel {
    let columns = kinds.biases.count
    var weights = [Float](repeating: 0, count: (columns << Self.bits) + columns)
    for bucket in 0..<1 << Self.bits {
      for column in 0..<columns {
        let index = bucket * columns + column
        weights[index] = Float(kinds.weights[index]) * kinds.scales[column]
      }
      let (no, yes) = (bucket * 2, bucket * 2 + 1)
      weights[bucket * columns] -=
        Float(severe.weights[yes]) * severe.scales[1]
        - Float(severe.weights[no]) * severe.scales[0]
    }
    weights.replaceSubrange((columns << Self.bits)..., with: kinds.biases)
    weights[columns << Self.bits] -= severe.biases[1] - severe.biases[0]
    return Quantizing.model(weights, heads: [head], bits: Self.bits, share: Self.keptShare)
  }
}
