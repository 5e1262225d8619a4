public import Foundation
import Matching
import TextAnalysis

/// Learns how sure which evidence makes that an FAQ's entry answers a message, from labelled FAQs
/// of several brands, and how rare words are, from public posts. What it prints is measured on
/// brands that it did not learn from.
public enum FAQTraining {
  /// Stems of fewer posts are as rare as unknown ones.
  private static let fewestPosts = 8
  /// All posts to airlines, and one in three general ones.
  private static let posts = [("airline", 1), ("tweets-train", 3)]
  /// The weight of each message set: all brands count alike.
  private static let messages = 500.0
  /// What the precision may be asked to be, where figures are printed; the first is the default.
  private static let precisions = [0.6, 0.95]
  private static let shares = [0.2, 0.5, 0.8]

  public struct Trained: Sendable {
    public let bytes: [UInt8]
    public let report: String
  }

  /// - Parameters:
  ///   - dataDirectory: the folder that has `faq/` and `sentiment/`.
  ///   - labels: the folder that has `out-of-scope.jsonl`.
  public static func run(
    dataDirectory: URL, labels: URL, seed: UInt64, log: (String) -> Void
  ) throws(TrainingError) -> Trained {
    let stems = try rarity(dataDirectory)
    let rows: [FAQData.Row] = try JSONLines.read(labels.appending(path: "out-of-scope.jsonl"))
    let negatives = rows.map { $0.text.split(whereSeparator: \.isNewline).joined(separator: " ") }
    log("\(stems.count) stems, \(negatives.count) messages that no FAQ answers")
    func model(_ weights: [Double], _ card: String = "{}") -> FAQModel {
      FAQModel(card: card, weights: weights, stems: stems, negatives: negatives)
    }
    var data = FAQData(dataDirectory: dataDirectory)
    let draws = try data.draws(seed: seed)
    let blank = model([Double](repeating: 0, count: FAQIndex.inputCount))
    let cases = draws.map { draw in
      log("read \(draw.name)")
      return self.cases(draw, blank)
    }
    var report = [Self.head]
    for family in Set(draws.map(\.family)).sorted() {
      let rest = zip(draws, cases).filter { $0.0.family != family }.map(\.1)
      let without = model(fit(rest))
      for draw in draws where draw.family == family {
        log("measure \(draw.name)")
        report.append(line(draw, without))
      }
    }
    // The bank's other set is of the same brand as this one.
    let others = model(fit(zip(draws, cases).filter { $0.0.family != "bank" }.map(\.1)))
    for count in [10, 1000] {
      let folds = try data.folds("bank77-train", questionsAnEntry: count, count: 5, seed: seed)
      log("measure \(folds[0].name)")
      let accuracies = folds.map { fold in
        FAQMeasure(FAQIndex(fold.entries, model: others), fold.messages).accuracy
      }
      let mean = accuracies.reduce(0, +) / Double(accuracies.count)
      report.append("\(folds[0].name), 5 folds: accuracy \(figure(mean))")
    }
    let sources = data.sources.map { "{\"name\":\"\($0.name)\",\"rows\":\($0.rows)}" }
    let card = "{\"model\":\"faq\",\"seed\":\(seed),\"data\":[\(sources.joined(separator: ","))]}"
    return Trained(
      bytes: model(fit(cases), card).fileBytes, report: report.joined(separator: "\n"))
  }
}

extension FAQTraining {
  private static func cases(_ draw: FAQDraw, _ model: FAQModel) -> [Logistic.Case] {
    let index = FAQIndex(draw.entries, model: model, isRehearsed: false)
    let inside = Double(draw.messages.count { $0.entry != nil })
    let outside = Double(draw.messages.count) - inside
    return draw.messages.map { message in
      let (inputs, top) = index.inputs(for: message.text)
      return Logistic.Case(
        inputs: inputs, isRight: message.entry != nil && top == message.entry,
        weight: messages / 2 / (message.entry != nil ? inside : outside))
    }
  }

  private static func fit(_ cases: [[Logistic.Case]]) -> [Double] {
    let count = FAQIndex.inputCount
    return Logistic.fit(
      cases.flatMap(\.self), prior: [Double](repeating: 0, count: count),
      strength: [Double](repeating: 1, count: count))
  }

  private static let head =
    "of each brand, by what was learnt on the others: accuracy of the top entry; at precision "
    + "\(precisions[0]): answered rightly, silent where it must be, Matthews correlation; at "
    + "\(precisions[1]), with \(shares) unanswerable: answered rightly, precision"

  private static func line(_ draw: FAQDraw, _ model: FAQModel) -> String {
    var words = [draw.name + ":"]
    for share in shares {
      let index = FAQIndex(draw.entries, FAQIndex.Options(unanswerableShare: share), model: model)
      let measure = FAQMeasure(index, draw.messages)
      if share == 0.5 {
        let point = measure.point(at: precisions[0], share: share)
        words.insert(
          "\(figure(measure.accuracy)) | \(figure(point.coverage)) \(figure(point.silence)) "
            + "\(figure(point.correlation)) |", at: 1)
      }
      let point = measure.point(at: precisions[1], share: share)
      words.append("\(figure(point.coverage)) \(figure(point.precision))")
    }
    return words.joined(separator: " ")
  }

  private static func figure(_ value: Double) -> String { String(format: "%.3f", value) }

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
