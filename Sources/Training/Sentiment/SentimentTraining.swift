public import Foundation
public import TextAnalysis

/// Trains the sentiment model and measures it on brands and posts that it has not seen.
public enum SentimentTraining {
  public static let head = LinearModel.Head(
    name: "sentiment", classes: ["negative", "neutral", "positive"])
  /// 2^18 buckets of three bytes: 0.75 MiB.
  public static let bits = 18

  /// - Parameters:
  ///   - dataDirectory: the folder that has `sentiment/` and `languages/`.
  ///   - seed: decides which rows are held out; the same seed and data give the same bytes.
  ///   - share: of the rows to learn from, for a learning curve; what is measured stays whole.
  ///   - corrections: an operator's own rows, which are learnt as well.
  public static func run(
    dataDirectory: URL, seed: UInt64, share: Double = 1, corrections: [Correction] = [],
    log: (String) -> Void
  ) throws(TrainingError) -> TrainedModel {
    var data = try SentimentData(dataDirectory: dataDirectory)
    try data.add(corrections)
    log("\(data.sources.map { "\($0.rows) rows of \($0.name)" }.joined(separator: ", "))")
    let trainer = LinearModelTrainer()
    func trained(without brand: String? = nil) -> LinearModel {
      log(brand.map { "without \($0)" } ?? "with all")
      let rows = data.customers.filter { $0.group != brand } + data.other
      let set = rows.part(share, seed: seed).set(heads: [head], bits: bits, seed: seed)
      return trainer.train(set, log: log)
    }
    let brands = data.brands.map { brand in
      (
        "without \(brand)",
        data.customers.filter { $0.group == brand }.evaluation(of: trained(without: brand))
      )
    }
    let model = trained()
    let card = ModelCard(
      model: "sentiment", seed: seed, sources: data.sources,
      figures: [
        QualityFigure(
          name: "airline sentiment, leaving one airline out", measure: .macroF1,
          groups: brands,
          floors: [
            .init(method: "VADER", value: 0.46), .init(method: "LR", value: 0.70),
          ]),
        QualityFigure(
          name: "general posts, validation", measure: .macroRecall,
          groups: [("validation", data.validation.evaluation(of: model))],
          floors: [
            .init(method: "VADER", value: 0.57), .init(method: "LR", value: 0.69),
          ]),
      ])
    return TrainedModel(bytes: model.with(card: card.json).serialized(), card: card)
  }
}
