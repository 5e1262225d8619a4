public import Foundation

/// Trains the intent model and measures what public data can tell: complaints in a domain not seen.
///
/// Only complaint against the rest is labelled by people; question, praise, experience and other
/// are learnt from weak labels (`IntentWeakLabels`), so no figure is given for them.
public enum IntentTraining {
  /// 2^17 buckets of five bytes: 0.63 MiB.
  public static let bits = 17
  private static let binaryClasses = ["other", "complaint"]

  /// - Parameters:
  ///   - dataDirectory: the folder that has `intent/`, `sentiment/` and `faq/`.
  ///   - seed: decides the order of the rows; the same seed and data give the same bytes.
  public static func run(
    dataDirectory: URL, seed: UInt64, log: (String) -> Void
  ) throws(TrainingError) -> TrainedModel {
    let data = try IntentData(dataDirectory: dataDirectory)
    log("\(data.directed.count) messages to brands, \(data.weak.count) weakly labelled")
    var options = LinearModelTrainer.Options()
    options.seed = seed
    let trainer = LinearModelTrainer(options: options)
    var domains: [(name: String, evaluation: Evaluation)] = []
    for domain in Set(data.directed.map(\.group)).sorted() {
      log("without \(domain)")
      let kept = data.directed.filter { $0.group != domain }
      let model = trainer.train(set(kept + data.weak), log: log)
      let left = data.directed.filter { $0.group == domain }
      domains.append((domain, complaintEvaluation(model, on: left)))
    }
    log("with all")
    return TrainedModel(
      model: trainer.train(set(data.directed + data.weak), log: log),
      figures: [
        QualityFigure(
          name: "complaints, directed messages only, leaving one domain out",
          measure: .macroF1, groups: domains,
          floors: [.init(method: "LR", value: 0.70)])
      ])
  }
}

extension IntentTraining {
  private static func set(_ texts: [LabelledText]) -> TrainingSet {
    LabelledText.set(texts, classes: IntentClass.names, bits: bits)
  }

  /// Complaint from a probability of one half on, against everything else.
  private static func complaintEvaluation(
    _ model: LinearModel, on texts: [LabelledText]
  ) -> Evaluation {
    var features = HashedFeatures(bits: bits)
    return Evaluation(
      classes: binaryClasses,
      outcomes: texts.map { text in
        let all = model.probabilities(for: text.text, using: &features)
        let complaint = all[IntentClass.complaint.rawValue]
        return Outcome(
          truth: text.label == IntentClass.complaint.rawValue ? 1 : 0,
          probabilities: [1 - complaint, complaint])
      })
  }
}
