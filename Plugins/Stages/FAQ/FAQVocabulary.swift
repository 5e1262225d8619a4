import Foundation
import TextAnalysis

/// Which words the questions are made of: tells a message that asks more than, or something else
/// than, its most similar question, which a cosine over known words cannot.
struct FAQVocabulary: Sendable {
  /// What a message and the top entry share, each 0...1. Rare words weigh more.
  struct Shares: Sendable, Hashable {
    /// Of the message's words: those in any question, by number.
    var known = 0.0
    /// Of the message's words: those in the top entry's questions.
    var message = 0.0
    /// Of the top question's words: those in the message.
    var question = 0.0
    /// The number of words in the message.
    var words = 0
  }

  private var numbers: [[UInt8]: Int] = [:]
  /// By word: how telling it is, ln((1 + entries) / (1 + entries with the word)) + a floor.
  private var weights: [Double] = []
  private var entryOfQuestion: [Int] = []
  private var wordsOfQuestion: [[Int]] = []
  private var wordsOfEntry: [Set<Int>] = []
  private static let floor = 0.1

  init(_ questions: [(entry: String, text: NormalizedText)]) {
    var entries: [String: Int] = [:]
    for question in questions {
      let entry = entries[question.entry] ?? entries.count
      entries[question.entry] = entry
      if entry == wordsOfEntry.count { wordsOfEntry.append([]) }
      let words = Set(question.text.words.map { number(of: Array(question.text.bytes[$0])) })
      entryOfQuestion.append(entry)
      wordsOfQuestion.append(words.sorted())
      wordsOfEntry[entry].formUnion(words)
    }
    var frequencies = [Int](repeating: 0, count: numbers.count)
    for words in wordsOfEntry { for word in words { frequencies[word] += 1 } }
    weights = frequencies.map { Self.weight($0, entries: wordsOfEntry.count) }
  }

  /// - Parameter question: the position of the top entry's best question.
  func shares(of text: NormalizedText, question: Int?) -> Shares {
    let words = text.words.map { numbers[Array(text.bytes[$0])] }
    guard let question, !words.isEmpty else { return Shares() }
    let unknownWeight = Self.weight(0, entries: wordsOfEntry.count)
    let entry = wordsOfEntry[entryOfQuestion[question]]
    var (total, shared, known) = (0.0, 0.0, 0)
    for word in words {
      total += word.map { weights[$0] } ?? unknownWeight
      guard let word else { continue }
      known += 1
      if entry.contains(word) { shared += weights[word] }
    }
    let said = Set(words.compactMap { $0 })
    let asked = wordsOfQuestion[question]
    let all = asked.reduce(0) { $0 + weights[$1] }
    let met = asked.reduce(0) { $0 + (said.contains($1) ? weights[$1] : 0) }
    return Shares(
      known: Double(known) / Double(words.count), message: shared / total,
      question: all > 0 ? met / all : 0, words: words.count)
  }

  private mutating func number(of word: [UInt8]) -> Int {
    if let number = numbers[word] { return number }
    numbers[word] = numbers.count
    return numbers.count - 1
  }

  private static func weight(_ frequency: Int, entries: Int) -> Double {
    log((1 + Double(entries)) / (1 + Double(frequency))) + floor
  }
}
