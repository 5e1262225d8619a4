import Foundation
import TextAnalysis

/// The inverted index over all questions: TF-IDF over stems and their pairs, and over runs of
/// characters; each of the two kinds of length one, compared by cosine. A feature counts once a
/// text, and is worth ln((1 + n) / (1 + m)) + 1 where m of n entries have it: rare questions of one
/// entry make no feature telling. Features that no question has are ignored, as in the usual
/// vector-space model.
struct QuestionIndex: Sendable {
  /// A text's features that the index knows, words first, and their normalised worth.
  struct Row: Sendable {
    var features: [UInt32] = []
    var values: [Float] = []
    /// How many of them are words.
    var words = 0
  }

  /// Features of more questions than this, and than this share of them, are not looked up.
  private static let (common, commonShare): (Int, Float) = (1000, 0.15)

  private let questionCount: Int
  private let lookup: FeatureLookup
  /// What each feature is worth.
  private let idf: [Float]
  /// Feature `f` has the postings `starts[f]..<starts[f + 1]`.
  private let starts: [Int]
  private let questions: [UInt32]
  /// What a word, or a run of characters, of each question is worth before its idf.
  private let wordFactors: [Float]
  private let characterFactors: [Float]
  var featureCount: Int { idf.count }

  /// - Parameters:
  ///   - entries: of each text, those of one entry together.
  ///   - background: texts that only make features known, so that their words count; one entry.
  init(_ texts: [QuestionTerms], entries: [Int], background: [QuestionTerms] = []) {
    questionCount = texts.count
    var pairs: [UInt64] = []
    for (question, terms) in (texts + background).enumerated() {
      for key in terms.wordKeys { pairs.append(UInt64(key) << 32 | UInt64(question)) }
      for key in terms.characterKeys { pairs.append(UInt64(key) << 32 | UInt64(question)) }
    }
    RadixSort.byHighHalf(&pairs)
    var (unique, starts): ([UInt32], [Int]) = ([], [])
    for (position, pair) in pairs.enumerated() where unique.last != UInt32(pair >> 32) {
      unique.append(UInt32(pair >> 32))
      starts.append(position)
    }
    starts.append(pairs.count)
    let all = texts.count + background.count
    let entryCount = Double(Set(entries).count + (background.isEmpty ? 0 : 1))
    idf = unique.indices.map { feature in
      var (count, last) = (0.0, -1)
      for pair in pairs[starts[feature]..<starts[feature + 1]] {
        let question = Int(UInt32(truncatingIfNeeded: pair))
        let entry = question < entries.count ? entries[question] : .max
        if entry != last { (count, last) = (count + 1, entry) }
      }
      return Float(log((1 + entryCount) / (1 + count)) + 1)
    }
    lookup = FeatureLookup(unique: unique)
    var words = [Float](repeating: 0, count: all)
    var characters = words
    for feature in unique.indices {
      let square = idf[feature] * idf[feature]
      for pair in pairs[starts[feature]..<starts[feature + 1]] {
        let question = UInt32(truncatingIfNeeded: pair)
        if QuestionTerms.isCharacters(unique[feature]) {
          characters[Int(question)] += square
        } else {
          words[Int(question)] += square
        }
      }
    }
    wordFactors = words[..<texts.count].map(Self.inverseLength)
    characterFactors = characters[..<texts.count].map(Self.inverseLength)
    (self.starts, questions) = Self.postings(pairs, starts, questionCount: texts.count)
  }

  /// Without the background, and without features that so many questions share that they tell
  /// nothing and would cost most.
  private static func postings(
    _ pairs: [UInt64], _ starts: [Int], questionCount: Int
  ) -> ([Int], [UInt32]) {
    let most = max(common, Int(Float(questionCount) * commonShare))
    var (kept, questions): ([Int], [UInt32]) = ([0], [])
    questions.reserveCapacity(pairs.count)
    for feature in 0..<starts.count - 1 {
      let first = questions.count
      for pair in pairs[starts[feature]..<starts[feature + 1]] {
        let question = UInt32(truncatingIfNeeded: pair)
        if question < questionCount { questions.append(question) }
      }
      if questions.count - first > most { questions.removeLast(questions.count - first) }
      kept.append(questions.count)
    }
    return (kept, questions)
  }

  func row(of terms: QuestionTerms) -> Row {
    var row = Row()
    append(terms.wordKeys, to: &row)
    row.words = row.features.count
    append(terms.characterKeys, to: &row)
    return row
  }

  private func append(_ keys: [UInt32], to row: inout Row) {
    let first = row.features.count
    for key in keys {
      if let number = lookup.number(of: key) { row.features.append(number) }
    }
    var squares: Float = 0
    for feature in row.features[first...] { squares += idf[Int(feature)] * idf[Int(feature)] }
    let factor = Self.inverseLength(squares)
    for feature in row.features[first...] { row.values.append(idf[Int(feature)] * factor) }
  }

  /// Each question's similarity, 0...1: half of it words, half characters.
  func similarities(of row: Row) -> [Float] {
    var words = [Float](repeating: 0, count: questionCount)
    var characters = words
    sum(row, 0..<row.words, &words)
    sum(row, row.words..<row.features.count, &characters)
    for question in words.indices {
      words[question] =
        0.5
        * (words[question] * wordFactors[question]
          + characters[question] * characterFactors[question])
    }
    return words
  }

  private func sum(_ row: Row, _ range: Range<Int>, _ sums: inout [Float]) {
    sums.withUnsafeMutableBufferPointer { sums in
      questions.withUnsafeBufferPointer { questions in
        for index in range {
          let feature = Int(row.features[index])
          let value = row.values[index] * idf[feature]
          for position in starts[feature]..<starts[feature + 1] {
            sums[Int(questions[position])] += value
          }
        }
      }
    }
  }

  private static func inverseLength(_ squares: Float) -> Float {
    squares > 0 ? 1 / squares.squareRoot() : 0
  }
}
