/// Finds the stored questions most like a text: TF-IDF over words, word pairs and runs of three to
/// five characters, each of the two kinds of length one, compared by cosine. Safe to share.
///
/// A feature counts once a text; idf = ln((1 + n) / (1 + df)) + 1. Features that no question has
/// are ignored, as in the usual vector-space model.
public struct TFIDFIndex: Sendable {
  /// More questions are refused.
  public static let questionLimit = 200_000
  /// The words' share of the similarity; the characters have the rest.
  public static let wordShare: Float = 0.5

  public struct Question: Sendable {
    /// What the question is answered by.
    public let entry: String
    public let text: NormalizedText

    public init(entry: String, text: NormalizedText) {
      self.entry = entry
      self.text = text
    }
  }

  public struct Match: Sendable, Hashable {
    public let entry: String
    /// The position of the entry's best question among those given.
    public let question: Int
    /// Cosine similarity, 0...1.
    public let score: Double
  }

  public struct TooManyQuestions: Error, CustomStringConvertible {
    public let count: Int
    public var description: String {
      "\(count) questions are more than \(TFIDFIndex.questionLimit); split the FAQ."
    }
  }

  /// The entries' ids in the order of their first question.
  public let entries: [String]
  private let entryOfQuestion: [Int32]
  private let lookup: FeatureLookup
  private let postings: Postings

  public init(_ questions: [Question]) throws(TooManyQuestions) {
    guard questions.count <= Self.questionLimit else {
      throw TooManyQuestions(count: questions.count)
    }
    var entries: [String] = []
    var numbers: [String: Int32] = [:]
    entryOfQuestion = questions.map { question in
      if let number = numbers[question.entry] { return number }
      let number = Int32(entries.count)
      numbers[question.entry] = number
      entries.append(question.entry)
      return number
    }
    self.entries = entries
    let keys = questions.map { FeatureKeys(of: $0.text).sortedUnique }
    (lookup, postings) = Postings.build(keys: keys)
  }

  /// The `k` entries with the most similar question, best first; of equals, the entry that came
  /// first. Entries that share nothing with the text are left out.
  public func top(_ text: NormalizedText, k: Int) -> [Match] {
    guard k > 0, !entries.isEmpty else { return [] }
    let scores = postings.scores(of: lookup.known(FeatureKeys(of: text)))
    var bestQuestion = [Int32](repeating: -1, count: entries.count)
    for question in scores.indices where scores[question] > 0 {
      let entry = Int(entryOfQuestion[question])
      let best = Int(bestQuestion[entry])
      if best < 0 || scores[question] > scores[best] { bestQuestion[entry] = Int32(question) }
    }
    var top: [Int] = []
    for candidate in bestQuestion where candidate >= 0 {
      let question = Int(candidate)
      if top.count == k, let last = top.last, scores[question] <= scores[last] { continue }
      let place = top.firstIndex { scores[$0] < scores[question] } ?? top.count
      top.insert(question, at: place)
      if top.count > k { top.removeLast() }
    }
    return top.map { question in
      Match(
        entry: entries[Int(entryOfQuestion[question])], question: question,
        score: Double(min(scores[question], 1)))
    }
  }
}
