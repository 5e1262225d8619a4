public import TextAnalysis

/// A shipped model that also learnt what one brand's people corrected.
public struct Adapting: Sendable {
  public let model: LinearModel
  /// On the shipped messages, before and after.
  public let before: Evaluation
  public let after: Evaluation
  /// On the corrections themselves: how many were right before, and are right after.
  public let corrected: (count: Int, before: Int, after: Int)

  /// Worse on messages that have nothing to do with the corrections.
  public var isWorse: Bool { after.macroF1 < before.macroF1 }

  public var report: String {
    let figure = Evaluation.figure
    let (count, was, now) = corrected
    let lines = [
      "\(count) corrections: \(was) were right before, \(now) are now",
      "\(before.count) shipped messages: macro-F1 \(figure(before.macroF1)) before, "
        + "\(figure(after.macroF1)) now; calibration error "
        + "\(figure(before.calibrationError)) before, \(figure(after.calibrationError)) now",
    ]
    let warning = "WORSE on the shipped messages than the model it comes from"
    return (lines + (isWorse ? [warning] : [])).joined(separator: "\n")
  }

  /// The weights stay near the shipped ones where the corrections say nothing.
  ///
  /// - Throws: when no correction has a label of the model's first head.
  public static func run(
    _ base: LinearModel, corrections: [Correction]
  ) throws(TrainingError) -> Adapting {
    let rows = try Correction.texts(
      corrections, for: base.heads[0], heads: base.heads.count)
    guard !rows.isEmpty else { throw .noRows("corrections of \(base.heads[0].name)") }
    var set = TrainingSet(heads: base.heads, bits: base.bits)
    for row in rows { set.add(row.text, labels: row.labels, weight: row.weight) }
    var options = LinearModelTrainer.Options()
    options.iterationLimit = 25
    let model = LinearModelTrainer(options: options).train(set, from: base)
      .with(card: base.card)
    let shipped = ShippedMessages.labelled(for: base)
    func right(_ model: LinearModel) -> Int {
      rows.evaluation(of: model).outcomes.count { $0.predicted == $0.truth }
    }
    return Adapting(
      model: model, before: shipped.evaluation(of: base), after: shipped.evaluation(of: model),
      corrected: (rows.count, right(base), right(model)))
  }
}
