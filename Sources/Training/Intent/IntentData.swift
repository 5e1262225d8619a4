import Foundation
import TextAnalysis

/// The rows that the intent model learns from, and which of them are labelled well enough to count.
struct IntentData {
  /// Complaints and others by domain, labelled by people.
  private(set) var directed: [LabelledText] = []
  /// The same without handles: on most platforms a message to a brand has none, and must not be
  /// taken for talk among strangers because of that.
  private(set) var bare: [LabelledText] = []
  /// Everything else that trains.
  private(set) var other: [LabelledText] = []
  /// Customer turns labelled by hand; never trained on.
  private(set) var conversations: [LabelledText] = []
  private(set) var sources: [ModelCard.Source] = []

  private let labels: [String: IntentLabel]

  static let undirected = "random_tweet"
  /// Only one in so many of the large sources is used, so that none drowns the rest.
  private static let generalStride = 5
  private static let bankStride = 4
  private static let assistantStride = 5
  private static let (no, yes) = (0, 1)

  init(dataDirectory: URL, labels folder: URL) throws(TrainingError) {
    labels = try IntentLabel.read(folder.appending(path: "training.jsonl"))
    sources.append(.init(name: "labels/intent/training", rows: labels.count))
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
      for text in texts { add(NormalizedText(text), intent, wantsReply: nil, weight: 4) }
    }
    let written = IntentExamples.texts.reduce(0) { $0 + $1.texts.count }
    sources.append(.init(name: "written for replyd", rows: written))
    guard !directed.isEmpty else { throw .noRows("complaints") }
    conversations = try Self.turns(
      dataDirectory.appending(path: "conversations/support-dev.jsonl"),
      labels: IntentLabel.read(folder.appending(path: "conversations.jsonl")))
  }

  mutating func add(_ corrections: [Correction]) throws(TrainingError) {
    let heads = IntentTraining.heads
    let rows = try Correction.texts(corrections, for: heads[0], heads: heads.count)
    guard !rows.isEmpty else { return }
    sources.append(.init(name: "corrections", rows: rows.count))
    other += rows
  }
}

extension IntentData {
  /// Once as it is, and once with a handle where it has none or without those that it has.
  private mutating func add(
    _ text: NormalizedText, _ intent: IntentClass, wantsReply: Bool?, weight: Float
  ) {
    var labelled = LabelledText(
      text: text, labels: [intent.rawValue, wantsReply.map { $0 ? Self.yes : Self.no }],
      weight: weight / 2)
    other.append(labelled)
    let hasHandle = text.tokens.contains { $0.kind == .handle }
    labelled.text =
      hasHandle ? Self.withoutHandles(text) : NormalizedText("@brand " + text.string)
    other.append(labelled)
  }

  private static func withoutHandles(_ text: NormalizedText) -> NormalizedText {
    text.without(text.tokens.filter { $0.kind == .handle }.map(\.range))
  }

  private mutating func addComplaints(_ file: URL) throws(TrainingError) {
    for row in try rows(file) {
      let text = row.normalized
      guard row.domain != Self.undirected else {
        add(text, .other, wantsReply: false, weight: 1)
        continue
      }
      let label = row.id.flatMap { labels[$0] }
      var intent = IntentClass.complaint
      if row.label != "complaint" {
        // Where our reading differs from the public label, the public one counts.
        let read = label.flatMap { IntentClass(name: $0.intent) }
        intent = read == .complaint ? .other : read ?? IntentWeakLabels.unlabelled(text)
      }
      let wants = intent == .complaint || label?.wantsReply ?? true
      var labelled = LabelledText(
        text: text, labels: [intent.rawValue, wants ? Self.yes : Self.no], weight: 4,
        group: row.domain ?? "")
      directed.append(labelled)
      labelled.text = Self.withoutHandles(text)
      bare.append(labelled)
    }
  }

  private mutating func addAirline(_ file: URL) throws(TrainingError) {
    for row in try rows(file) {
      let text = row.normalized
      if let label = row.id.flatMap({ labels[$0] }), let intent = IntentClass(name: label.intent) {
        add(text, intent, wantsReply: label.wantsReply, weight: 8)
      } else {
        let wants: Bool? = row.label == "negative" ? true : nil
        add(
          text, IntentWeakLabels.airline(text, sentiment: row.label), wantsReply: wants, weight: 1)
      }
    }
  }

  private mutating func addReviews(_ file: URL) throws(TrainingError) {
    for row in try rows(file) {
      guard let intent = IntentWeakLabels.review(rating: row.rating ?? 1) else { continue }
      add(row.normalized, intent, wantsReply: nil, weight: 0.2)
    }
  }

  private mutating func addGeneral(_ file: URL) throws(TrainingError) {
    for (number, row) in try rows(file, share: Self.generalStride).enumerated()
    where number % Self.generalStride == 0 {
      add(row.normalized, .other, wantsReply: false, weight: 0.08)
    }
  }

  private mutating func addQuestions(
    _ file: URL, every stride: Int
  ) throws(TrainingError) {
    for (number, row) in try rows(file, share: stride).enumerated() where number % stride == 0 {
      let text = row.normalized
      if IntentCues.isInterrogative(text) {
        add(text, .question, wantsReply: true, weight: 2)
      }
    }
  }

  private mutating func rows(
    _ file: URL, share: Int = 1
  ) throws(TrainingError) -> [LabelledRow] {
    let rows = try LabelledRow.read(file)
    let name = file.deletingPathExtension().lastPathComponent
    sources.append(.init(name: name, rows: (rows.count + share - 1) / share))
    return rows
  }

  private static func turns(
    _ file: URL, labels: [String: IntentLabel]
  ) throws(TrainingError) -> [LabelledText] {
    var seen: Set<String> = []
    return try ConversationTurn.read(file).compactMap { turn in
      guard seen.insert(turn.id).inserted, let label = labels[turn.id],
        let intent = IntentClass(name: label.intent)
      else { return nil }
      return LabelledText(
        text: NormalizedText(turn.text), labels: [intent.rawValue, label.wantsReply ? yes : no])
    }
  }
}
