import Foundation
import TextAnalysis

/// The rows that the sentiment model learns from and is measured on.
struct SentimentData {
  /// Posts to a brand, with the brand as their group.
  private(set) var customers: [LabelledText] = []
  private(set) var other: [LabelledText] = []
  private(set) var validation: [LabelledText] = []
  private(set) var sources: [ModelCard.Source] = []

  var brands: [String] { Set(customers.map(\.group)).subtracting([""]).sorted() }

  /// How much a source counts, and how far its classes are evened out: each row's weight is
  /// weight · (rows / (classes · rows of its class)) ^ balance.
  private struct Share {
    let weight: Double
    let balance: Double

    /// Posts to a brand are few beside general posts, and are what the model is for.
    static let customers = Share(weight: 3, balance: 0.6)
    static let general = Share(weight: 1, balance: 1.2)
    static let rated = Share(weight: 0.5, balance: 0)
    static let languages = Share(weight: 1, balance: 1)
  }

  init(dataDirectory: URL) throws(TrainingError) {
    let folder = dataDirectory.appending(path: "sentiment")
    customers = Self.weighed(try labelled(folder, "airline"), .customers)
    other = Self.weighed(try labelled(folder, "tweets-train"), .general)
    other += Self.weighed(try rated(folder), .rated)
    validation = try Self.rows(folder, "tweets-validation")
    // Also read where nobody knows the language.
    let languages = dataDirectory.appending(path: "languages")
    for language in LanguageSentimentTraining.languages {
      other += Self.weighed(try labelled(languages, "sentiment-\(language)-train"), .languages)
    }
  }

  /// What people corrected counts like a few posts to a brand.
  mutating func add(_ corrections: [Correction]) throws(TrainingError) {
    let rows = try Correction.texts(corrections, for: SentimentTraining.head)
    guard !rows.isEmpty else { return }
    sources.append(.init(name: "corrections", rows: rows.count))
    customers += rows
  }
}

extension SentimentData {
  private mutating func labelled(
    _ folder: URL, _ name: String
  ) throws(TrainingError) -> [LabelledText] {
    let texts = try Self.rows(folder, name)
    sources.append(.init(name: name, rows: texts.count))
    return texts
  }

  static func rows(_ folder: URL, _ name: String) throws(TrainingError) -> [LabelledText] {
    let file = folder.appending(path: "\(name).jsonl")
    var texts: [LabelledText] = []
    for row in try LabelledRow.read(file) {
      guard let label = SentimentTraining.head.classes.firstIndex(of: row.label ?? "") else {
        throw .badLabel(path: file.path, label: row.label ?? "")
      }
      texts.append(
        LabelledText(text: row.normalized, labels: [label], group: row.brand ?? ""))
    }
    guard !texts.isEmpty else { throw .noRows(file.path) }
    return texts
  }

  /// Sentences that people rated from −4 to 4; those between neutral and clear are left out.
  private mutating func rated(_ folder: URL) throws(TrainingError) -> [LabelledText] {
    var texts: [LabelledText] = []
    for name in ["rated-reviews", "rated-films", "rated-editorials"] {
      let before = texts.count
      for row in try LabelledRow.read(folder.appending(path: "\(name).jsonl")) {
        guard let label = Self.label(rating: row.rating ?? 0.5) else { continue }
        texts.append(LabelledText(text: row.normalized, labels: [label]))
      }
      sources.append(.init(name: name, rows: texts.count - before))
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
    let classes = SentimentTraining.head.classes.count
    var counts = [Double](repeating: 0, count: classes)
    for text in texts { counts[text.labels[0] ?? 0] += 1 }
    return texts.map { text in
      let evenness = Double(texts.count) / (Double(classes) * counts[text.labels[0] ?? 0])
      var text = text
      text.weight = Float(share.weight * pow(evenness, share.balance))
      return text
    }
  }
}
