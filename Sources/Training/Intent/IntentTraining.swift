public import Foundation
public import TextAnalysis

/// Trains the intent model and measures it on domains and conversations that it has not seen.
///
/// People labelled complaints in public data, and the rows of `labels/intent`. All other rows have
/// labels derived from labels that mean something else (`IntentWeakLabels`); they train, and never
/// count in a figure.
public enum IntentTraining {
  public static let heads = [
    LinearModel.Head(name: "intent", classes: IntentClass.names),
    LinearModel.Head(name: "wantsReply", classes: ["no", "yes"]),
  ]
  /// 2^17 buckets of seven bytes: 0.9 MiB.
  public static let bits = 17
  private static let binary = ["other", "complaint"]

  /// - Parameters:
  ///   - dataDirectory: the folder that has `intent/`, `sentiment/`, `faq/` and `conversations/`.
  ///   - labels: the folder `labels/intent`.
  ///   - seed: decides which rows are held out; the same seed and data give the same bytes.
  ///   - share: of the rows to learn from, for a learning curve; what is measured stays whole.
  ///   - corrections: an operator's own rows, which are learnt as well.
  public static func run(
    dataDirectory: URL, labels: URL, seed: UInt64, share: Double = 1,
    corrections: [Correction] = [], log: (String) -> Void
  ) throws(TrainingError) -> TrainedModel {
    var data = try IntentData(dataDirectory: dataDirectory, labels: labels)
    try data.add(corrections)
    log("\(data.sources.map { "\($0.rows) rows of \($0.name)" }.joined(separator: ", "))")
    let domains = Set(data.directed.map(\.group)).sorted().map { domain in
      let left = data.directed.filter { $0.group == domain }
      return ("without \(domain)", complaints(
        left.evaluation(
          of: trained(of: data, without: domain, seed: seed, share: share, log: log))))
    }
    let model = trained(of: data, seed: seed, share: share, log: log)
    let turns = data.conversations
    let card = ModelCard(
      model: "intent", seed: seed, sources: data.sources,
      figures: [
        QualityFigure(
          name: "complaints, directed messages only, leaving one domain out",
          measure: .macroF1, groups: domains,
          floors: [.init(method: "LR", value: 0.70)]),
        QualityFigure(
          name: "intent of 300 customer turns, labelled by hand", measure: .accuracy,
          groups: [("turns", turns.evaluation(of: model))],
          floors: [.init(method: "always complaint", value: majority(turns))]),
        QualityFigure(
          name: "wantsReply of the same turns", measure: .macroRecall,
          groups: [("turns", turns.evaluation(of: model, head: 1))],
          floors: [.init(method: "always yes", value: 0.5)]),
      ])
    return TrainedModel(bytes: model.with(card: card.json).serialized(), card: card)
  }
}

extension IntentTraining {
  /// - Parameter domain: not learnt from.
  static func trained(
    of data: IntentData, without domain: String? = nil, seed: UInt64, share: Double = 1,
    log: (String) -> Void
  ) -> LinearModel {
    log(domain.map { "without \($0)" } ?? "with all")
    var options = LinearModelTrainer.Options()
    options.l2 = 4
    options.classBalance = 0.7
    let rows = (data.directed + data.bare).filter { $0.group != domain } + data.other
    let set = rows.part(share, seed: seed).set(heads: heads, bits: bits, seed: seed)
    return LinearModelTrainer(options: options).train(set, log: log)
  }

  /// Complaint from a probability of one half on, against everything else.
  private static func complaints(_ evaluation: Evaluation) -> Evaluation {
    let index = IntentClass.complaint.rawValue
    return Evaluation(
      classes: binary,
      outcomes: evaluation.outcomes.map { outcome in
        let complaint = outcome.probabilities[index]
        return Outcome(
          truth: outcome.truth == index ? 1 : 0, probabilities: [1 - complaint, complaint])
      })
  }

  /// How often the most frequent class is right.
  private static func majority(_ texts: [LabelledText]) -> Double {
    let counts = Dictionary(texts.map { ($0.labels[0] ?? 0, 1) }, uniquingKeysWith: +)
    return Double(counts.values.max() ?? 0) / Double(max(texts.count, 1))
  }
}
