public import Foundation
import TextAnalysis

/// Trains one sentiment model for the languages beside English, of which there are few rows: among
/// ten times as many English ones they would be learnt badly.
public enum LanguageSentimentTraining {
  /// 2^17 buckets of three bytes: 0.38 MiB.
  public static let bits = 17
  static let languages = ["french", "german", "italian", "portuguese", "spanish"]

  /// As `SentimentTraining.run`.
  public static func run(
    dataDirectory: URL, seed: UInt64, share: Double = 1, log: (String) -> Void
  ) throws(TrainingError) -> TrainedModel {
    let head = SentimentTraining.head
    let folder = dataDirectory.appending(path: "languages")
    var rows: [LabelledText] = []
    var sources: [ModelCard.Source] = []
    var validation: [(String, [LabelledText])] = []
    for language in languages {
      let name = "sentiment-\(language)-train"
      let found = try SentimentData.rows(folder, name)
      sources.append(.init(name: name, rows: found.count))
      rows += found
      validation.append((language, try SentimentData.rows(folder, "sentiment-\(language)-val")))
    }
    log("\(rows.count) rows in \(languages.count) languages")
    let set = rows.part(share, seed: seed).set(heads: [head], bits: bits, seed: seed)
    var options = LinearModelTrainer.Options()
    options.l2 = 1
    let model = LinearModelTrainer(options: options).train(set, log: log)
    let card = ModelCard(
      model: "sentiment-languages", seed: seed, sources: sources,
      figures: [
        QualityFigure(
          name: "sentiment in other languages, validation", measure: .macroRecall,
          groups: validation.map { ($0, $1.evaluation(of: model)) })
      ])
    return TrainedModel(bytes: model.with(card: card.json).serialized(), card: card)
  }
}
