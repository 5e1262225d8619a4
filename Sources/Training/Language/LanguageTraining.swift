public import Foundation
import TextAnalysis

/// Trains the language model and measures it on texts that it has not seen.
public enum LanguageTraining {
  static let bits = 15
  static let longestRun = 4
  /// Added to each count; small, because most runs of letters never occur in most languages.
  private static let smoothing: Float = 0.1
  /// One in five texts is measured on.
  private static let testShare = 0.2
  static let kinds = ["sentences", "word-pairs", "single-words"]

  /// Left out, because each is hardly told from one that has many more customers: Bosnian (hr),
  /// Nynorsk (nb), Xhosa (zu), and those that the data has only as lists of religious verses.
  static let leftOut: Set<String> = [
    "bs", "nn", "xh", "la", "eo", "lg", "mi", "sn", "st", "tn", "ts",
  ]

  /// - Parameters:
  ///   - dataDirectory: the folder that has `languages/`.
  ///   - seed: decides which rows are measured on; the same seed and data give the same bytes.
  ///   - share: of the rows to learn from, for a learning curve.
  public static func run(
    dataDirectory: URL, seed: UInt64, share: Double = 1, log: (String) -> Void
  ) throws(TrainingError) -> TrainedModel {
    let data = try LanguageData(dataDirectory: dataDirectory, seed: seed)
    log("\(data.rows.count) texts in \(data.codes.count) languages")
    let learnt = data.rows.filter { $0.place >= testShare && $0.place < testShare + share }
    let test = data.rows.filter { $0.place < testShare }
    let trial = trained(learnt, data.codes, card: "")
    let card = ModelCard(
      model: "language", seed: seed, sources: data.sources,
      figures: kinds.map { kind in
        let rows = test.filter { $0.kind == kind }
        return QualityFigure(
          name: "language of \(kind), one in five left out", measure: .accuracy,
          groups: [("left out", evaluation(trial, rows, data.codes))])
      } + [
        QualityFigure(
          name: "word pairs of which no word occurs in the texts learnt from", measure: .accuracy,
          groups: [("unseen", evaluation(trial, data.unseen(test, in: learnt), data.codes))]),
        QualityFigure(
          name: "language of posts", measure: .accuracy,
          groups: data.posts.map { ($0.name, evaluation(trial, $0.rows, data.codes)) }),
      ])
    let foreign = data.foreign.map { trial.guess($0) }
    let und = foreign.count { $0.confidence < LanguageModel.leastConfidence }
    log("sentences in languages it does not know: \(und) of \(foreign.count) called unknown")
    log("with all")
    return TrainedModel(
      bytes: trained(data.rows, data.codes, card: card.json).serialized(), card: card)
  }
}

extension LanguageTraining {
  private static func trained(
    _ rows: [LanguageData.Row], _ codes: [String], card: String
  ) -> LanguageModel {
    let byCode = Dictionary(grouping: rows, by: \.code)
    let tables = Script.shared.map { script -> LanguageModel.Table in
      let own = codes.filter { LanguageData.script(of: $0) == script }
      var counts = LanguageCounts(languages: own.count, bits: bits, longestRun: longestRun)
      for (index, code) in own.enumerated() {
        for row in byCode[code] ?? [] { counts.add(row.words, of: script, language: index) }
      }
      return counts.table(script: script, codes: own, smoothing: smoothing)
    }
    let model = LanguageModel(
      tables: tables, bits: bits, longestRun: longestRun, temperature: 1, card: card)
    // Long texts would drown short ones, which are the ones in doubt.
    let scored = rows.filter { $0.kind != "sentences" && $0.place < 0.4 }.compactMap { row in
      tables.first { $0.codes.contains(row.code) }.map { table in
        (
          scores: model.scores(of: row.words, by: table).map(Double.init),
          label: table.codes.firstIndex(of: row.code) ?? 0
        )
      }
    }
    return LanguageModel(
      tables: tables, bits: bits, longestRun: longestRun,
      temperature: Float(Temperature.fitted(scored)), card: card)
  }

  private static func evaluation(
    _ model: LanguageModel, _ rows: [LanguageData.Row], _ codes: [String]
  ) -> Evaluation {
    let classes = codes + [LanguageModel.undetermined]
    return Evaluation(
      classes: classes,
      outcomes: rows.map { row in
        let guess = model.guess(row.text)
        var chances = [Double](repeating: 0, count: classes.count)
        chances[classes.firstIndex(of: guess.code) ?? codes.count] = max(guess.confidence, 1e-6)
        return Outcome(truth: classes.firstIndex(of: row.code) ?? 0, probabilities: chances)
      })
  }
}
