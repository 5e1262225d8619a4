public import Foundation
import Matching
public import PluginKit
import TextAnalysis

/// Learns how sure which evidence makes that an FAQ's entry answers a message, from labelled FAQs
/// of several brands, and how rare words are, from public posts. What it prints is measured on
/// brands that it did not learn from.
public enum FAQTraining {
  /// Stems of fewer posts are as rare as unknown ones.
  private static let fewestPosts = 8
  /// All posts to airlines, and one in three general ones.
  private static let posts = [("airline", 1), ("tweets-train", 3)]
  /// - Parameters:
  ///   - dataDirectory: the folder that has `faq/` and `sentiment/`.
  ///   - labels: the folder that has `out-of-scope.jsonl`.
  ///   - encoder: what is learnt with a sentence encoder is learnt with this one.
  public static func run(
    dataDirectory: URL, labels: URL, encoder: any SentenceEncoder, seed: UInt64,
    log: (String) -> Void
  ) throws -> (bytes: [UInt8], report: String) {
    let stems = try rarity(dataDirectory)
    let rows: [FAQData.Row] = try JSONLines.read(labels.appending(path: "out-of-scope.jsonl"))
    let negatives = rows.map { $0.text.split(whereSeparator: \.isNewline).joined(separator: " ") }
    log("\(stems.count) stems, \(negatives.count) messages that no FAQ answers")
    var data = FAQData(dataDirectory: dataDirectory)
    let draws = try data.draws(seed: seed)
    let folds = try [10, 1000].map { count in
      try data.folds("bank77-train", questionsAnEntry: count, count: 5, seed: seed)
    }
    var (report, weights): ([String], [[Double]]) = ([head], [])
    let kinds: [((any SentenceEncoder)?, Int)] = [
      (nil, FAQIndex.inputCounts.0), (encoder, FAQIndex.inputCounts.1),
    ]
    for (encoder, count) in kinds {
      let name = encoder == nil ? "by words" : "by words and meaning"
      var learning = Learning(encoder: encoder, inputCount: count) { (weights: [Double]) in
        FAQModel(
          card: "{}", weights: weights, meaningWeights: weights, stems: stems,
          negatives: negatives)
      }
      report += ["", name] + (try learning.run(draws, folds) { log("\(name): \($0)") })
      weights.append(learning.weights)
    }
    let sources = data.sources.map { "{\"name\":\"\($0.name)\",\"rows\":\($0.rows)}" }
    let card =
      "{\"model\":\"faq\",\"seed\":\(seed),\"encoder\":\"\(encoder.identity)\","
      + "\"data\":[\(sources.joined(separator: ","))]}"
    let model = FAQModel(
      card: card, weights: weights[0], meaningWeights: weights[1], stems: stems,
      negatives: negatives)
    return (model.fileBytes, report.joined(separator: "\n"))
  }

  private static let head =
    "of each brand, by what was learnt on the others: accuracy of the top entry; at precision "
    + "\(Learning.precisions[0]): answered rightly, silent where it must be, Matthews correlation; "
    + "at \(Learning.precisions[1]), with \(Learning.shares) unanswerable: answered rightly, "
    + "precision"

  /// By stem in the order of the alphabet.
  private static func rarity(
    _ dataDirectory: URL
  ) throws(TrainingError) -> [(stem: String, rarity: Float)] {
    var counts: [String: Int] = [:]
    var total = 0
    let stemmer = Stemmer(language: "en")
    for (name, step) in posts {
      let rows = try LabelledRow.read(dataDirectory.appending(path: "sentiment/\(name).jsonl"))
      for number in stride(from: 0, to: rows.count, by: step) {
        total += 1
        for stem in stems(rows[number].normalized, stemmer) { counts[stem, default: 0] += 1 }
      }
    }
    return counts.filter { $0.value >= fewestPosts && !$0.key.isEmpty }.sorted { $0.key < $1.key }
      .map { ($0.key, Float(log(Double(total) / Double($0.value)))) }
  }

  private static func stems(_ text: NormalizedText, _ stemmer: borrowing Stemmer) -> Set<String> {
    var stems: Set<String> = []
    for word in text.words {
      text.bytes[word].withUnsafeBufferPointer { bytes in
        _ = stems.insert(stemmer.stem(bytes) { String(decoding: $0, as: UTF8.self) })
      }
    }
    return stems
  }
}
