import Foundation
import Matching
import PluginKit
import TextAnalysis

/// Labelled questions of one brand, drawn as an FAQ of some size with messages to it.
struct FAQDraw: Sendable {
  var family: String
  var name: String
  var entries: [FAQIndex.Entry]
  /// Of the messages.
  var texts: [String]
  var messages: [FAQMeasure.Question]

  /// With the meanings of its messages.
  func meant(by encoder: any SentenceEncoder) throws -> FAQDraw {
    var draw = self
    let meanings = try encoder.vectors(of: texts, isKept: true)
    for (number, meaning) in meanings.enumerated() { draw.messages[number].meaning = meaning }
    return draw
  }
}

/// The labelled FAQ sets; see the README of the data.
struct FAQData: Sendable {
  struct Row: Decodable {
    var text: String
    var entry: String?
  }

  /// Questions an entry, and entries.
  private static let sizes = [(3, 25), (10, 25), (10, 50), (10, 150), (1000, 150)]
  /// So many answerable, and so many unanswerable messages.
  private static let messages = 1500

  private let folder: URL
  private(set) var sources: [(name: String, rows: Int)] = []

  init(dataDirectory: URL) { folder = dataDirectory.appending(path: "faq") }

  /// For learning how sure one may be.
  mutating func draws(seed: UInt64) throws(TrainingError) -> [FAQDraw] {
    try draws("shop", "shop-train", ["shop-queries"], seed)
      + draws(
        "bank", "bank50-train", ["bank50-valid", "bank50-id-oos-valid", "bank50-ood-oos-valid"],
        seed)
      + draws(
        "assistant", "assistant150-train",
        ["assistant150-val", "assistant150-oos_val", "assistant150-oos_train"], seed)
  }

  /// One fifth of a set asked of the rest, at some questions an entry; all entries.
  mutating func folds(
    _ name: String, questionsAnEntry: Int, count: Int, seed: UInt64
  ) throws(TrainingError) -> [FAQDraw] {
    let rows = try read(name)
    return (0..<count).map { fold in
      let isAsked = { (row: Row) in Int(Self.place(row, seed) * 5) == fold }
      return Self.draw(
        name, "\(name), \(questionsAnEntry) an entry", rows.filter { !isAsked($0) },
        rows.filter(isAsked), questionsAnEntry, .max, seed)
    }
  }

  private mutating func draws(
    _ family: String, _ train: String, _ test: [String], _ seed: UInt64
  ) throws(TrainingError) -> [FAQDraw] {
    let questions = try read(train)
    var messages: [Row] = []
    for name in test { messages += try read(name) }
    var draws: [FAQDraw] = []
    for (count, size) in Self.sizes {
      let draw = Self.draw(family, "", questions, messages, count, size, seed)
      let asked = draw.entries.reduce(0) { $0 + $1.questions.count }
      var named = draw
      named.name = "\(family), \(draw.entries.count) entries, \(asked) questions"
      if !draws.contains(where: { $0.name == named.name }) { draws.append(named) }
    }
    return draws
  }

  private mutating func read(_ name: String) throws(TrainingError) -> [Row] {
    let rows: [Row] = try JSONLines.read(folder.appending(path: "\(name).jsonl"))
    sources.append(("faq/\(name).jsonl", rows.count))
    return rows
  }

  private static func draw(
    _ family: String, _ name: String, _ questions: [Row], _ messages: [Row], _ count: Int,
    _ size: Int, _ seed: UInt64
  ) -> FAQDraw {
    let byEntry = Dictionary(grouping: questions.filter { $0.entry != nil }) { $0.entry ?? "" }
    let names = byEntry.keys.sorted {
      StablePlace.of(Array($0.utf8), seed: seed, salt: 3)
        < StablePlace.of(Array($1.utf8), seed: seed, salt: 3)
    }.prefix(size)
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let entries = names.map { name in
      let rows = (byEntry[name] ?? []).sorted { place($0, seed) < place($1, seed) }
      return FAQIndex.Entry(questions: rows.prefix(count).map(\.text))
    }
    let asked = messages.sorted { place($0, seed) < place($1, seed) }
    let isInside = { (row: Row) in row.entry.map { numbers[$0] != nil } ?? false }
    let inside = asked.filter(isInside).prefix(Self.messages)
    let outside = asked.filter { !isInside($0) }.prefix(Self.messages)
    let rows = Array(inside + outside)
    return FAQDraw(
      family: family, name: name, entries: entries, texts: rows.map(\.text),
      messages: rows.map { row in
        FAQMeasure.Question(
          text: NormalizedText(row.text), entry: row.entry.flatMap { numbers[$0] })
      })
  }

  private static func place(_ row: Row, _ seed: UInt64) -> Double {
    StablePlace.of(Array(row.text.utf8), seed: seed, salt: 4)
  }
}
