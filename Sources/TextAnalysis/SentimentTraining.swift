public import Foundation

/// Trains the sentiment model and measures it on brands and posts that it has not seen.
public enum SentimentTraining {
  public static let classes = ["negative", "neutral", "positive"]
  /// 2^17 buckets of three bytes: 0.38 MiB; twice as many gain nothing on brands left out.
  public static let bits = 17

  /// How much a source counts, and how far its classes are evened out: each row's weight is
  /// weight · (rows / (classes · rows of its class)) ^ balance.
  private struct Share {
    let weight: Double
    let balance: Double

    /// Posts to a brand are few beside general posts, and are what the model is for.
    static let customers = Share(weight: 2, balance: 0.6)
    static let general = Share(weight: 1, balance: 1.2)
    static let rated = Share(weight: 0.5, balance: 0)
  }

  /// - Parameters:
  ///   - dataDirectory: the folder that has `sentiment/`.
  ///   - seed: decides the order of the rows; the same seed and data give the same bytes.
  public static func run(
    dataDirectory: URL, seed: UInt64, log: (String) -> Void
  ) throws(TrainingError) -> TrainedModel {
    let folder = dataDirectory.appending(path: "sentiment")
    let airline = try rows(folder.appending(path: "airline.jsonl"))
    let tweets = try rows(folder.appending(path: "tweets-train.jsonl"))
    let rated = try ratedRows(folder)
    let general = weighed(tweets, .general) + weighed(rated, .rated)
    let validation = try rows(folder.appending(path: "tweets-validation.jsonl"))
    log(
      "\(airline.count) posts to airlines, \(tweets.count) general, \(rated.count) rated"
    )
    var options = LinearModelTrainer.Options()
    options.seed = seed
    options.classBalance = 0
    let trainer = LinearModelTrainer(options: options)

    var brands: [(name: String, evaluation: Evaluation)] = []
    for brand in Set(airline.map(\.group)).sorted() {
      log("without \(brand)")
      let kept = airline.filter { $0.group != brand }
      let model = trainer.train(set(weighed(kept, .customers) + general), log: log)
      brands.append((brand, evaluate(model, on: airline.filter { $0.group == brand })))
    }
    log("with all")
    let model = trainer.train(set(weighed(airline, .customers) + general), log: log)
    let unseen = evaluate(model, on: validation)
    return TrainedModel(
      model: model,
      figures: [
        QualityFigure(
          name: "airline sentiment, leaving one airline out", measure: .macroF1,
          groups: brands,
          floors: [
            .init(method: "VADER", value: 0.46), .init(method: "LR", value: 0.70),
          ]),
        QualityFigure(
          name: "general posts, validation", measure: .macroRecall,
          groups: [("validation", unseen)],
          floors: [
            .init(method: "VADER", value: 0.57), .init(method: "LR", value: 0.69),
          ]),
      ])
  }
}

extension SentimentTraining {
  private static func set(_ texts: [LabelledText]) -> TrainingSet {
    LabelledText.set(texts, classes: classes, bits: bits)
  }

  private static func rows(_ file: URL) throws(TrainingError) -> [LabelledText] {
    var texts: [LabelledText] = []
    for row in try LabelledRow.read(file) {
      guard let label = classes.firstIndex(of: row.label ?? "") else {
        throw .badLabel(path: file.path, label: row.label ?? "")
      }
      texts.append(
        LabelledText(text: row.normalized, label: label, group: row.brand ?? ""))
    }
    guard !texts.isEmpty else { throw .noRows(file.path) }
    return texts
  }

  /// Sentences that people rated from −4 to 4; those between neutral and clear are left out.
  private static func ratedRows(_ folder: URL) throws(TrainingError) -> [LabelledText] {
    var texts: [LabelledText] = []
    for name in ["rated-reviews", "rated-films", "rated-editorials"] {
      for row in try LabelledRow.read(folder.appending(path: "\(name).jsonl")) {
        guard let label = label(rating: row.rating ?? 0.5) else { continue }
        texts.append(LabelledText(text: row.normalized, label: label))
      }
    }
    return texts
  }

  private static func label(rating: Double) -> Int? {
    switch rating {
    case ...(-1): 0
    case -0.49...0.49: 1
    case 1...: 2
    default: nil
    }
  }

  private static func weighed(_ texts: [LabelledText], _ share: Share) -> [LabelledText] {
    var counts = [Double](repeating: 0, count: classes.count)
    for text in texts { counts[text.label] += 1 }
    return texts.map { text in
      let evenness = Double(texts.count) / (Double(classes.count) * counts[text.label])
      var text = text
      text.weight = Float(share.weight * pow(evenness, share.balance))
      return text
    }
  }

  private static func evaluate(_ model: LinearModel, on texts: [LabelledText]) -> Evaluation {
    var features = HashedFeatures(bits: bits)
    return Evaluation(
      classes: classes,
      outcomes: texts.map { text in
        Outcome(
          truth: text.label,
          probabilities: model.probabilities(for: text.text, using: &features))
      })
  }
}
