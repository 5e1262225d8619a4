import Foundation
import TextAnalysis

/// The rows that the crisis model learns from, and those that are only counted.
struct CrisisData {
  static let foldCount = 5
  /// Written by hand, each by one person: a fold leaves out whole files.
  static let written = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
  ]
  /// Messages to a brand.
  static let directed = ["airline", "support", "complaints"]

  /// What trains, the even half of the public sets among it.
  private(set) var rows: [CrisisRow] = []
  /// The odd half of the public sets: never trained on, never tuned on, only counted.
  private(set) var unread: [CrisisRow] = []

  private let names: [String: Int]
  private let phrases: CrisisTraining.Phrases
  private let dataDirectory: URL
  private var ordinary: [String: [Int]] = [:]

  /// A severe message among the written ones counts as much as three posts, one that only sounds so
  /// as much as two.
  private static let severeWeight: Float = 3
  private static let soundingWeight: Float = 2
  private static let wordWeight: Float = 0.3
  private static let languages: [(name: String, weight: Float)] = [
    ("german", 1), ("spanish", 1), ("french", 1), ("italian", 0.3), ("portuguese", 0.3),
    ("hindi", 0.3), ("arabic", 0.2),
  ]

  /// - Parameters:
  ///   - labels: the folder `labels/crisis`.
  ///   - classes: "none" and the categories.
  ///   - phrases: what the listed phrases prove of a text, one a category.
  init(
    dataDirectory: URL, labels: URL, classes: [String],
    phrases: @escaping CrisisTraining.Phrases
  ) throws(TrainingError) {
    self.dataDirectory = dataDirectory
    self.phrases = phrases
    names = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    for label in try Self.labels(labels, "ordinary") {
      ordinary[label.id] = try kinds(label.categories, in: "ordinary")
    }
    for (number, name) in Self.written.enumerated() {
      try addWritten(labels, name) { _ in number % Self.foldCount }
    }
    try addWritten(labels, "languages") { Self.fold($0) }
    try addWritten(labels, "phrases") { _ in nil }
    try addWords(labels.appending(path: "words.jsonl"))
    try addPublic()
  }

  /// FNV-1a, 64 bits. Source: Fowler, Noll, Vo; https://www.rfc-editor.org/rfc/rfc9923.
  static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private static func fold(_ text: NormalizedText) -> Int {
    Int(StablePlace.of(text.bytes, seed: 1, salt: 3) * Double(foldCount))
  }

  private static func labels(_ folder: URL, _ name: String) throws(TrainingError) -> [CrisisLabel] {
    try JSONLines.read(folder.appending(path: "\(name).jsonl"))
  }

  private func kinds(_ categories: [String], in path: String) throws(TrainingError) -> [Int] {
    var kinds: [Int] = []
    for category in categories {
      guard let kind = names[category] else { throw .badLabel(path: path, label: category) }
      kinds.append(kind)
    }
    return kinds
  }
}

extension CrisisData {
  private mutating func addWritten(
    _ folder: URL, _ name: String, fold: (NormalizedText) -> Int?
  ) throws(TrainingError) {
    for label in try Self.labels(folder, name) {
      let text = NormalizedText(label.text ?? "")
      let kinds = try kinds(label.categories, in: name)
      rows.append(
        CrisisRow(
          text, kinds: kinds, source: name,
          weight: kinds.isEmpty ? Self.soundingWeight : Self.severeWeight, fold: fold(text),
          phrases: phrases(text)))
    }
  }

  private mutating func addWords(_ file: URL) throws(TrainingError) {
    let lists: [CrisisWords] = try JSONLines.read(file)
    for list in lists {
      let kinds = try kinds(list.category == "none" ? [] : [list.category], in: file.path)
      for words in list.words {
        let text = NormalizedText(words)
        rows.append(
          CrisisRow(
            text, kinds: kinds, source: "words", weight: Self.wordWeight, fold: nil,
            phrases: phrases(text)))
      }
    }
  }

  private mutating func addPublic() throws(TrainingError) {
    try addSet("sentiment/airline", as: "airline", weight: 1)
    var seen: Set<String> = []
    let turns = try ConversationTurn.read(
      dataDirectory.appending(path: "conversations/support-dev.jsonl"))
    for turn in turns where seen.insert(turn.id).inserted {
      add(turn.text, id: turn.id, as: "support", kinds: ordinary[turn.id] ?? [], weight: 1)
    }
    try addSet("intent/complaints", as: "complaints", weight: 1)
    for name in ["tweets-train", "tweets-validation"] {
      try addSet("sentiment/\(name)", as: "general posts", weight: 0.3)
    }
    for name in ["rated-reviews", "rated-films", "rated-editorials"] {
      try addSet("sentiment/\(name)", as: "rated sentences", weight: 0.6)
    }
    for (name, weight) in Self.languages {
      try addSet("languages/sentiment-\(name)-train", as: name, weight: weight)
    }
    try addSet("crisis/self-harm", as: "self-harm", weight: 1)
    try addSet("crisis/abuse", as: "abuse", weight: 0.2)
  }

  private mutating func addSet(
    _ path: String, as name: String, weight: Float
  ) throws(TrainingError) {
    let isOrdinary = Self.directed.contains(name)
    let selfHarm = names["selfHarm"].map { [$0] } ?? []
    for row in try LabelledRow.read(dataDirectory.appending(path: "\(path).jsonl")) {
      // Hateful talk may well be a crisis; nobody labelled which is.
      guard row.label != "hate" else { continue }
      var kinds = row.selfHarm == true ? selfHarm : []
      if isOrdinary, let id = row.id { kinds = ordinary[id] ?? [] }
      add(row.text, id: row.id ?? row.text, as: name, kinds: kinds, weight: weight)
    }
  }

  private mutating func add(
    _ text: String, id: String, as name: String, kinds: [Int], weight: Float
  ) {
    let normalized = NormalizedText(text)
    let row = CrisisRow(
      normalized, kinds: kinds, source: name, weight: weight, fold: Self.fold(normalized),
      phrases: phrases(normalized))
    if Self.hash(id) & 1 == 0 { rows.append(row) } else { unread.append(row) }
  }
}
