import Foundation

/// The rows that the intent model learns from, and which of them are labelled well enough to count.
struct IntentData {
  /// Complaints and others by domain, labelled by people; `random_tweet` is not addressed to a
  /// brand.
  private(set) var directed: [LabelledText] = []
  /// Everything with a derived label, and the texts written for replyd.
  private(set) var weak: [LabelledText] = []

  private static let undirected = "random_tweet"
  /// Only one in so many of the large sources is used, so that none drowns the rest.
  private static let generalStride = 5
  private static let bankStride = 4
  private static let assistantStride = 5

  init(dataDirectory: URL) throws(TrainingError) {
    try addComplaints(dataDirectory.appending(path: "intent/complaints.jsonl"))
    try addAirline(dataDirectory.appending(path: "sentiment/airline.jsonl"))
    try addReviews(dataDirectory.appending(path: "sentiment/rated-reviews.jsonl"))
    try addGeneral(dataDirectory.appending(path: "sentiment/tweets-train.jsonl"))
    let faq = dataDirectory.appending(path: "faq")
    try addQuestions(faq.appending(path: "bank77-train.jsonl"), every: Self.bankStride)
    try addQuestions(
      faq.appending(path: "assistant150-train.jsonl"), every: Self.assistantStride)
    try addQuestions(faq.appending(path: "shop-train.jsonl"), every: 1)
    for (intent, texts) in IntentExamples.texts {
      for text in texts { add(NormalizedText(text), intent, weight: 4) }
    }
    guard !directed.isEmpty else { throw .noRows("complaints") }
  }
}

extension IntentData {
  private mutating func add(_ text: NormalizedText, _ intent: IntentClass, weight: Float) {
    weak.append(LabelledText(text: text, label: intent.rawValue, weight: weight))
  }

  private mutating func addComplaints(_ file: URL) throws(TrainingError) {
    for row in try LabelledRow.read(file) {
      let text = row.normalized
      let domain = row.domain ?? ""
      let intent: IntentClass =
        if row.label == "complaint" {
          .complaint
        } else {
          domain == Self.undirected ? .other : IntentWeakLabels.unlabelled(text)
        }
      guard domain != Self.undirected else {
        add(text, intent, weight: 2)
        continue
      }
      directed.append(
        LabelledText(text: text, label: intent.rawValue, weight: 4, group: domain))
    }
  }

  private mutating func addAirline(_ file: URL) throws(TrainingError) {
    for row in try LabelledRow.read(file) {
      let text = row.normalized
      add(text, IntentWeakLabels.airline(text, sentiment: row.label), weight: 1)
    }
  }

  private mutating func addReviews(_ file: URL) throws(TrainingError) {
    for row in try LabelledRow.read(file) {
      guard let intent = IntentWeakLabels.review(rating: row.rating ?? 1) else { continue }
      add(row.normalized, intent, weight: 0.5)
    }
  }

  private mutating func addGeneral(_ file: URL) throws(TrainingError) {
    for (number, row) in try LabelledRow.read(file).enumerated()
    where number % Self.generalStride == 0 {
      add(row.normalized, .other, weight: 0.7)
    }
  }

  private mutating func addQuestions(
    _ file: URL, every stride: Int
  ) throws(TrainingError) {
    for (number, row) in try LabelledRow.read(file).enumerated() where number % stride == 0 {
      let text = row.normalized
      if IntentCues(text).isInterrogative { add(text, .question, weight: 0.5) }
    }
  }
}
