import Foundation
import TextAnalysis

/// What a topic is called, and which of its messages show it best.
struct TopicPhrases {
  private struct Phrase {
    var text: String
    var messages: Int
    var worth: Double
    var stems: Set<UInt32>
  }

  private static let longest = 3
  private static let most = 2
  private static let sample = 60
  private static let mostWords = 6
  /// A word that is e^3.5 times as frequent in the topic as elsewhere.
  private static let tellingAlone = 3.5
  /// Phrases begin and end with a word that is nine times as frequent, if there is any.
  private static let tellingInPhrase: Float = 2.2

  let name: String
  let words: [String]
  let examples: [Int64]

  init(_ entries: [TopicEntry], _ model: TopicModel) {
    let entries = Array(entries.suffix(Self.sample))
    let rare = model.terms.filter { $0.weight >= Self.tellingInPhrase }
    let weights = Dictionary(
      (rare.isEmpty ? model.terms : rare).map { ($0.key, Double($0.weight)) },
      uniquingKeysWith: max)
    var phrases: [String: Phrase] = [:]
    for entry in entries {
      var seen: Set<String> = []
      for phrase in Self.phrases(of: entry.message, weights)
      where seen.insert(phrase.text).inserted {
        phrases[phrase.text, default: phrase].messages += 1
      }
    }
    name = Self.best(phrases.values, among: entries.count).map(\.text).joined(separator: ", ")
    words = Self.words(phrases.values, model)
    examples = Self.examples(entries, model)
  }

  /// Runs of up to three words in one clause that begin and end with a telling one.
  private static func phrases(of message: TopicMessage, _ weights: [UInt32: Double]) -> [Phrase] {
    let text = NormalizedText(message.source)
    let tokens = text.tokens.filter { $0.kind == .word }
    let stems = QuestionTerms(of: text, Stemmer(language: message.text.language)).words
    guard tokens.count == stems.count else { return [] }
    var found: [Phrase] = []
    for start in tokens.indices where weights[stems[start]] != nil {
      for length in 1...longest where start + length <= tokens.count {
        let range = start..<start + length
        if length > 1, tokens[range.upperBound - 2].endsClause { break }
        guard weights[stems[range.upperBound - 1]] != nil else { continue }
        let own = Set(stems[range])
        guard own.count == length else { continue }
        found.append(
          Phrase(
            text: range.map { text.string(of: tokens[$0]) }.joined(separator: " "), messages: 0,
            worth: own.reduce(0) { $0 + (weights[$1] ?? 0) }, stems: own))
      }
    }
    return found
  }

  /// The phrase that most of the messages have and that says most, then what it leaves out.
  private static func best(_ phrases: some Collection<Phrase>, among count: Int) -> [Phrase] {
    let least = max(2, count / 8)
    let ranked = phrases.filter { $0.messages >= least }.sorted { a, b in
      let (first, second) = (rank(a), rank(b))
      return first != second ? first > second : a.text < b.text
    }
    var chosen: [Phrase] = []
    for phrase in ranked where chosen.count < most {
      if chosen.allSatisfy({ $0.stems.isDisjoint(with: phrase.stems) }) { chosen.append(phrase) }
    }
    return chosen
  }

  /// A longer phrase is worth more than one of its words, but for a few messages that lack it.
  private static func rank(_ phrase: Phrase) -> Double {
    Double(phrase.messages) * pow(phrase.worth, 1.3)
  }

  /// Single words that are telling by themselves.
  private static func words(_ phrases: some Collection<Phrase>, _ model: TopicModel) -> [String] {
    let alone = phrases.filter { $0.stems.count == 1 && $0.worth >= tellingAlone }
    let byStem = Dictionary(grouping: alone) { $0.stems.first ?? 0 }
    let ranked = byStem.values.compactMap { forms -> (text: String, messages: Int)? in
      // The shortest form that others begin with: "charge" also finds "charged".
      guard let first = forms.min(by: { ($0.text.count, $0.text) < ($1.text.count, $1.text) })
      else { return nil }
      let isOpen = first.text.count >= 4 && forms.allSatisfy { $0.text.hasPrefix(first.text) }
      return (isOpen ? "\(first.text)*" : first.text, forms.reduce(0) { $0 + $1.messages })
    }
    return ranked.sorted { ($1.messages, $0.text) < ($0.messages, $1.text) }.prefix(mostWords)
      .map(\.text)
  }

  /// The most typical ones, no two nearly the same.
  private static func examples(_ entries: [TopicEntry], _ model: TopicModel) -> [Int64] {
    let typical = entries.enumerated().sorted { a, b in
      let first = model.score(a.element.message.text.words, copy: a.element.copy)
      let second = model.score(b.element.message.text.words, copy: b.element.copy)
      return first != second ? first > second : a.offset < b.offset
    }
    var copies: Set<UInt32> = []
    return typical.map(\.element).filter { copies.insert($0.copy).inserted }.prefix(3)
      .map(\.message.row)
  }
}
