import Foundation
import TextAnalysis

/// Texts whose language is known.
struct LanguageData {
  struct Row {
    let text: String
    let words: LetterWords
    let code: String
    let kind: String
    /// Where in 0..<1 the text falls; decides whether it is measured on.
    let place: Double
  }

  private(set) var rows: [Row] = []
  /// Sentences in languages that the model does not know.
  private(set) var foreign: [String] = []
  private(set) var posts: [(name: String, rows: [Row])] = []
  private(set) var sources: [ModelCard.Source] = []

  var codes: [String] { Set(rows.map(\.code)).sorted() }

  /// Of the languages written in a shared script, and not in Latin letters.
  private static let scripts: [String: Script] = [
    "be": .cyrillic, "bg": .cyrillic, "kk": .cyrillic, "mk": .cyrillic, "mn": .cyrillic,
    "ru": .cyrillic, "sr": .cyrillic, "uk": .cyrillic, "ar": .arabic, "fa": .arabic,
    "ur": .arabic, "hi": .devanagari, "mr": .devanagari,
  ]
  private static let singles = Set(Script.allCases.compactMap(\.language))

  /// nil for a language that its script alone tells.
  static func script(of code: String) -> Script? {
    singles.contains(code) ? nil : scripts[code] ?? .latin
  }

  init(dataDirectory: URL, seed: UInt64) throws(TrainingError) {
    let folder = dataDirectory.appending(path: "languages")
    for kind in LanguageTraining.kinds {
      let file = folder.appending(path: "identify-\(kind).jsonl")
      let before = rows.count
      for row in try LabelledRow.read(file) {
        guard let code = row.language else {
          throw .badLabel(path: file.path, label: "no language")
        }
        guard !LanguageTraining.leftOut.contains(code) else {
          if kind == "sentences" { foreign.append(row.text) }
          continue
        }
        rows.append(Self.row(row.text, code, kind, seed))
      }
      sources.append(.init(name: "identify-\(kind)", rows: rows.count - before))
    }
    let languages = [
      ("arabic", "ar"), ("english", "en"), ("french", "fr"), ("german", "de"), ("italian", "it"),
      ("portuguese", "pt"), ("spanish", "es"),
    ]
    for (name, code) in languages {
      let file = folder.appending(path: "sentiment-\(name)-val.jsonl")
      let found = try LabelledRow.read(file).map { Self.row($0.text, code, "posts", seed) }
      posts.append((name, found))
    }
  }

  /// Word pairs of which no word occurs in `learnt` in the same language.
  func unseen(_ test: [Row], in learnt: [Row]) -> [Row] {
    var known: [String: Set<[UInt32]>] = [:]
    for row in learnt { known[row.code, default: []].formUnion(Self.words(row)) }
    return test.filter { row in
      row.kind == "word-pairs"
        && Self.words(row).allSatisfy { known[row.code]?.contains($0) != true }
    }
  }

  private static func words(_ row: Row) -> [[UInt32]] {
    row.words.words.map { Array(row.words.letters[$0.range]) }
  }

  private static func row(_ text: String, _ code: String, _ kind: String, _ seed: UInt64) -> Row {
    return Row(
      text: text, words: LetterWords(text), code: code, kind: kind,
      place: StablePlace.of(Array(text.utf8), seed: seed, salt: 3))
  }
}
